package io.leasehold.database;

import io.leasehold.Lease;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a {@link RotatingMongoClient} is doing. Immutable; holds no secret.
 *
 * @param lease the lease of the credential that operations use from now on, as last renewed; empty for one without a lease
 * @param generation 1 for the first credential, one more for each that followed
 * @param users operations under way, open cursors and open sessions, by generation; the current generation is always there, a
 *     former one as long as its client is open
 * @param cursors open cursors, change streams included; they are part of {@code users}
 * @param sessions open sessions; they are part of {@code users}
 * @param drainingFor how long the oldest replaced credential has been draining; empty when none is
 * @param aborted operations, cursors and sessions ended so far because they outlived their credential, or the client
 * @param closed whether it was closed
 */
public record MongoClientStatus(
        Optional<Lease> lease,
        long generation,
        Map<Long, Integer> users,
        int cursors,
        int sessions,
        Optional<Duration> drainingFor,
        long aborted,
        boolean closed) {

    /** Takes a copy of the map. */
    public MongoClientStatus {
        users = Map.copyOf(users);
    }
}
