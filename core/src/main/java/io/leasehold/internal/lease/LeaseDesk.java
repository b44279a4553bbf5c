package io.leasehold.internal.lease;

import io.leasehold.event.Origin;
import io.leasehold.internal.event.Events;
import io.leasehold.internal.sealing.SealsTakenException;
import io.leasehold.internal.target.TargetGates;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.time.TimeSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all lease operations work with.
 *
 * @param store the leases
 * @param seal opens and seals them
 * @param engines finds the engine of a lease
 * @param gates limits and breakers of the targets
 * @param events whom to tell
 * @param time elapsed time
 * @param random for ids, tokens and jitter
 * @param creationTimeout how long a creation may take
 * @param revocationTimeout how long an attempt to revoke may take
 * @param backoff the first pause after a failed revocation
 */
record LeaseDesk(
        LeaseStore store,
        LeaseSeal seal,
        EngineDirectory engines,
        TargetGates gates,
        Events events,
        TimeSource time,
        SecureRandom random,
        Duration creationTimeout,
        Duration revocationTimeout,
        Duration backoff) {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseDesk.class);

    /** Where a lease comes from. */
    Origin origin(LeaseRow row) {
        return engines.origin(row.mountId(), row.id());
    }

    /** Runs work of a lease on a target, and remembers whose target it is. */
    <T> T call(LeaseRow row, String targetId, Duration patience, Supplier<T> work) {
        gates.belongs(targetId, origin(row).mount());
        return gates.call(targetId, patience, work);
    }

    /** How long ago a monotonic reading was taken. */
    Duration since(long nanoTime) {
        return Duration.ofNanos(time.nanoTime() - nanoTime);
    }

    /** How long a claim holds: an attempt, and room to write its result. */
    Duration claimTime() {
        return revocationTimeout.plusSeconds(10);
    }

    /**
     * Stores an intent whose row is sealed while the store's lock or connection is held, when nobody may wait for the key
     * ring.
     */
    Intent.Outcome insert(Intent intent) {
        while (true) {
            seal.reserveAhead();
            try {
                return store.insert(intent);
            } catch (SealsTakenException others) {
                LOG.trace("The seals were taken by others, or the key was replaced: once more");
            }
        }
    }
}
