package io.leasehold.internal.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** HMAC-SHA256 (RFC 2104). Thread-safe: a {@link Mac} is made per call. */
public final class HmacSha256 {

    /** The length of a result in bytes. */
    public static final int BYTES = 32;

    private HmacSha256() {}

    /**
     * Computes a code.
     *
     * @param key the key
     * @param message what to authenticate
     * @return {@value #BYTES} bytes
     */
    public static byte[] of(SecretKey key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 does not work in this Java runtime", e);
        }
    }
}
