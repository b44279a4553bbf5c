package io.leasehold;

import java.time.Duration;
import java.util.Optional;

/**
 * How a rotating secret is doing. Immutable; never holds the secret.
 *
 * @param path where it comes from
 * @param generation 1 for the first secret, one more for each rotation
 * @param lease the current lease, empty for a secret without one
 * @param remaining what is left of the current lease by the monotonic clock; empty without a lease
 * @param age how long ago the current generation was published, by the monotonic clock; a renewal does not change that
 * @param draining former leases that are still held
 * @param failures failures in a row to renew or replace; 0 when all is well
 * @param lastError the last failure's message, empty when all is well
 */
public record RotationStatus(
        String path,
        long generation,
        Optional<Lease> lease,
        Optional<Duration> remaining,
        Duration age,
        int draining,
        int failures,
        Optional<String> lastError) {}
