package io.leasehold.database.internal.pool;

import java.time.Duration;

/**
 * How many connections a pool has and how long they live.
 *
 * @param maxOpen connections at most, 1 or more
 * @param maxIdle idle connections kept at most, from 0 to {@code maxOpen}
 * @param maxLifetime how long a connection is used, zero for ever
 */
public record PoolSize(int maxOpen, int maxIdle, Duration maxLifetime) {}
