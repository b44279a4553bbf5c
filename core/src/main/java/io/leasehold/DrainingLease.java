package io.leasehold;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseExpiredException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.StorageException;
import io.leasehold.internal.rotation.RotationTiming;
import io.leasehold.spi.time.Scheduler;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A replaced lease that is still held: renewed while it is, revoked when the last hold closes or at the limit. Thread-safe.
 */
final class DrainingLease implements Rotation {

    private static final Logger LOG = LoggerFactory.getLogger(DrainingLease.class);

    private final HeldLease old;
    private final Secret fresh;
    private final Duration limit;
    private final SecretSource source;
    private final TimeSource time;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final Consumer<DrainingLease> whenGone;
    private final long since;

    private int holds = 1; // guarded by this; the first is the rotation's own, while listeners run
    private int unbounded; // guarded by this: holds that do not end by themselves
    private boolean gone; // guarded by this
    private long goneAt; // guarded by this: the monotonic reading when it was let go
    private long endsAt; // guarded by this: the monotonic reading at which the lease ends unless it is renewed
    private int failures; // guarded by this: renewals or revocations that failed in a row
    private Scheduler.@Nullable Task renewal; // guarded by this
    private Scheduler.@Nullable Task deadline; // guarded by this

    DrainingLease(
            HeldLease old,
            Secret fresh,
            SecretSource source,
            TimeSource time,
            Scheduler scheduler,
            RandomGenerator random,
            Consumer<DrainingLease> whenGone) {
        this.old = old;
        this.fresh = fresh;
        this.source = source;
        this.time = time;
        this.scheduler = scheduler;
        this.random = random;
        this.whenGone = whenGone;
        this.since = time.nanoTime();
        this.limit = RotationTiming.drainLimit(old.endLeft(time));
    }

    /** The generation that is replaced. */
    long generation() {
        return old.generation();
    }

    /** How long it was held, or is held already. */
    synchronized Duration heldFor() {
        return Duration.ofNanos((gone ? goneAt : time.nanoTime()) - since);
    }

    /** Starts the clock: the lease is let go at the limit, whoever holds it. */
    synchronized void start() {
        deadline = scheduler.schedule("drain limit", limit, () -> {
            warnOfHolders();
            letGo();
        });
        if (old.lease().isPresent()) {
            old.left(time).ifPresent(this::scheduleRenewal);
        }
    }

    @Override
    public Secret previous() {
        return old.secret();
    }

    @Override
    public Secret current() {
        return fresh;
    }

    @Override
    public Duration drainLimit() {
        return limit;
    }

    @Override
    public AutoCloseable hold() {
        return hold(true, () -> {});
    }

    @Override
    public AutoCloseable hold(Duration atMost) {
        if (atMost.isNegative()) {
            throw new InvalidRequestException("atMost", "must not be negative, was " + atMost);
        }
        AtomicReference<Scheduler.@Nullable Task> end = new AtomicReference<>();
        Hold hold = hold(false, () -> {
            Scheduler.Task waiting = end.get();
            if (waiting != null) {
                waiting.cancel();
            }
        });
        end.set(scheduler.schedule("end of a hold", atMost, hold::close));
        return hold;
    }

    private Hold hold(boolean isUnbounded, Runnable whenClosed) {
        synchronized (this) {
            if (gone) {
                return () -> {};
            }
            holds++;
            unbounded += isUnbounded ? 1 : 0;
        }
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (closed.compareAndSet(false, true)) {
                whenClosed.run();
                synchronized (this) {
                    unbounded -= isUnbounded ? 1 : 0;
                }
                release();
            }
        };
    }

    /** A hold, whose end does not fail. */
    private interface Hold extends AutoCloseable {

        @Override
        void close();
    }

    private synchronized void warnOfHolders() {
        if (unbounded > 0) {
            LOG.warn("The former lease of {} is let go at its drain limit, while it is still held", source.path());
        }
    }

    /** Ends one hold; the last one lets the lease go. */
    void release() {
        synchronized (this) {
            holds--;
            if (holds > 0 || gone) {
                return;
            }
        }
        // On a thread of ours: whoever closes the last hold may be returning a connection and must not wait for a
        // target.
        scheduler.schedule("revocation", Duration.ZERO, this::letGo);
    }

    /** Revokes the lease now, held or not. */
    void letGo() {
        synchronized (this) {
            goneAt = gone ? goneAt : time.nanoTime();
            gone = true;
            if (renewal != null) {
                renewal.cancel();
            }
            if (deadline != null) {
                deadline.cancel();
            }
        }
        revoke();
    }

    /** A store that fails has not queued the lease either, so it is asked again while the lease lives. */
    private void revoke() {
        try {
            old.lease().ifPresent(lease -> source.revoke(lease.id()));
        } catch (StorageException e) {
            LOG.warn("The former lease of {} could not be revoked: {}", source.path(), e.getMessage());
            if (revokeLater()) {
                return;
            }
        } catch (LeaseholdException e) {
            LOG.warn("The former lease of {} stays queued for revocation: {}", source.path(), e.getMessage());
        }
        whenGone.accept(this);
    }

    private synchronized boolean revokeLater() {
        Duration left = Duration.ofNanos(endsAt - time.nanoTime());
        if (left.isNegative()) {
            return false;
        }
        scheduler.schedule("revocation", RotationTiming.retry(++failures, left, random), this::revoke);
        return true;
    }

    private synchronized void scheduleRenewal(Duration left) {
        endsAt = time.nanoTime() + left.toNanos();
        failures = 0;
        Lease lease = old.lease().orElseThrow();
        Duration hardLeft = old.hardLeft(time);
        boolean extendable = lease.renewable() && (hardLeft == null || hardLeft.compareTo(left) > 0);
        if (!gone && extendable && left.compareTo(limit) < 0) {
            renewal = scheduler.schedule(
                    "renewal of a former lease", left.multipliedBy(2).dividedBy(3), () -> renew(lease.id()));
        }
    }

    private void renew(String leaseId) {
        try {
            scheduleRenewal(source.renew(leaseId).duration());
        } catch (LeaseExpiredException | NotFoundException | InvalidRequestException e) {
            LOG.warn("The former lease of {} cannot be renewed while it is held: {}", source.path(), e.getMessage());
        } catch (LeaseholdException e) {
            LOG.warn("The former lease of {} could not be renewed while it is held: {}", source.path(), e.getMessage());
            renewLater(leaseId);
        }
    }

    private synchronized void renewLater(String leaseId) {
        Duration left = Duration.ofNanos(endsAt - time.nanoTime());
        if (!gone && !left.isNegative()) {
            renewal = scheduler.schedule(
                    "renewal of a former lease", RotationTiming.retry(++failures, left, random), () -> renew(leaseId));
        }
    }
}
