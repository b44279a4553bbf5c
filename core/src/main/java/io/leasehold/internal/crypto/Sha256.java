package io.leasehold.internal.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 digests (FIPS 180-4) of whole messages. Stateless. */
public final class Sha256 {

    private Sha256() {}

    /**
     * Digests bytes.
     *
     * @param message the bytes
     * @return their digest, 32 bytes
     */
    public static byte[] of(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java platform has SHA-256", absent);
        }
    }
}
