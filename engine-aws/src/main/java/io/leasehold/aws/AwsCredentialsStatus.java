package io.leasehold.aws;

import io.leasehold.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How {@link RotatingAwsCredentials} are doing. Immutable; holds no secret.
 *
 * @param path where they come from
 * @param accessKeyId the id of the key that clients get
 * @param lease its lease, as last renewed; empty for a static role's key
 * @param generation 1 for the first credentials, one more for each rotation
 * @param servedFor how long they are served if no fresh ones come: until the lease ends, less the skew for a session; zero
 *     when they have ended; empty without a lease
 * @param formerUsers replaced users that are kept for the calls that still use their keys
 * @param failures failures in a row to renew or replace them; 0 when all is well
 * @param lastError the last failure's message; empty when all is well
 * @param closed whether they were closed
 */
public record AwsCredentialsStatus(
        String path,
        String accessKeyId,
        Optional<Lease> lease,
        long generation,
        Optional<Duration> servedFor,
        int formerUsers,
        int failures,
        Optional<String> lastError,
        boolean closed) {

    /**
     * When the lease ends, unless it is renewed.
     *
     * @return the expiry by the store's clock; empty without a lease
     */
    public Optional<Instant> expiresAt() {
        return lease.map(Lease::expiresAt);
    }

    /**
     * How often they were replaced.
     *
     * @return a number, 0 or more
     */
    public long rotations() {
        return generation - 1;
    }
}
