package io.leasehold.internal.sealing;

import java.time.Instant;
import java.util.List;

/**
 * What people may know about a key ring.
 *
 * @param masterKeyId the master key that wraps all keys
 * @param keys the data keys by rising version; the last is the current one
 */
public record RingStatus(String masterKeyId, List<KeyStatus> keys) {

    /** Takes copies. */
    public RingStatus {
        keys = List.copyOf(keys);
    }

    /**
     * What people may know about a data key.
     *
     * @param version its version, 1 or more
     * @param createdAt when it was made, by the store's clock
     * @param reservedSeals how many seals processes have taken for themselves, used or not
     */
    public record KeyStatus(int version, Instant createdAt, long reservedSeals) {}
}
