package io.leasehold.pki.internal.issue;

import io.leasehold.event.LeaseholdEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what this process issues, by the minute, for an hour; needs the same memory whatever the number. Warns, once an hour at
 * most, when the last hour is above the threshold: in the log, and as an event. Thread-safe.
 */
final class IssuanceRate {

    private static final Logger LOG = LoggerFactory.getLogger(IssuanceRate.class);
    private static final int MINUTES = 60;

    private final String mount;
    private final LongSupplier threshold;
    private final Consumer<LeaseholdEvent> events;
    private final long[] counts = new long[MINUTES];
    private long minute = Long.MIN_VALUE;
    private long lastHour;
    private long total;
    private long warnedAt = Long.MIN_VALUE;

    /**
     * Counts for a mount.
     *
     * @param mount its path, without a trailing slash
     * @param threshold certificates an hour; 0 for none; asked on each count above nothing
     * @param events tells that the last hour is above the threshold
     */
    IssuanceRate(String mount, LongSupplier threshold, Consumer<LeaseholdEvent> events) {
        this.mount = mount;
        this.threshold = threshold;
        this.events = events;
    }

    /** Counts one. */
    void count(Instant now) {
        long seen;
        synchronized (this) {
            moveTo(now);
            counts[(int) Math.floorMod(minute, (long) MINUTES)]++;
            lastHour++;
            total++;
            if (warnedAt != Long.MIN_VALUE && minute - warnedAt < MINUTES) {
                return;
            }
            seen = lastHour;
        }
        long most = threshold.getAsLong();
        if (most > 0 && seen > most && warn()) {
            LOG.warn(
                    "{}: {} certificates in the last hour, which is above the threshold of {} (config/issuance,"
                            + " rate_threshold): check who asks for them",
                    mount,
                    seen,
                    most);
            events.accept(new LeaseholdEvent.IssuanceRateHigh(mount, seen, most));
        }
    }

    /** Whether it is this caller who warns. */
    private synchronized boolean warn() {
        if (warnedAt != Long.MIN_VALUE && minute - warnedAt < MINUTES) {
            return false;
        }
        warnedAt = minute;
        return true;
    }

    /**
     * What was counted.
     *
     * @param lastHour in the last hour
     * @param total since the process began
     */
    record Counted(long lastHour, long total) {}

    synchronized Counted counted(Instant now) {
        moveTo(now);
        return new Counted(lastHour, total);
    }

    /** Forgets the minutes that have left the hour. A clock that goes back counts into the latest minute. */
    private void moveTo(Instant now) {
        long current = Math.floorDiv(now.getEpochSecond(), 60L);
        if (minute == Long.MIN_VALUE || current - minute >= MINUTES) {
            Arrays.fill(counts, 0);
            lastHour = 0;
            minute = Math.max(minute, current);
            return;
        }
        while (minute < current) {
            minute++;
            int slot = (int) Math.floorMod(minute, (long) MINUTES);
            lastHour -= counts[slot];
            counts[slot] = 0;
        }
    }
}
