package io.leasehold.pki.internal.x509;

import io.leasehold.error.InvalidRequestException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;

/** A certificate that was read. Immutable. */
public final class Certificate {

    private static final int LONGEST = 64 * 1024;

    private final byte[] der;
    private final X509CertificateHolder holder;
    private final byte[] subjectKeyId;
    private final Instant notBefore;
    private final Instant notAfter;

    private Certificate(byte[] der, X509CertificateHolder holder) {
        this.der = der;
        this.holder = holder;
        this.subjectKeyId = keyId(holder);
        this.notBefore = holder.getNotBefore().toInstant();
        this.notAfter = holder.getNotAfter().toInstant();
    }

    /**
     * Reads a certificate.
     *
     * @param field where it comes from, for errors
     * @param der the certificate, from anybody
     * @return the certificate
     * @throws InvalidRequestException when it is none
     */
    public static Certificate read(String field, byte[] der) {
        if (der.length > LONGEST) {
            throw new InvalidRequestException(
                    field, "a certificate has " + der.length + " bytes: " + LONGEST + " are the most that is read");
        }
        try {
            X509CertificateHolder holder = new X509CertificateHolder(der);
            // Reads what is read later, so that a malformed one is refused here.
            Certificate read = new Certificate(der.clone(), holder);
            read.keyUsage();
            if (read.pathLength().filter(length -> length < 0).isEmpty()) {
                return read;
            }
        } catch (IOException | RuntimeException malformed) {
            // Told below.
        }
        throw new InvalidRequestException(field, "is no certificate (RFC 5280): it cannot be read");
    }

    /**
     * Reads all certificates of a text in PEM.
     *
     * @param field where it comes from, for errors
     * @param pem the text, which may hold certificates alone
     * @return them in order, at least one
     * @throws InvalidRequestException when there is something else, or one is malformed
     */
    public static List<Certificate> readAll(String field, String pem) {
        return Pem.read(field, pem).stream()
                .map(block -> {
                    if (!block.label().equals("CERTIFICATE")) {
                        throw new InvalidRequestException(
                                field, "holds a block " + block.label() + ": only CERTIFICATE blocks are taken");
                    }
                    return read(field, block.content());
                })
                .toList();
    }

    private static byte[] keyId(X509CertificateHolder holder) {
        Extension extension = holder.getExtension(Extension.subjectKeyIdentifier);
        return extension == null
                ? KeyIds.of(holder.getSubjectPublicKeyInfo())
                : ASN1OctetString.getInstance(extension.getParsedValue()).getOctets();
    }

    /** The certificate in DER, a copy. */
    public byte[] der() {
        return der.clone();
    }

    /** The certificate in PEM, without a line break at its end. */
    public String pem() {
        return Pem.certificate(der);
    }

    /** Its serial number. */
    public BigInteger serial() {
        return holder.getSerialNumber();
    }

    /** Whom it is about, as encoded. */
    public X500Name subject() {
        return holder.getSubject();
    }

    /** Who signed it, as encoded. */
    public X500Name issuer() {
        return holder.getIssuer();
    }

    /** The subject's key. */
    public SubjectPublicKeyInfo key() {
        return holder.getSubjectPublicKeyInfo();
    }

    /** From when it is valid. */
    public Instant notBefore() {
        return notBefore;
    }

    /** Until when it is valid. */
    public Instant notAfter() {
        return notAfter;
    }

    /** Its extensions, empty when it has none. */
    public Optional<Extensions> extensions() {
        return Optional.ofNullable(holder.getExtensions());
    }

    /** The identifier of its key, as it says it or else computed; a copy. */
    public byte[] subjectKeyId() {
        return subjectKeyId.clone();
    }

    /** Whether it is an authority's. */
    public boolean isAuthority() {
        return constraints().map(BasicConstraints::isCA).orElse(false);
    }

    /** How many authorities may follow below it; empty when it does not say. */
    public Optional<Integer> pathLength() {
        return constraints().map(BasicConstraints::getPathLenConstraint).map(BigInteger::intValueExact);
    }

    private Optional<BasicConstraints> constraints() {
        return extensions().map(BasicConstraints::fromExtensions);
    }

    /** What its key may be used for; empty when it does not say. */
    public Optional<KeyUsage> keyUsage() {
        return extensions().map(KeyUsage::fromExtensions);
    }

    /**
     * Whether its key may be used for something; without that extension it may.
     *
     * @param usage a bit of {@link KeyUsage}
     * @return whether it may
     */
    public boolean allows(int usage) {
        return keyUsage().map(known -> known.hasUsages(usage)).orElse(true);
    }

    /** Whether subject and issuer are the same, byte for byte. */
    public boolean isSelfIssued() {
        return sameName(subject(), issuer());
    }

    /**
     * Whether it is a root. A root's successor may have the root's name and be signed with the root's key, which is told by the key
     * identifiers.
     */
    public boolean isRoot() {
        return isSelfIssued()
                && extensions()
                        .map(AuthorityKeyIdentifier::fromExtensions)
                        .map(AuthorityKeyIdentifier::getKeyIdentifierOctets)
                        .map(id -> Arrays.equals(id, subjectKeyId))
                        .orElse(true);
    }

    /**
     * Whether two names are the same, byte for byte.
     *
     * @param one a name
     * @param other another
     * @return whether they are
     */
    public static boolean sameName(X500Name one, X500Name other) {
        try {
            return Arrays.equals(one.getEncoded(), other.getEncoded());
        } catch (IOException e) {
            throw new IllegalArgumentException("a name cannot be encoded", e);
        }
    }

    /** What Bouncy Castle knows of it: the content that is signed, its scheme and its signature. */
    public X509CertificateHolder holder() {
        return holder;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Certificate certificate && Arrays.equals(der, certificate.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }

    @Override
    public String toString() {
        return "Certificate[" + Serials.text(serial()) + "]";
    }
}
