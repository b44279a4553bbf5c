package io.leasehold.internal.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with a random 96-bit nonce for every message (NIST SP 800-38D, section 8.2.2), which allows 2<sup>32</sup>
 * messages under one key; callers stay at 2<sup>30</sup>. Thread-safe: no two calls have the same cipher at a time.
 */
public final class AesGcm {

    /** The length of a key in bytes. */
    public static final int KEY_BYTES = 32;

    /** What a message grows by: nonce (12 bytes) and tag (16 bytes). */
    public static final int OVERHEAD = 12 + 16;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALGORITHM = "AES/GCM/NoPadding";

    /** Looked up once: asking all providers for every message costs more than a short message. */
    private static final Provider PROVIDER = provider();

    private AesGcm() {}

    /**
     * Ciphers for many messages: making one, and giving it a key that it did not have last time, costs more than a message of a
     * kilobyte. Holds as many as were in use at once. A cipher remembers its last key, so a pool is to live no longer than the
     * keys that it is used with. Thread-safe.
     */
    public static final class Ciphers {

        private final Queue<Cipher> idle = new ConcurrentLinkedQueue<>();

        private Cipher take() throws GeneralSecurityException {
            Cipher cipher = idle.poll();
            return cipher == null ? Cipher.getInstance(ALGORITHM, PROVIDER) : cipher;
        }

        /** Takes one back. Not to be called after a failure, which leaves a cipher in any state. */
        private void give(Cipher cipher) {
            idle.offer(cipher);
        }
    }

    /**
     * Makes a random key.
     *
     * @return {@value #KEY_BYTES} bytes; the caller wipes them
     */
    public static byte[] randomKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    /**
     * Makes a key from bytes.
     *
     * @param bytes {@value #KEY_BYTES} bytes; copied
     * @return the key
     * @throws IllegalArgumentException when the length is another one
     */
    public static SecretKey key(byte[] bytes) {
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("an AES-256 key has 32 bytes, these are " + bytes.length);
        }
        return new SecretKeySpec(bytes, "AES");
    }

    /**
     * Encrypts and authenticates a message, with a cipher of its own.
     *
     * @param key the key
     * @param header put before the result in the clear; not authenticated unless it is part of {@code associated} too
     * @param associated authenticated with the message, not part of the result
     * @param clear the message; not kept
     * @return header, nonce, encrypted message and tag
     */
    public static byte[] seal(SecretKey key, byte[] header, byte[] associated, byte[] clear) {
        return seal(new Ciphers(), key, header, associated, clear);
    }

    /**
     * Encrypts and authenticates a message.
     *
     * @param ciphers where to take a cipher from
     * @param key the key
     * @param header put before the result in the clear; not authenticated unless it is part of {@code associated} too
     * @param associated authenticated with the message, not part of the result
     * @param clear the message; not kept
     * @return header, nonce, encrypted message and tag
     */
    public static byte[] seal(Ciphers ciphers, SecretKey key, byte[] header, byte[] associated, byte[] clear) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] sealed = new byte[header.length + OVERHEAD + clear.length];
        System.arraycopy(header, 0, sealed, 0, header.length);
        System.arraycopy(nonce, 0, sealed, header.length, NONCE_BYTES);
        try {
            Cipher cipher = ciphers.take();
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(associated);
            cipher.doFinal(clear, 0, clear.length, sealed, header.length + NONCE_BYTES);
            ciphers.give(cipher);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM does not work in this Java runtime", e);
        }
    }

    /**
     * Checks and decrypts a message, with a cipher of its own.
     *
     * @param key the key
     * @param sealed header, nonce, encrypted message and tag
     * @param headerLength how long the header is
     * @param associated what was authenticated with the message
     * @return as with a pool
     */
    public static Optional<byte[]> open(SecretKey key, byte[] sealed, int headerLength, byte[] associated) {
        return open(new Ciphers(), key, sealed, headerLength, associated);
    }

    /**
     * Checks and decrypts a message.
     *
     * @param ciphers where to take a cipher from
     * @param key the key
     * @param sealed header, nonce, encrypted message and tag
     * @param headerLength how long the header is
     * @param associated what was authenticated with the message
     * @return the message, which the caller wipes; empty when it is not authentic: another key, other associated data,
     *     changed, or cut off
     */
    public static Optional<byte[]> open(
            Ciphers ciphers, SecretKey key, byte[] sealed, int headerLength, byte[] associated) {
        if (sealed.length < headerLength + OVERHEAD) {
            return Optional.empty();
        }
        int start = headerLength + NONCE_BYTES;
        try {
            Cipher cipher = ciphers.take();
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, headerLength, NONCE_BYTES));
            cipher.updateAAD(associated);
            byte[] clear = cipher.doFinal(sealed, start, sealed.length - start);
            ciphers.give(cipher);
            return Optional.of(clear);
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM does not work in this Java runtime", e);
        }
    }

    private static Provider provider() {
        try {
            return Cipher.getInstance(ALGORITHM).getProvider();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM does not work in this Java runtime", e);
        }
    }
}
