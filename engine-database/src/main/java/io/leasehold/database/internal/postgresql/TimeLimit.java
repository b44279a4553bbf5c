package io.leasehold.database.internal.postgresql;

import io.leasehold.spi.time.TimeSource;
import java.time.Duration;

/** How much time is left for a piece of work. */
@FunctionalInterface
interface TimeLimit {

    Duration LEAST = Duration.ofMillis(1);

    /** The time left, at least a millisecond. */
    Duration left();

    /** A limit that starts now. */
    static TimeLimit startingNow(Duration limit, TimeSource time) {
        long start = time.nanoTime();
        return () -> {
            Duration left = limit.minusNanos(time.nanoTime() - start);
            return left.compareTo(LEAST) < 0 ? LEAST : left;
        };
    }
}
