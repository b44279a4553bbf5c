package io.leasehold.spi.storage;

import java.util.Arrays;

/**
 * A sealed value as the store keeps it: opaque bytes, and what the store must be able to search for. Immutable; compared
 * by content.
 *
 * @param keyVersion the version of the data key it was sealed with, 1 or more; 0 for the key ring, which is under none
 * @param revision how often the value was sealed under its name, 1 or more; bound into the seal
 * @param bytes the sealed bytes; not copied, so neither side changes them
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode below compare the content
public record SealedBytes(int keyVersion, long revision, byte[] bytes) {

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedBytes that
                && keyVersion == that.keyVersion
                && revision == that.revision
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(revision) + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "SealedBytes[keyVersion=" + keyVersion + ", revision=" + revision + ", " + bytes.length + " bytes]";
    }
}
