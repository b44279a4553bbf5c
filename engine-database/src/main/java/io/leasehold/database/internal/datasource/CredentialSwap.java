package io.leasehold.database.internal.datasource;

import io.leasehold.Lease;
import io.leasehold.RotatingSecret;
import io.leasehold.Rotation;
import io.leasehold.Secret;
import io.leasehold.Subscription;
import io.leasehold.spi.time.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which credential new connections use. A fresh one is checked with a single connect, outside of the permits, and then
 * published by one volatile write: whoever opens from then on uses it. Thread-safe; {@link #current()} takes no lock.
 */
final class CredentialSwap {

    private static final Logger log = LoggerFactory.getLogger(CredentialSwap.class);

    /** A server ends a session shortly after its client has closed the socket; its lease goes after that. */
    static final Duration SETTLE = Duration.ofMillis(100);

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final LoginGate gate;
    private final PoolScheduler scheduler;
    private final TimeSource time;
    private final Consumer<Generation> onReplaced;
    private final Subscription subscription;

    private final Object lock = new Object();
    // Generations that were replaced and whose lease is still kept.
    private final List<Generation> replaced = new CopyOnWriteArrayList<>();
    private volatile Generation current;
    // Guarded by lock: the credential fetched last; differs from current while it is being checked.
    private Generation newest;
    // Guarded by lock.
    private boolean closed;

    /**
     * Starts with the secret's current value.
     *
     * @param secret where fresh credentials come from
     * @param gate logs in
     * @param scheduler runs the checks
     * @param time measures what is left of a replaced credential
     * @param onReplaced told of each generation that was current and is no more
     */
    CredentialSwap(
            RotatingSecret secret,
            LoginGate gate,
            PoolScheduler scheduler,
            TimeSource time,
            Consumer<Generation> onReplaced) {
        this.gate = gate;
        this.scheduler = scheduler;
        this.time = time;
        this.onReplaced = onReplaced;
        // A rotation in between waits for the lock and is then seen as one to the value that is current already.
        synchronized (lock) {
            subscription = secret.subscribe(this::rotated);
            newest = new Generation(1, secret.current());
            current = newest;
        }
    }

    /** The credential for a connection opened now. */
    Generation current() {
        return current;
    }

    /** Replaced credentials whose lease is still kept, oldest first. */
    List<Generation> replaced() {
        return List.copyOf(replaced);
    }

    private void rotated(Rotation rotation) {
        long now = time.nanoTime();
        AutoCloseable hold = rotation.hold();
        @Nullable Generation next = null;
        Retention retention;
        @Nullable Generation superseded = null;
        synchronized (lock) {
            Generation previous = newest;
            retention = new Retention(hold, now, rotation.drainLimit(), () -> drained(previous));
            if (!closed && !isSame(previous.secret(), rotation.current())) {
                previous.retain(retention);
                replaced.add(previous);
                next = new Generation(previous.number() + 1, rotation.current());
                superseded = previous == current ? null : previous;
                newest = next;
            }
        }
        if (next == null) {
            retention.release();
            return;
        }
        if (superseded != null) {
            superseded.retire();
        }
        scheduler.after(Duration.ZERO, checkOf(next, FIRST_RETRY));
    }

    private Runnable checkOf(Generation next, Duration retryAfter) {
        return () -> check(next, retryAfter);
    }

    private void check(Generation next, Duration retryAfter) {
        if (!isAwaited(next)) {
            return;
        }
        Retention previous = current.retention();
        if (canLogIn(next)) {
            publish(next);
        } else if (previous != null
                && previous.left(time.nanoTime()).compareTo(previous.limit().dividedBy(2)) < 0) {
            // The old credential is about to end: one that may not work is better than one that certainly will not.
            log.warn("Using the credential of {} although no login with it has succeeded yet", next);
            publish(next);
        } else {
            Duration longer = retryAfter.multipliedBy(2);
            scheduler.after(retryAfter, checkOf(next, longer.compareTo(LAST_RETRY) < 0 ? longer : LAST_RETRY));
        }
    }

    private boolean canLogIn(Generation next) {
        if (!next.enter()) {
            return false;
        }
        try {
            gate.connect(next).close();
            return true;
        } catch (SQLException | RuntimeException e) {
            log.warn(
                    "A login with the credential of {} failed; the one before stays in use meanwhile: {}",
                    next,
                    e.getMessage());
            return false;
        } finally {
            next.leave();
        }
    }

    private void publish(Generation next) {
        Generation old;
        synchronized (lock) {
            if (closed || next != newest) {
                return;
            }
            old = current;
            current = next;
        }
        old.retire();
        log.info(
                "New connections use the credential of {}; {} leave on that of {}",
                next,
                old.connections().size(),
                old);
        onReplaced.accept(old);
    }

    private boolean isAwaited(Generation next) {
        synchronized (lock) {
            return !closed && next == newest;
        }
    }

    private void drained(Generation old) {
        if (isClosed()) {
            release(old);
        } else {
            scheduler.after(SETTLE, () -> {
                log.info("All connections of {} have ended", old);
                release(old);
            });
        }
    }

    private void release(Generation old) {
        replaced.remove(old);
        Retention retention = old.retention();
        if (retention != null) {
            retention.release();
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /**
     * Ends the swapping and lets all replaced leases go.
     *
     * @return all generations that may still have connections
     */
    List<Generation> close() {
        List<Generation> left;
        synchronized (lock) {
            closed = true;
            left = new ArrayList<>(replaced);
            left.add(newest);
            if (!left.contains(current)) {
                left.add(current);
            }
        }
        subscription.close();
        left.forEach(Generation::retire);
        return left;
    }

    private static boolean isSame(Secret one, Secret other) {
        return one == other
                || (one.lease().isPresent()
                        && one.lease().map(Lease::id).equals(other.lease().map(Lease::id)));
    }
}
