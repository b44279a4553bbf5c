package io.leasehold.database.internal.password;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * PBKDF2 with HMAC-SHA-256 and a key as long as one digest (RFC 8018 section 5.2, RFC 2104): what SCRAM calls {@code Hi}.
 *
 * <p>The platform's own digests each HMAC's key block anew in every iteration. Here the digest's state after that block is
 * copied, which leaves half of the compressions, and a third of the time away; a derivation is most of what the broker itself
 * computes for a new user. Where the platform's digest cannot be copied, its own PBKDF2 is used. Stateless.
 */
final class Pbkdf2Sha256 {

    private static final String DIGEST = "SHA-256";
    private static final int DIGEST_BYTES = 32;
    private static final int BLOCK_BYTES = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;
    private static final byte[] FIRST_BLOCK = {0, 0, 0, 1};

    private Pbkdf2Sha256() {}

    /**
     * Derives a key.
     *
     * @param password the password, of ASCII characters
     * @param salt the salt
     * @param iterations how many, at least 1
     * @return 32 bytes, owned by the caller
     */
    static byte[] key(char[] password, byte[] salt, int iterations) throws GeneralSecurityException {
        if (password.length > BLOCK_BYTES) {
            return platform(password, salt, iterations);
        }
        byte[] bytes = new byte[BLOCK_BYTES];
        for (int i = 0; i < password.length; i++) {
            bytes[i] = (byte) password[i];
        }
        try {
            return iterated(after(bytes, INNER), after(bytes, OUTER), salt, iterations);
        } catch (CloneNotSupportedException notHere) {
            return platform(password, salt, iterations);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The digest's state after the HMAC's key block. */
    private static MessageDigest after(byte[] key, byte pad) throws GeneralSecurityException {
        byte[] block = new byte[BLOCK_BYTES];
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block[i] = (byte) (key[i] ^ pad);
        }
        MessageDigest digest = MessageDigest.getInstance(DIGEST);
        digest.update(block);
        Arrays.fill(block, (byte) 0);
        return digest;
    }

    private static byte[] iterated(MessageDigest inner, MessageDigest outer, byte[] salt, int iterations)
            throws GeneralSecurityException, CloneNotSupportedException {
        byte[] step = new byte[DIGEST_BYTES];
        MessageDigest first = (MessageDigest) inner.clone();
        first.update(salt);
        first.update(FIRST_BLOCK);
        first.digest(step, 0, DIGEST_BYTES);
        finish(outer, step);
        byte[] key = step.clone();
        for (int i = 1; i < iterations; i++) {
            finish(inner, step);
            finish(outer, step);
            for (int at = 0; at < DIGEST_BYTES; at++) {
                key[at] ^= step[at];
            }
        }
        Arrays.fill(step, (byte) 0);
        return key;
    }

    private static void finish(MessageDigest keyed, byte[] step)
            throws GeneralSecurityException, CloneNotSupportedException {
        MessageDigest digest = (MessageDigest) keyed.clone();
        digest.update(step);
        digest.digest(step, 0, DIGEST_BYTES);
    }

    /** The platform's own: the same key, more slowly. */
    static byte[] platform(char[] password, byte[] salt, int iterations) throws GeneralSecurityException {
        PBEKeySpec key = new PBEKeySpec(password, salt, iterations, DIGEST_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
        } finally {
            key.clearPassword();
        }
    }
}
