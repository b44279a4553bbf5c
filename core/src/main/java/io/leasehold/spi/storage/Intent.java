package io.leasehold.spi.storage;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * A lease about to be stored, with what must hold in the same transaction.
 *
 * @param guards entries that must still have the version that the caller read: the mount, and what the engine based its
 *     plan on
 * @param limits lease counts that the new lease must not exceed
 * @param row makes the row for the store's time of the transaction; called once or more, always before the commit, and free
 *     of side effects; the version that it sets is ignored
 */
public record Intent(List<Guard> guards, List<CountLimit> limits, Function<Instant, LeaseRow> row) {

    /**
     * An entry whose version must not have changed.
     *
     * @param path the entry's path
     * @param version the version read, 1 or more
     */
    public record Guard(String path, long version) {}

    /**
     * A limit on the number of leases under a prefix. Inserts under one limit are serialised through the limit's entry, so
     * that it holds across instances.
     *
     * @param entryPath the entry that configures the limit, and that is locked while counting
     * @param prefix the leases counted: those whose id starts with this text
     * @param max the most leases allowed, 0 or more
     */
    public record CountLimit(String entryPath, String prefix, long max) {}

    /** Takes copies. */
    public Intent {
        guards = List.copyOf(guards);
        limits = List.copyOf(limits);
    }

    /** What became of the attempt to store an intent. */
    public sealed interface Outcome {

        /**
         * The row is stored, durably.
         *
         * @param row the row as stored, with its version
         */
        record Stored(LeaseRow row) implements Outcome {}

        /**
         * An entry has changed or is gone since it was read; nothing was stored.
         *
         * @param guard the guard that failed
         */
        record GuardFailed(Guard guard) implements Outcome {}

        /**
         * A limit is reached; nothing was stored.
         *
         * @param limit the limit
         */
        record LimitReached(CountLimit limit) implements Outcome {}

        /** Another row has the same id, or the same target and account; nothing was stored. */
        record Taken() implements Outcome {}
    }
}
