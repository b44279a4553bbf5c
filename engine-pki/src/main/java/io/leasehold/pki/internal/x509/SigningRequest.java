package io.leasehold.pki.internal.x509;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * A certificate signing request (RFC 2986) whose own signature was verified. Immutable.
 *
 * @param subject the subject that it asks for
 * @param key the key
 * @param kind what the key is
 * @param altNames the alternative names that it asks for
 * @param extensions the extensions that it asks for, alternative names included; at most one of each kind
 */
public record SigningRequest(
        X500Name subject, SubjectPublicKeyInfo key, KeyKind kind, AltNames altNames, Extensions extensions) {

    private static final String FIELD = "csr";
    private static final int LONGEST = 128 * 1024;
    private static final Set<String> LABELS = Set.of("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST");

    /**
     * Reads a request.
     *
     * @param pem the request, from anybody
     * @param crypto verifies its signature
     * @return the request
     * @throws InvalidRequestException when it is malformed, its key is unsafe, or its signature is wrong
     */
    public static SigningRequest read(String pem, Crypto crypto) {
        if (pem.isBlank()) {
            throw new InvalidRequestException(FIELD, "\"csr\" is empty: give a certificate request in PEM");
        }
        if (pem.length() > LONGEST) {
            throw new InvalidRequestException(
                    FIELD, "has " + pem.length() + " characters: " + LONGEST + " are the most that is read");
        }
        List<Pem.Block> blocks = Pem.read(FIELD, pem);
        Pem.Block block = blocks.get(0);
        if (blocks.size() != 1 || !LABELS.contains(block.label())) {
            throw new InvalidRequestException(
                    FIELD, "csr contains no data that is one CERTIFICATE REQUEST: found " + blocks);
        }
        try {
            return parse(block.content(), crypto);
        } catch (InvalidRequestException e) {
            throw e;
        } catch (IOException | RuntimeException malformed) {
            // Bouncy Castle throws whatever it runs into, also of its own kinds and of casts.
            throw new InvalidRequestException(FIELD, "is no certificate request (RFC 2986): it cannot be read");
        }
    }

    private static SigningRequest parse(byte[] der, Crypto crypto) throws IOException {
        CertificationRequest request = CertificationRequest.getInstance(der);
        var info = request.getCertificationRequestInfo();
        SubjectPublicKeyInfo key = info.getSubjectPublicKeyInfo();
        KeyKind kind = KeyKind.of(key, FIELD);
        SignatureScheme scheme = SignatureScheme.of(request.getSignatureAlgorithm())
                .orElseThrow(() -> new InvalidRequestException(
                        FIELD,
                        "is signed with an algorithm that is not known or not safe ("
                                + request.getSignatureAlgorithm().getAlgorithm()
                                + "): RSA and ECDSA with SHA-2, and Ed25519 are"));
        byte[] content = info.getEncoded(ASN1Encoding.DER);
        if (!crypto.verifies(kind, key, scheme, content, request.getSignature().getOctets())) {
            throw new InvalidRequestException(
                    FIELD, "request signature invalid: it was not made with the key that the request is for");
        }
        requireText(info.getSubject());
        Extensions extensions = extensions(info.getAttributes());
        return new SigningRequest(info.getSubject(), key, kind, AltNames.of(extensions), extensions);
    }

    /** Texts are decoded when they are read, which is where malformed ones throw: so they are read here. */
    private static void requireText(X500Name subject) {
        for (RDN part : subject.getRDNs()) {
            for (AttributeTypeAndValue each : part.getTypesAndValues()) {
                if (each.getValue() instanceof ASN1String text && text.getString() == null) {
                    throw new InvalidRequestException(FIELD, "its subject has a text that cannot be read");
                }
            }
        }
    }

    private static Extensions extensions(@Nullable ASN1Set attributes) {
        ExtensionSet all = new ExtensionSet();
        if (attributes != null) {
            for (ASN1Encodable each : attributes) {
                Attribute attribute = Attribute.getInstance(each);
                if (attribute.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)) {
                    add(all, Extensions.getInstance(attribute.getAttrValues().getObjectAt(0)));
                }
            }
        }
        return all.toExtensions();
    }

    private static void add(ExtensionSet all, Extensions requested) {
        for (ASN1ObjectIdentifier id : requested.getExtensionOIDs()) {
            Extension extension = requested.getExtension(id);
            if (all.has(id)) {
                throw new InvalidRequestException(FIELD, "asks for the extension " + id + " twice");
            }
            all.add(extension);
        }
    }

    /**
     * The values of a part of the subject.
     *
     * @param type the part
     * @return its values in order
     */
    public List<String> subjectValues(ASN1ObjectIdentifier type) {
        List<String> values = new ArrayList<>();
        for (RDN part : subject.getRDNs()) {
            for (AttributeTypeAndValue each : part.getTypesAndValues()) {
                if (each.getType().equals(type) && each.getValue() instanceof ASN1String text) {
                    values.add(text.getString());
                }
            }
        }
        return values;
    }

    /**
     * The first value of a part of the subject.
     *
     * @param type the part
     * @return the value, empty when there is none
     */
    public Optional<String> subjectValue(ASN1ObjectIdentifier type) {
        return subjectValues(type).stream().findFirst();
    }

    /** Whether it asks to be an authority, which only the signing of an intermediate can make it. */
    public boolean asksForBasicConstraints() {
        return extensions.getExtension(Extension.basicConstraints) != null;
    }
}
