package io.leasehold;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether expiry runs in this broker, and what waits for it.
 *
 * @param paused the reason why nothing is being expired, empty when expiry runs
 * @param now the store's time
 * @param due leases that are past their end (or deadline) and would be revoked at once
 * @param total all leases
 */
public record ExpiryStatus(Optional<String> paused, Instant now, long due, long total) {}
