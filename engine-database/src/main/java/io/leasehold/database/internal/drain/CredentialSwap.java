package io.leasehold.database.internal.drain;

import io.leasehold.Lease;
import io.leasehold.RotatingSecret;
import io.leasehold.Rotation;
import io.leasehold.Secret;
import io.leasehold.Subscription;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which credential is used from now on. A fresh one is tried once and then published by one volatile write: whoever begins
 * something from then on uses it. Thread-safe; {@link #current()} takes no lock.
 *
 * @param <G> what is kept per credential
 */
public final class CredentialSwap<G extends Generation> {

    /**
     * What a kind of client does with its generations.
     *
     * @param <G> what is kept per credential
     */
    public interface Client<G extends Generation> {

        /**
         * Makes room for a credential. Must not block: a swap waits for it.
         *
         * @param number its number
         * @param secret the credential
         * @return the generation
         */
        G make(long number, Secret secret);

        /**
         * Tries the credential on the target. May block.
         *
         * @param fresh the generation, entered
         * @throws Exception when the target did not take it, or did not answer
         */
        void tryLogin(G fresh) throws Exception;

        /**
         * A generation was current and is no more.
         *
         * @param old the generation, retired
         * @param all all replaced generations whose lease is still kept, oldest first, this one included
         */
        void replaced(G old, List<G> all);

        /**
         * Nothing uses a retired generation any more; its lease goes soon after. May block.
         *
         * @param old the generation
         */
        void ended(G old);
    }

    private static final Logger log = LoggerFactory.getLogger(CredentialSwap.class);

    /** A server ends a session shortly after its client has closed the socket; its lease goes after that. */
    static final Duration SETTLE = Duration.ofMillis(100);

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final Client<G> client;
    private final BackgroundWork scheduler;
    private final TimeSource time;
    private final Subscription subscription;

    private final Object lock = new Object();
    // Generations that were replaced and whose lease is still kept.
    private final List<G> replaced = new CopyOnWriteArrayList<>();
    private volatile G current;
    // Guarded by lock: the credential fetched last; differs from current while it is being checked.
    private G newest;
    // Guarded by lock.
    private boolean closed;

    /**
     * Starts with the secret's current value.
     *
     * @param secret where fresh credentials come from
     * @param client makes and tries generations
     * @param scheduler runs the trials
     * @param time measures what is left of a replaced credential
     */
    public CredentialSwap(RotatingSecret secret, Client<G> client, BackgroundWork scheduler, TimeSource time) {
        this.client = client;
        this.scheduler = scheduler;
        this.time = time;
        // A rotation in between waits for the lock and is then seen as one to the value that is current already.
        synchronized (lock) {
            subscription = secret.subscribe(this::rotated);
            newest = client.make(1, secret.current());
            current = newest;
        }
    }

    /**
     * The credential for what begins now.
     *
     * @return the generation; to be entered before it is used
     */
    public G current() {
        return current;
    }

    /**
     * Replaced credentials whose lease is still kept.
     *
     * @return a copy, oldest first
     */
    public List<G> replaced() {
        return List.copyOf(replaced);
    }

    private void rotated(Rotation rotation) {
        long now = time.nanoTime();
        AutoCloseable hold = rotation.hold();
        @Nullable G next = null;
        Retention retention;
        @Nullable G superseded = null;
        synchronized (lock) {
            G previous = newest;
            retention = new Retention(hold, now, rotation.drainLimit(), () -> drained(previous));
            if (!closed && !isSame(previous.secret(), rotation.current())) {
                previous.retain(retention);
                replaced.add(previous);
                next = client.make(previous.number() + 1, rotation.current());
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

    private Runnable checkOf(G next, Duration retryAfter) {
        return () -> check(next, retryAfter);
    }

    private void check(G next, Duration retryAfter) {
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

    private boolean canLogIn(G next) {
        if (!next.enter()) {
            return false;
        }
        try {
            client.tryLogin(next);
            return true;
        } catch (Exception e) {
            log.warn(
                    "A login with the credential of {} failed; the one before stays in use meanwhile: {}",
                    next,
                    e.getMessage());
            return false;
        } finally {
            next.leave();
        }
    }

    private void publish(G next) {
        G old;
        synchronized (lock) {
            if (closed || next != newest) {
                return;
            }
            old = current;
            current = next;
        }
        old.retire();
        log.info("From now on the credential of {} is used; that of {} still has {} users", next, old, old.users());
        client.replaced(old, replaced());
    }

    private boolean isAwaited(G next) {
        synchronized (lock) {
            return !closed && next == newest;
        }
    }

    private void drained(G old) {
        if (isClosed()) {
            client.ended(old);
            release(old);
        } else {
            // On a thread of ours: the one that ended last is the application's.
            scheduler.after(Duration.ZERO, () -> {
                client.ended(old);
                scheduler.after(SETTLE, () -> {
                    log.info("Nothing uses {} any more", old);
                    release(old);
                });
            });
        }
    }

    private void release(G old) {
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
     * @return all generations that may still be in use
     */
    public List<G> close() {
        List<G> left;
        synchronized (lock) {
            closed = true;
            left = new ArrayList<>(replaced);
            left.add(newest);
            if (!left.contains(current)) {
                left.add(current);
            }
        }
        subscription.close();
        left.forEach(G::retire);
        return left;
    }

    private static boolean isSame(Secret one, Secret other) {
        return one == other
                || (one.lease().isPresent()
                        && one.lease().map(Lease::id).equals(other.lease().map(Lease::id)));
    }
}
