package io.leasehold.spi.engine;

import java.time.Duration;

/**
 * The TTLs in effect at a mount: its own where it was tuned, else the system's. For engines whose credentials end by themselves
 * and have no lease; those of leases are applied by the broker. Immutable.
 *
 * @param defaultTtl how long what nobody gave a TTL lives, in whole seconds, at least one; an inherited one may exceed
 *     {@code maxTtl}
 * @param maxTtl the longest life, in whole seconds, at least one
 */
public record LeaseLimits(Duration defaultTtl, Duration maxTtl) {}
