package io.leasehold.database.internal.admin;

import io.leasehold.spi.time.TimeSource;
import java.time.Duration;

/** How much time is left for a piece of work. */
@FunctionalInterface
public interface TimeLimit {

    /** The least that is ever left, so that a limit is never "none". */
    Duration LEAST = Duration.ofMillis(1);

    /**
     * The time left.
     *
     * @return at least a millisecond
     */
    Duration left();

    /**
     * A limit that starts now.
     *
     * @param limit how long it is
     * @param time measures it
     * @return the limit
     */
    static TimeLimit startingNow(Duration limit, TimeSource time) {
        long start = time.nanoTime();
        return () -> {
            Duration left = limit.minusNanos(time.nanoTime() - start);
            return left.compareTo(LEAST) < 0 ? LEAST : left;
        };
    }
}
