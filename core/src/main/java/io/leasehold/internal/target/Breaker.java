package io.leasehold.internal.target;

import java.time.Duration;

/**
 * Decides whether a target may be called, from how the calls before went. Three failures in a row open it; after a pause
 * one call is let through to try, and its outcome closes or opens it again with a doubled pause. A pure state machine over
 * monotonic readings; its owner guards it.
 */
final class Breaker {

    static final int FAILURES_TO_OPEN = 3;
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private int failures;
    private boolean open;
    private boolean trying;
    private long openUntil;
    private Duration pause = FIRST_PAUSE;

    /** Whether a call may start now. Starting one in an open breaker makes it the one trial. */
    boolean tryStart(long now) {
        if (!open) {
            return true;
        }
        if (trying || openUntil - now > 0) {
            return false;
        }
        trying = true;
        return true;
    }

    /** Whether calls are refused now. */
    boolean closedTo(long now) {
        return open && (trying || openUntil - now > 0);
    }

    /** Whether it is open, also while a trial may start. */
    boolean open() {
        return open;
    }

    /** Whether the last calls failed, so that little should be risked on the target at once. */
    boolean suspect() {
        return open || failures > 0;
    }

    /** How long until a call may be tried. */
    Duration untilTrial(long now) {
        return open && openUntil - now > 0 ? Duration.ofNanos(openUntil - now) : Duration.ZERO;
    }

    /** Takes note of an answer, refusals included. Returns whether the breaker closed by it. */
    boolean answered() {
        boolean wasOpen = open;
        failures = 0;
        open = false;
        trying = false;
        pause = FIRST_PAUSE;
        return wasOpen;
    }

    /** Takes note that the target did not answer. Returns whether the breaker opened by it. */
    boolean unanswered(long now) {
        failures++;
        if (open) {
            if (trying) {
                trying = false;
                pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
                openUntil = now + pause.toNanos();
            }
            return false;
        }
        if (failures < FAILURES_TO_OPEN) {
            return false;
        }
        open = true;
        trying = false;
        openUntil = now + pause.toNanos();
        return true;
    }

    /**
     * Ends the pause, since something was changed on the way to the target: the next call is a trial, also while another one
     * is still under way. Returns whether there was a pause to end.
     */
    boolean retryNow(long now) {
        if (!open) {
            return false;
        }
        trying = false;
        openUntil = now;
        pause = FIRST_PAUSE;
        return true;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
