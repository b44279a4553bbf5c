package io.leasehold.aws.standin;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * How long AWS takes until new things are known everywhere ("Changes that I make are not always immediately visible" in the IAM
 * User Guide). Nothing takes any time at first. Thread-safe.
 */
public final class Propagation {

    private Duration keyDelay = Duration.ZERO;
    private int keyCalls;
    private int keyFlaps;
    private Duration userDelay = Duration.ZERO;
    private Set<String> hiddenFrom = Set.of();

    Propagation() {}

    /** Requests with a key fail until it is that old, by the stand-in's clock. */
    public synchronized Propagation keysTake(Duration delay) {
        keyDelay = delay;
        return this;
    }

    /** The first requests with each key fail, counted from when it is old enough. */
    public synchronized Propagation keysTakeCalls(int calls) {
        keyCalls = calls;
        return this;
    }

    /** After the first success with a key, every second request fails, that many times. */
    public synchronized Propagation keysFlap(int failures) {
        keyFlaps = failures;
        return this;
    }

    /** Users are unknown to some actions until they are that old, by the stand-in's clock. */
    public synchronized Propagation usersTake(Duration delay, String... actions) {
        userDelay = delay;
        hiddenFrom = Set.of(actions);
        return this;
    }

    /** Whether a key is known already. Counts the request. */
    synchronized boolean knows(StandInKey key, Instant now) {
        if (key.settled) {
            return true;
        }
        if (now.isBefore(key.created.plus(keyDelay))) {
            return false;
        }
        int call = ++key.calls;
        if (call <= keyCalls) {
            return false;
        }
        int afterFirst = call - keyCalls;
        return afterFirst % 2 == 1 || afterFirst / 2 > keyFlaps;
    }

    synchronized boolean shows(StandInUser user, String action, Instant now) {
        return !hiddenFrom.contains(action) || !now.isBefore(user.created.plus(userDelay));
    }
}
