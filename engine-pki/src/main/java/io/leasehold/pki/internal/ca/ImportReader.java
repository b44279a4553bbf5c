package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.PublicKeys;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.pki.internal.x509.PrivateKeyText;
import io.leasehold.pki.internal.x509.Signatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Reads what is imported, from anybody. Thread-safe. */
final class ImportReader {

    /** Enough for any bundle of authorities, and few enough to verify. */
    private static final int MOST_BLOCKS = 100;

    private final Crypto crypto;

    ImportReader(Crypto crypto) {
        this.crypto = crypto;
    }

    /** What was found, in order. Secret. */
    record Found(List<Certificate> certificates, List<FoundKey> keys) {

        @Override
        public String toString() {
            return "Found[" + certificates.size() + " certificates, " + keys.size() + " keys]";
        }
    }

    /** A private key with its public key. Secret. */
    record FoundKey(KeyKind kind, PrivateKeyInfo pkcs8, SubjectPublicKeyInfo publicKey) {

        @Override
        public String toString() {
            return "FoundKey[" + kind + "]";
        }
    }

    Found read(String field, String text, boolean withKeys) {
        List<Pem.Block> blocks = Pem.read(field, text);
        if (blocks.size() > MOST_BLOCKS) {
            throw new InvalidRequestException(
                    field,
                    "has " + blocks.size() + " blocks: " + MOST_BLOCKS + " are the most that is imported at once");
        }
        List<Certificate> certificates = new ArrayList<>();
        List<FoundKey> keys = new ArrayList<>();
        for (Pem.Block block : blocks) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(authority(field, block));
            } else if (block.label().endsWith("PRIVATE KEY")) {
                if (!withKeys) {
                    throw new InvalidRequestException(
                            field,
                            "holds a private key, and this path takes certificates alone: use issuers/import/bundle or config/ca");
                }
                keys.add(key(field, block));
            } else if (!block.label().equals("EC PARAMETERS")) {
                // openssl writes EC PARAMETERS in front of an EC key, which says them again.
                throw new InvalidRequestException(
                        field, "holds a block " + block.label() + ": CERTIFICATE and PRIVATE KEY blocks are taken");
            }
        }
        return new Found(certificates, keys);
    }

    FoundKey key(String field, Pem.Block block) {
        PrivateKeyInfo pkcs8 = PrivateKeyText.read(field, block);
        SubjectPublicKeyInfo publicKey = PublicKeys.of(field, pkcs8);
        KeyKind kind = KeyKind.of(publicKey, field);
        if (!crypto.belongTogether(kind, pkcs8, publicKey)) {
            throw new InvalidRequestException(field, "holds a private key that does not sign");
        }
        return new FoundKey(kind, pkcs8, publicKey);
    }

    private Certificate authority(String field, Pem.Block block) {
        Certificate certificate = Certificate.read(field, block.content());
        KeyKind kind = KeyKind.of(certificate.key(), field);
        if (!certificate.isAuthority()) {
            throw new InvalidRequestException(
                    field, "holds a certificate that is no authority's: only authorities (CA:TRUE) are issuers");
        }
        if (certificate.serial().signum() <= 0) {
            throw new InvalidRequestException(field, "holds a certificate whose serial number is not positive");
        }
        try {
            // Read now, so that nothing later stumbles over them.
            if (certificate.subject().toString().isEmpty()
                    || certificate.issuer().toString().isEmpty()) {
                throw new InvalidRequestException(
                        field, "holds an authority without a name (RFC 5280, section 4.1.2.4)");
            }
            certificate.extensions().ifPresent(all -> {
                AuthorityKeyIdentifier.fromExtensions(all);
                Extension limits = all.getExtension(Extension.nameConstraints);
                if (limits != null) {
                    NameConstraints.getInstance(limits.getParsedValue());
                }
            });
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException malformed) {
            throw new InvalidRequestException(
                    field, "holds a certificate with a name or an extension that cannot be read");
        }
        checkOwnSignature(field, certificate, kind);
        return certificate;
    }

    /** A root whose own signature is known to be wrong was changed on its way. */
    private void checkOwnSignature(String field, Certificate certificate, KeyKind kind) {
        boolean known = SignatureScheme.of(
                        certificate.holder().toASN1Structure().getSignatureAlgorithm())
                .filter(scheme -> scheme.type() == kind.type())
                .isPresent();
        boolean own = certificate.isSelfIssued() && isOwnKey(certificate);
        if (own && known && !Signatures.isSignedBy(certificate, certificate.key(), crypto)) {
            throw new InvalidRequestException(
                    field, "holds a self-signed certificate whose signature is wrong: it was changed or cut off");
        }
    }

    /** A certificate of one name for a new key, signed with the old one, names the old key. */
    private static boolean isOwnKey(Certificate certificate) {
        return certificate
                .extensions()
                .map(AuthorityKeyIdentifier::fromExtensions)
                .map(AuthorityKeyIdentifier::getKeyIdentifierOctets)
                .map(id -> Arrays.equals(id, certificate.subjectKeyId()))
                .orElse(false);
    }
}
