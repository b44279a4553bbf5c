package io.leasehold.internal.lease;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Watches the store's clock against the monotonic source. A jump of more than a minute is not believed until two later
 * comparisons, each a minute or more apart, agree: a wrong clock must not revoke everything. A pure state machine; its owner
 * guards it.
 */
final class ClockGuard {

    static final Duration TOLERANCE = Duration.ofMinutes(1);
    static final Duration APART = Duration.ofMinutes(1);
    static final int AGREEMENTS = 2;

    private @Nullable Instant at;
    private long nanoTime;
    private int agreementsNeeded;
    private Duration jump = Duration.ZERO;

    /**
     * Takes a reading.
     *
     * @param now the store's time
     * @param nano the monotonic reading taken with it
     * @return whether the clock is trusted
     */
    boolean trusts(Instant now, long nano) {
        if (at == null) {
            keep(now, nano);
            return true;
        }
        Duration elapsed = Duration.ofNanos(nano - nanoTime);
        Duration difference = Duration.between(at, now).minus(elapsed);
        if (difference.abs().compareTo(TOLERANCE) > 0) {
            jump = jump.plus(difference);
            agreementsNeeded = AGREEMENTS;
            keep(now, nano);
            if (jump.abs().compareTo(TOLERANCE) <= 0) {
                // It jumped back to where it was.
                confirm();
            }
            return agreementsNeeded == 0;
        }
        if (agreementsNeeded > 0 && elapsed.compareTo(APART) < 0) {
            return false;
        }
        keep(now, nano);
        if (agreementsNeeded > 0 && --agreementsNeeded == 0) {
            confirm();
        }
        return agreementsNeeded == 0;
    }

    /** An operator says that the clock is right. */
    void confirm() {
        agreementsNeeded = 0;
        jump = Duration.ZERO;
    }

    /** How far the clock jumped, while that is not believed. */
    Duration jump() {
        return jump;
    }

    private void keep(Instant now, long nano) {
        at = now;
        nanoTime = nano;
    }
}
