package io.leasehold.database;

import io.leasehold.Lease;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a {@link RotatingDataSource} is doing. Immutable; holds no secret.
 *
 * @param lease the lease of the credential that new connections use, as last renewed; empty for one without a lease
 * @param generation 1 for the first credential, one more for each that followed
 * @param connections physical connections by generation, open and closing ones; the current generation is always there
 * @param opening connects under way, each holding a place
 * @param closing closes under way; they are part of {@code connections}
 * @param places physical connections at most, opening, open and closing ones together; at least 1
 * @param drainingFor how long the oldest replaced credential has been draining; empty when none is
 * @param aborted connections aborted so far because they outlived their credential, or the data source
 * @param closed whether it was closed
 */
public record DataSourceStatus(
        Optional<Lease> lease,
        long generation,
        Map<Long, Integer> connections,
        int opening,
        int closing,
        int places,
        Optional<Duration> drainingFor,
        long aborted,
        boolean closed) {

    /** Takes a copy of the map. */
    public DataSourceStatus {
        connections = Map.copyOf(connections);
    }
}
