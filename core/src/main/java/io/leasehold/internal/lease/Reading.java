package io.leasehold.internal.lease;

import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/**
 * The store's time as it was read, carried forward by the monotonic source: what the store's clock says now, without asking
 * it. Meant for seconds, not for hours.
 *
 * @param at the store's time when it was read
 * @param nanoTime the monotonic reading then
 * @param time the monotonic source
 */
record Reading(Instant at, long nanoTime, TimeSource time) {

    static Reading of(Instant at, TimeSource time) {
        return new Reading(at, time.nanoTime(), time);
    }

    Duration elapsed() {
        return Duration.ofNanos(time.nanoTime() - nanoTime);
    }

    Instant now() {
        return at.plusMillis(elapsed().toMillis());
    }
}
