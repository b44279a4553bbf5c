package io.leasehold.database.internal.datasource;

import java.time.Duration;

/**
 * Decides when the next connection of a replaced credential leaves its pool: singly, so that the pool is never short of more
 * than one. Pure.
 *
 * @param untilLimit what is left until the connections have to be gone; zero or negative when they should be gone by now
 * @param total the whole time from the swap to that limit
 * @param started how many connections there were at the swap
 * @param candidates connections that were not asked to leave yet
 * @param missing connections that have left the pool since the swap and were not replaced by a new one
 * @param sinceLeft time since a connection last left
 * @param lastStays whether no connection has left since one was last asked: that one is in use
 * @param sinceAsked time since one was last asked
 */
record DrainPace(
        Duration untilLimit,
        Duration total,
        int started,
        int candidates,
        int missing,
        Duration sinceLeft,
        boolean lastStays,
        Duration sinceAsked) {

    /** What to do now. */
    enum Step {
        /** Ask the next connection to leave. */
        ASK_NEXT,
        /** Look again soon: a connection is on its way out, or its replacement on its way in. */
        WAIT_SHORTLY,
        /** Nothing more to ask for: connections in use leave when they are returned. */
        WAIT,
        /** The time is over. */
        ABORT
    }

    /**
     * A connection that did not leave in this time is in use. It costs the pool nothing until it is returned, so the next one
     * is asked.
     */
    static final Duration IN_USE_AFTER = Duration.ofMillis(50);

    /** The longest wait for a replacement; an idle pool may open none. */
    static final Duration MAX_PATIENCE = Duration.ofSeconds(5);

    Step next() {
        if (untilLimit.isZero() || untilLimit.isNegative()) {
            return Step.ABORT;
        }
        if (candidates == 0) {
            return Step.WAIT;
        }
        if (missing > 0 && sinceLeft.compareTo(patience()) < 0) {
            return Step.WAIT_SHORTLY;
        }
        if (lastStays && sinceAsked.compareTo(min(IN_USE_AFTER, patience())) < 0) {
            return Step.WAIT_SHORTLY;
        }
        return Step.ASK_NEXT;
    }

    /** How long a replacement is waited for: such that all connections have been asked by half of the time. */
    Duration patience() {
        return min(MAX_PATIENCE, total.dividedBy(2L * Math.max(1, started)));
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
