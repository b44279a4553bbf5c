package io.leasehold.internal.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A lease as it is answered.
 *
 * @param id the lease id
 * @param duration how long it lasts from the answer
 * @param renewable whether it can be renewed
 * @param expiresAt when it ends by the store's clock
 * @param warnings what the caller should know
 */
public record IssuedLease(String id, Duration duration, boolean renewable, Instant expiresAt, List<String> warnings) {}
