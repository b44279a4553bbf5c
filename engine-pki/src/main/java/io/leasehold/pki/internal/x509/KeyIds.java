package io.leasehold.pki.internal.x509;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Key identifiers (RFC 5280, section 4.2.1.2, method 1). Pure functions. */
public final class KeyIds {

    private KeyIds() {}

    /**
     * The identifier of a key.
     *
     * @param key the key
     * @return the SHA-1 of its bit string, 20 octets
     */
    public static byte[] of(SubjectPublicKeyInfo key) {
        return ofBits(key.getPublicKeyData().getBytes());
    }

    static byte[] ofBits(byte[] bits) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-1", e);
        }
    }
}
