package io.leasehold.internal.sealing;

import java.time.Instant;

/**
 * A data key as the key ring stores it. Never compared; the bytes are never changed.
 *
 * @param version its version, 1 or more
 * @param createdAt when it was made, by the store's clock
 * @param reserved how many seals processes have taken for themselves
 * @param wrapped the key, wrapped by the master key
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and its toString shows no bytes
record WrappedKey(int version, Instant createdAt, long reserved, byte[] wrapped) {

    WrappedKey withReserved(long newReserved) {
        return new WrappedKey(version, createdAt, newReserved, wrapped);
    }

    WrappedKey withWrapped(byte[] newWrapped) {
        return new WrappedKey(version, createdAt, reserved, newWrapped);
    }

    @Override
    public String toString() {
        return "data key version " + version;
    }
}
