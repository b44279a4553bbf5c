package io.leasehold;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The lease of a secret as it was when the secret was issued or renewed. Immutable.
 *
 * @param id the lease id: the path that issued it, a slash, and a random part; opaque
 * @param duration how long the lease lasts from the moment of the answer; holders measure it with a monotonic clock
 * @param renewable whether it can be renewed
 * @param expiresAt when it ends by the store's clock, for people and logs
 */
public record Lease(String id, Duration duration, boolean renewable, Instant expiresAt) {

    /** Refuses nulls. */
    public Lease {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(duration, "duration");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }
}
