package io.leasehold.spi.engine;

import java.time.Duration;
import java.time.Instant;

/**
 * A renewal of a lease on its target.
 *
 * @param leaseId the lease
 * @param expiresAt its new end by the store's clock; the target's expiry must not be earlier
 * @param now the store's time
 * @param timeLimit how long the call may take
 */
public record Renewal(String leaseId, Instant expiresAt, Instant now, Duration timeLimit) {}
