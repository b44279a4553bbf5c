package io.leasehold;

import io.leasehold.error.ClosedException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseExpiredException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.event.Events;
import io.leasehold.internal.rotation.RotationTiming;
import io.leasehold.internal.text.Durations;
import io.leasehold.spi.time.Scheduler;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one secret fresh. All changes run one after the other on threads of the scheduler; readers see them through one
 * volatile field.
 */
final class DefaultRotatingSecret implements RotatingSecret {

    private static final Logger LOG = LoggerFactory.getLogger(DefaultRotatingSecret.class);

    private final SecretSource source;
    private final RotationOptions options;
    private final TimeSource time;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final Events events;
    private final Consumer<DefaultRotatingSecret> whenClosed;
    private final List<RotationListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<DrainingLease> draining = ConcurrentHashMap.newKeySet();

    private final Object lock = new Object();
    private volatile HeldLease current;
    private volatile boolean closed;
    private volatile int failures;
    private volatile @Nullable String lastError;
    private Scheduler.@Nullable Task next; // guarded by lock
    private boolean working; // guarded by lock: a step is under way
    private boolean rotateNext; // guarded by lock: somebody asked for a rotation meanwhile
    private long refusedAt; // guarded by lock
    private boolean everRefused; // guarded by lock

    DefaultRotatingSecret(
            SecretSource source,
            RotationOptions options,
            TimeSource time,
            Scheduler scheduler,
            RandomGenerator random,
            Events events,
            Consumer<DefaultRotatingSecret> whenClosed) {
        this.source = source;
        this.options = options;
        this.time = time;
        this.scheduler = scheduler;
        this.random = random;
        this.events = events;
        this.whenClosed = whenClosed;
        this.current = first();
        schedule(step(current));
    }

    private HeldLease first() {
        HeldLease first = hold(source.fetch(), 1);
        Duration hardLeft = first.hardLeft();
        if (first.lease().isEmpty() || hardLeft == null) {
            return first;
        }
        Optional<Duration> least = RotationTiming.tooShort(hardLeft, options.drain());
        if (least.isPresent()) {
            revokeQuietly(first);
            throw new InvalidRequestException(
                    "max_ttl",
                    "the leases of " + source.path() + " live " + Durations.format(hardLeft)
                            + " at most, which is too short to rotate with a drain of "
                            + Durations.format(options.drain()) + ": they must live at least "
                            + Durations.format(least.get()) + ", or the drain must be shorter");
        }
        return first;
    }

    private HeldLease hold(Secret secret, long generation) {
        long since = time.nanoTime();
        Duration hardLeft = secret.lease().flatMap(source::untilHardEnd).orElse(null);
        return new HeldLease(secret, generation, since, hardLeft);
    }

    @Override
    public Secret current() {
        HeldLease now = current;
        if (closed) {
            throw new ClosedException("the rotating secret of " + source.path());
        }
        if (now.expired(time)) {
            String cause = lastError;
            throw new LeaseExpiredException(
                    now.lease().map(Lease::id).orElse(""),
                    "the secret of " + source.path() + " has ended and no fresh one could be had"
                            + (cause == null ? "" : ": " + cause));
        }
        return now.secret();
    }

