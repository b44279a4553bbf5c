package io.leasehold.internal.lease;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time between the request and the answer, which is not to be missing from what the caller gets. A lease is counted from
 * a little after the request: TTLs are cut to whole seconds, so its end in the store lies one to two seconds later than the
 * TTL says, and an answer that comes within a second tells the whole TTL. What is answered never reaches past the end that is
 * stored. Pure functions.
 */
final class Handover {

    /** How long after the request a lease begins to count; one second of it may be lost to whole seconds. */
    static final Duration ALLOWANCE = Duration.ofSeconds(2);

    private Handover() {}

    /** When a lease or a renewal that is asked for now begins to count. */
    static Instant start(Instant now) {
        return now.plus(ALLOWANCE);
    }

    /**
     * The time from which what is left of a lease is counted.
     *
     * @param asked when it was issued or last renewed
     * @param now the store's time
     * @return now, or the beginning of the count while that is still to come
     */
    static Instant countedFrom(Instant asked, Instant now) {
        Instant start = start(asked).truncatedTo(ChronoUnit.SECONDS);
        return start.isAfter(now) ? start : now;
    }

    /**
     * What the caller is told.
     *
     * @param granted the TTL that was granted, in whole seconds
     * @param now the time of the answer
     * @param expiresAt when the lease ends in the store
     * @return whole seconds, at most what is left then and at most what was granted; zero when nothing is left
     */
    static Duration answer(Duration granted, Instant now, Instant expiresAt) {
        Duration left = left(now, expiresAt);
        return left.compareTo(granted) < 0 ? left : granted;
    }

    /** Whole seconds that are left, cut; zero when none are. */
    static Duration left(Instant now, Instant expiresAt) {
        Duration left = Duration.between(now, expiresAt);
        return left.isNegative() ? Duration.ZERO : left.truncatedTo(ChronoUnit.SECONDS);
    }
}
