package io.leasehold.spi.storage;

import java.time.Instant;

/**
 * A lease as it was read, with the store's time of that reading (taken in the same statement where the store has one).
 *
 * @param row what was stored
 * @param readAt the store's time
 */
public record LeaseSnapshot(LeaseRow row, Instant readAt) {}
