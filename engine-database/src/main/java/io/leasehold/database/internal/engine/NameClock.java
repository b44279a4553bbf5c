package io.leasehold.database.internal.engine;

import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The time in user names: the store's, counted on for a while from the last reading, so that an issue does not ask the store
 * for something that only people read. Thread-safe.
 */
final class NameClock {

    private static final long GOOD_FOR = Duration.ofMinutes(1).toNanos();

    private final Supplier<Instant> store;
    private final TimeSource time;
    private volatile @Nullable Reading last;

    NameClock(Supplier<Instant> store, TimeSource time) {
        this.store = store;
        this.time = time;
    }

    private record Reading(Instant instant, long nanoTime) {}

    Instant now() {
        long nanoTime = time.nanoTime();
        Reading reading = last;
        if (reading == null || nanoTime - reading.nanoTime() > GOOD_FOR) {
            reading = new Reading(store.get(), nanoTime);
            last = reading;
        }
        return reading.instant().plusNanos(nanoTime - reading.nanoTime());
    }
}
