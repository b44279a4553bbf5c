package io.leasehold.aws.internal.quota;

import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The users of one account: what AWS said last, and what this process made and removed since. Thread-safe. */
final class UserTally {

    /** How long a number is believed. */
    static final Duration KEPT = Duration.ofMinutes(1);

    private final TimeSource time;

    /** Held by who asks AWS, so that only one does. */
    private final ReentrantLock asking = new ReentrantLock();

    private @Nullable UserCount count; // as all below, guarded by this
    private long own;
    private long underWay;
    private long askedAt;
    private boolean asked;

    UserTally(TimeSource time) {
        this.time = time;
    }

    /**
     * Asks AWS if the number is too old. Who finds somebody else asking goes on with the old number, if there is one.
     *
     * @param ask asks; empty when there is no answer to be had
     */
    void refresh(Supplier<Optional<UserCount>> ask) {
        boolean known = isKnown();
        if (known && !untilNext().isZero()) {
            return;
        }
        if (known) {
            if (!asking.tryLock()) {
                return;
            }
        } else {
            asking.lock();
        }
        try {
            if (!isKnown() || untilNext().isZero()) {
                answered(ask.get());
            }
        } finally {
            asking.unlock();
        }
    }

    private synchronized boolean isKnown() {
        return asked;
    }

    private synchronized void answered(Optional<UserCount> answer) {
        count = answer.orElse(null);
        // What is being made may be in the number already or not: rather one too many.
        own = underWay;
        askedAt = time.nanoTime();
        asked = true;
    }

    /** How many users there are now, as far as is known. */
    synchronized Optional<UserCount> now() {
        return Optional.ofNullable(count).map(known -> new UserCount(known.users() + own, known.most()));
    }

    /** How long until AWS is asked again. */
    synchronized Duration untilNext() {
        Duration left = KEPT.minusNanos(time.nanoTime() - askedAt);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Counts one more user, unless there are as many as there may be. */
    synchronized boolean take(int percent) {
        boolean full = now().filter(users -> users.isAt(percent)).isPresent();
        if (!full) {
            own++;
            underWay++;
        }
        return !full;
    }

    synchronized void ended(boolean made) {
        underWay--;
        if (!made) {
            own--;
        }
    }

    synchronized void removed() {
        own--;
    }
}