    @Override
    public Subscription subscribe(RotationListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void reportRefused(Secret refused) {
        synchronized (lock) {
            long now = time.nanoTime();
            boolean tooSoon = everRefused
                    && now - refusedAt
                            < RotationTiming.retry(Math.max(1, failures), Duration.ofDays(1), random)
                                    .toNanos();
            if (closed || refused != current.secret() || tooSoon) {
                return;
            }
            everRefused = true;
            refusedAt = now;
        }
        LOG.info("The secret of {} was refused by its target; fetching a fresh one", source.path());
        rotate();
    }

    @Override
    public void rotate() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            if (working) {
                rotateNext = true;
                return;
            }
            schedule(new RotationTiming.Step(false, Duration.ZERO));
        }
    }

    @Override
    public RotationStatus status() {
        HeldLease now = current;
        return new RotationStatus(
                source.path(),
                now.generation(),
                now.lease(),
                now.left(time),
                draining.size(),
                failures,
                Optional.ofNullable(lastError));
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            if (next != null) {
                next.cancel();
            }
        }
        revokeQuietly(current);
        whenClosed.accept(this);
    }

    /** Lets go of everything that is still held, for a broker that closes. */
    void letGo() {
        close();
        new ArrayList<>(draining).forEach(DrainingLease::letGo);
    }

    private RotationTiming.@Nullable Step step(HeldLease held) {
        return held.left(time)
                .map(left -> RotationTiming.next(
                        left,
                        held.hardLeft(time),
                        held.lease().map(Lease::renewable).orElse(false),
                        options.drain(),
                        random))
                .orElse(null);
    }

    private void schedule(RotationTiming.@Nullable Step step) {
        synchronized (lock) {
            if (next != null) {
                next.cancel();
                next = null;
            }
            if (!closed && step != null) {
                next = scheduler.schedule(
                        step.renew() ? "renewal" : "rotation", step.delay(), () -> work(step.renew()));
            }
        }
    }

    private void work(boolean renew) {
        synchronized (lock) {
            if (closed || working) {
                return;
            }
            working = true;
            next = null;
        }
        RotationTiming.@Nullable Step step = null;
        try {
            HeldLease held = renew ? renewed(current) : null;
            if (held == null) {
                rotateNow();
            } else {
                current = held;
            }
            failures = 0;
            lastError = null;
            step = step(current);
        } catch (LeaseholdException e) {
            step = failed(e, renew);
        } finally {
            synchronized (lock) {
                working = false;
                if (rotateNext) {
                    rotateNext = false;
                    step = new RotationTiming.Step(false, Duration.ZERO);
                }
            }
            schedule(step);
        }
    }

    /** The lease after a renewal, or null when it cannot be renewed any more and is to be replaced. */
    private @Nullable HeldLease renewed(HeldLease held) {
        Lease lease = held.lease().orElseThrow();
        try {
            Lease renewed = source.renew(lease.id());
            return hold(held.secret().withLease(renewed), held.generation());
        } catch (LeaseExpiredException | NotFoundException | InvalidRequestException e) {
            LOG.info("The lease of {} cannot be renewed, so it is replaced: {}", source.path(), e.getMessage());
            return null;
        }
    }

    private void rotateNow() {
        Secret fresh = source.fetch();
        @Nullable HeldLease old;
        HeldLease held = hold(fresh, current.generation() + 1);
        synchronized (lock) {
            old = closed ? null : current;
            if (old != null) {
                current = held;
            }
        }
        if (old == null) {
            // Whoever closed has revoked the old one and knows nothing of this one.
            revokeQuietly(held);
            return;
        }
        DrainingLease rotation = new DrainingLease(old, fresh, source, time, scheduler, draining::remove);
        draining.add(rotation);
        rotation.start();
        for (RotationListener listener : listeners) {
            try {
                listener.rotated(rotation);
            } catch (RuntimeException e) {
                LOG.warn("A rotation listener of {} failed", source.path(), e);
            }
        }
        rotation.release();
        LOG.debug("The secret of {} was rotated to generation {}", source.path(), held.generation());
        events.publish(new LeaseholdEvent.SecretRotated(source.path(), held.generation()));
    }

    private RotationTiming.Step failed(LeaseholdException e, boolean renew) {
        int inARow = failures + 1; // written by one step at a time, read by anybody
        failures = inARow;
        lastError = e.getMessage();
        Duration left = current.left(time).orElse(Duration.ZERO);
        Duration pause = RotationTiming.retry(inARow, left, random);
        LOG.warn(
                "The secret of {} could not be {} ({} in a row), next try in {} ms: {}",
                source.path(),
                renew ? "renewed" : "replaced",
                inARow,
                pause.toMillis(),
                e.getMessage());
        events.publish(new LeaseholdEvent.RotationFailed(source.path(), String.valueOf(e.getMessage())));
        return new RotationTiming.Step(renew, pause);
    }

    private void revokeQuietly(HeldLease held) {
        try {
            held.lease().ifPresent(lease -> source.revoke(lease.id()));
        } catch (LeaseholdException e) {
            LOG.warn("The lease of {} stays queued for revocation: {}", source.path(), e.getMessage());
        }
    }
}
