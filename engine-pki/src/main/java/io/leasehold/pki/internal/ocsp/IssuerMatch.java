package io.leasehold.pki.internal.ocsp;

import io.leasehold.pki.internal.issuer.Issuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;

/** Whether an authority is the one that a question means: by its name and its key, hashed as the question does. Pure functions. */
final class IssuerMatch {

    private static final Map<ASN1ObjectIdentifier, String> HASHES = Map.of(
            OIWObjectIdentifiers.idSHA1, "SHA-1",
            NISTObjectIdentifiers.id_sha256, "SHA-256",
            NISTObjectIdentifiers.id_sha384, "SHA-384",
            NISTObjectIdentifiers.id_sha512, "SHA-512");

    private IssuerMatch() {}

    static boolean matches(Issuer issuer, CertID asked) {
        Optional<MessageDigest> hash = hash(asked);
        if (hash.isEmpty()) {
            return false;
        }
        try {
            byte[] name = hash.get().digest(issuer.certificate().subject().getEncoded(ASN1Encoding.DER));
            byte[] key = hash.get()
                    .digest(issuer.certificate().key().getPublicKeyData().getBytes());
            return MessageDigest.isEqual(name, asked.getIssuerNameHash().getOctets())
                    && MessageDigest.isEqual(key, asked.getIssuerKeyHash().getOctets());
        } catch (IOException e) {
            throw new UncheckedIOException("a name cannot be encoded", e);
        }
    }

    private static Optional<MessageDigest> hash(CertID asked) {
        String name = HASHES.get(asked.getHashAlgorithm().getAlgorithm());
        if (name == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(MessageDigest.getInstance(name));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has " + name, e);
        }
    }
}
