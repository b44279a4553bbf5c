package io.leasehold.key;

import org.jspecify.annotations.Nullable;

/** A key-encryption key held in this process. */
final class AesMasterKey {

    private AesMasterKey() {}

    static MasterKey of(byte[] key, String source) {
        throw new UnsupportedOperationException(source + key.length);
    }

    static MasterKey fromText(@Nullable String text, String source) {
        throw new UnsupportedOperationException(source + text);
    }
}
