package io.leasehold.aws.internal.provider;

import java.time.Duration;

/** Lets one refresh pass per interval. Thread-safe. */
final class RefreshLimit {

    private final long interval;
    private boolean everPassed; // guarded by this
    private long last; // guarded by this

    RefreshLimit(Duration interval) {
        this.interval = interval.toNanos();
    }

    /**
     * Asks for a refresh.
     *
     * @param now a reading of the monotonic clock in nanoseconds
     * @return whether the last that passed is long enough ago; this one counts from now on
     */
    synchronized boolean pass(long now) {
        if (everPassed && now - last < interval) {
            return false;
        }
        everPassed = true;
        last = now;
        return true;
    }

    /** Whether credentials are so young that a refusal may be AWS not knowing them everywhere yet. */
    boolean isYoung(ServedCredentials served, long now) {
        return now - served.since() < interval;
    }
}
