package io.leasehold.key;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.internal.crypto.AesGcm;
import io.leasehold.internal.crypto.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** A key-encryption key held in this process: wraps with AES-256-GCM under a random nonce, the context authenticated. */
final class AesMasterKey implements MasterKey {

    private static final byte[] FORMAT = {1};

    /** 64 bits: enough to tell keys apart, and useless for finding the key. */
    private static final int ID_BYTES = 8;

    private static final byte[] ID_LABEL = "leasehold master key id".getBytes(StandardCharsets.US_ASCII);

    private final SecretKey key;
    private final String id;

    private AesMasterKey(SecretKey key) {
        this.key = key;
        this.id = HexFormat.of().formatHex(HmacSha256.of(key, ID_LABEL), 0, ID_BYTES);
    }

    /**
     * Makes a key from its bytes.
     *
     * @param key the bytes; copied
     * @param source where they come from, for messages
     */
    static MasterKey of(byte[] key, String source) {
        if (key.length != AesGcm.KEY_BYTES) {
            throw new InvalidRequestException(source + ": a key has 32 bytes, this has " + key.length);
        }
        boolean allEqual = true;
        for (byte b : key) {
            allEqual &= b == key[0];
        }
        if (allEqual) {
            throw new InvalidRequestException(source + ": all 32 bytes are equal, so this is no random key");
        }
        return new AesMasterKey(AesGcm.key(key));
    }

    /**
     * Makes a key from text.
     *
     * @param text Base64 or hexadecimal with optional white space at the end, or null when there is none
     * @param source where it comes from, for messages
     */
    static MasterKey fromText(@Nullable String text, String source) {
        if (text == null) {
            throw new InvalidRequestException(source + " is not set; it must hold " + KeyText.EXPECTED);
        }
        byte[] characters = text.getBytes(StandardCharsets.UTF_8);
        byte[] key = KeyText.decode(characters, source);
        try {
            return of(key, source);
        } finally {
            Arrays.fill(key, (byte) 0);
            Arrays.fill(characters, (byte) 0);
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] wrap(byte[] dataKey, byte[] context) {
        return AesGcm.seal(key, FORMAT, context, dataKey);
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) {
        if (wrapped.length == 0 || wrapped[0] != FORMAT[0]) {
            throw new StorageException(
                    Reason.WRONG_KEY, "a key wrapped in an unknown format cannot be unwrapped by " + this, null);
        }
        return AesGcm.open(key, wrapped, FORMAT.length, context)
                .orElseThrow(() -> new StorageException(
                        Reason.WRONG_KEY,
                        "a wrapped key cannot be unwrapped by " + this
                                + ": it was wrapped by another key or for another use, or was changed",
                        null));
    }

    /** Names the key by its id alone. */
    @Override
    public String toString() {
        return "master key " + id;
    }
}
