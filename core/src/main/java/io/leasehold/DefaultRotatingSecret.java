package io.leasehold;

import io.leasehold.error.ClosedException;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseExpiredException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.StorageException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.event.Events;
import io.leasehold.internal.rotation.RotationTiming;
import io.leasehold.internal.text.Durations;
import io.leasehold.spi.time.Scheduler;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
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

    /** What a secret without a lease has its time to live in, in seconds. */
    private static final String TTL = "ttl";

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
    private long unwanted; // guarded by lock: the generation that somebody wanted replaced meanwhile
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
        schedule(step(current, false));
    }

    private HeldLease first() {
        HeldLease first = fetch(1);
        Duration end = first.endLeft(time);
        Optional<Duration> least = end == null ? Optional.empty() : RotationTiming.tooShort(end, options.drain());
        if (end != null && least.isPresent()) {
            revokeQuietly(first.secret());
            throw new InvalidRequestException(
                    "max_ttl",
                    "the leases of " + source.path() + " live " + Durations.format(end)
                            + " at most, which is too short to rotate with a drain of "
                            + Durations.format(options.drain()) + ": they must live at least "
                            + Durations.format(least.get()) + ", or the drain must be shorter");
        }
        return first;
    }

    private HeldLease fetch(long generation) {
        Secret fresh = source.fetch();
        try {
            return hold(fresh, generation);
        } catch (RuntimeException e) {
            // Nobody will ever hold it.
            revokeQuietly(fresh);
            throw e;
        }
    }

    private HeldLease hold(Secret secret, long generation) {
        long since = time.nanoTime();
        return new HeldLease(secret, generation, since, since, hardLeft(secret));
    }

    private @Nullable Duration hardLeft(Secret secret) {
        return secret.lease().flatMap(source::untilHardEnd).orElse(null);
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
            if (closed || !isCurrent(refused) || tooSoon) {
                return;
            }
            everRefused = true;
            refusedAt = now;
        }
        LOG.info("The secret of {} was refused by its target; fetching a fresh one", source.path());
        rotate();
    }

    /** Whether a secret without a lease, read again, is the one that is known; the time that it has left does not count. */
    private static boolean isUnchanged(Secret known, Secret read) {
        if (known.lease().isPresent() || read.lease().isPresent()) {
            return false;
        }
        Map<String, Object> before = new HashMap<>(known.data());
        Map<String, Object> now = new HashMap<>(read.data());
        before.remove(TTL);
        now.remove(TTL);
        return before.equals(now);
    }

    /** A renewed secret is another object and the same credential. */
    private boolean isCurrent(Secret secret) {
        Secret now = current.secret();
        Optional<String> leaseId = now.lease().map(Lease::id);
        return leaseId.isPresent() ? leaseId.equals(secret.lease().map(Lease::id)) : secret == now;
    }

    @Override
    public void rotate() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            if (working) {
                unwanted = current.generation();
                return;
            }
            schedule(new RotationTiming.Step(false, Duration.ZERO));
        }
    }

    /** Says that the value at a path is another one now; a secret with a lease is not affected. */
    void changed(String path) {
        if (path.equals(source.path()) && current.lease().isEmpty()) {
            rotate();
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
                now.publishedFor(time),
                draining.size(),
                failures,
                Optional.ofNullable(lastError));
    }

    @Override
    public void close() {
        if (stop()) {
            revokeQuietly(current.secret());
            forgetWhenDrained();
        }
    }

    boolean isOf(String path) {
        return isOpen() && path.equals(source.path());
    }

    boolean isOpen() {
        return !closed;
    }

    private boolean stop() {
        synchronized (lock) {
            boolean first = !closed;
            closed = true;
            if (next != null) {
                next.cancel();
            }
            return first;
        }
    }

    /** Lets go of everything that is still held, for a broker that closes; without time for it, the store keeps it. */
    void letGo(BooleanSupplier timeLeft) {
        if (stop() && timeLeft.getAsBoolean()) {
            revokeQuietly(current.secret());
        }
        for (DrainingLease rotation : new ArrayList<>(draining)) {
            if (timeLeft.getAsBoolean()) {
                rotation.letGo();
            }
        }
    }

    private void drained(DrainingLease rotation) {
        if (draining.remove(rotation)) {
            events.publish(new LeaseholdEvent.SecretDrained(source.path(), rotation.generation(), rotation.heldFor()));
        }
        forgetWhenDrained();
    }

    /** The broker has to know of it while it holds any lease. */
    private void forgetWhenDrained() {
        if (closed && draining.isEmpty()) {
            whenClosed.accept(this);
        }
    }

    private RotationTiming.@Nullable Step step(HeldLease held, boolean fresh) {
        Duration end = held.endLeft(time);
        if (fresh
                && end != null
                && RotationTiming.tooShort(end, options.drain()).isPresent()) {
            // The role was changed since the start. Better a short drain than none, and no storm.
            LOG.warn(
                    "The leases of {} have become too short to rotate with a drain of {}",
                    source.path(),
                    Durations.format(options.drain()));
            return new RotationTiming.Step(false, end.dividedBy(3));
        }
        return held.left(time)
                .map(left -> RotationTiming.next(
                        left,
                        held.hardLeft(time),
                        held.lease().map(Lease::renewable).orElse(false),
                        options.drain(),
                        random))
                .orElseGet(() -> RotationTiming.look(timeToLive(held.secret()), random));
    }

    /** What a secret without a lease says of its own life; null when it says nothing. */
    private static @Nullable Duration timeToLive(Secret secret) {
        return secret.data().get(TTL) instanceof Number seconds ? Duration.ofSeconds(seconds.longValue()) : null;
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
        // For an error that nobody catches: whatever happens, there is a next step.
        RotationTiming.@Nullable Step step = new RotationTiming.Step(renew, RotationTiming.LONGEST_RETRY);
        boolean failed = true;
        try {
            HeldLease held = renew ? renewed(current) : null;
            HeldLease seen;
            if (held == null) {
                seen = rotateNow();
            } else {
                current = held;
                seen = held;
            }
            failures = 0;
            lastError = null;
            step = step(seen, held == null);
            failed = false;
        } catch (RuntimeException e) {
            step = failed(e, renew);
        } finally {
            synchronized (lock) {
                working = false;
                if (unwanted == current.generation()) {
                    step = new RotationTiming.Step(false, failed && step != null ? step.delay() : Duration.ZERO);
                }
                unwanted = 0;
            }
            schedule(step);
        }
    }

    /** The lease after a renewal, or null when it cannot be renewed any more and is to be replaced. */
    private @Nullable HeldLease renewed(HeldLease held) {
        Lease lease = held.lease().orElseThrow();
        try {
            Lease renewed = source.renew(lease.id());
            Secret secret = held.secret().withLease(renewed);
            return held.renewed(secret, time.nanoTime(), hardLeft(secret));
        } catch (LeaseExpiredException | NotFoundException | InvalidRequestException e) {
            LOG.info("The lease of {} cannot be renewed, so it is replaced: {}", source.path(), e.getMessage());
            return null;
        }
    }

    /** What was read, which is current now unless it is what was known before. */
    private HeldLease rotateNow() {
        HeldLease held = fetch(current.generation() + 1);
        if (isUnchanged(current.secret(), held.secret())) {
            return held;
        }
        @Nullable DrainingLease rotation;
        synchronized (lock) {
            rotation = closed ? null : drain(current, held.secret());
            if (rotation != null) {
                current = held;
            }
        }
        if (rotation == null) {
            // Whoever closed has revoked the old one and knows nothing of this one.
            revokeQuietly(held.secret());
            return held;
        }
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
        return held;
    }

    private DrainingLease drain(HeldLease old, Secret fresh) {
        DrainingLease rotation = new DrainingLease(old, fresh, source, time, scheduler, random, this::drained);
        draining.add(rotation);
        return rotation;
    }

    private RotationTiming.Step failed(RuntimeException e, boolean renew) {
        int inARow = failures + 1; // written by one step at a time, read by anybody
        String error = error(e);
        failures = inARow;
        lastError = error;
        boolean passing = e instanceof TargetUnavailableException
                || e instanceof StorageException
                || e instanceof ConflictException;
        Duration left = current.left(time).orElse(RotationTiming.LONGEST_DRAIN);
        RotationTiming.Step step = RotationTiming.again(renew, passing, inARow, left, options.drain(), random);
        LOG.warn(
                "The secret of {} could not be {} ({} in a row), next try in {} ms: {}",
                source.path(),
                renew ? "renewed" : "replaced",
                inARow,
                step.delay().toMillis(),
                error);
        events.publish(new LeaseholdEvent.RotationFailed(source.path(), renew, error));
        return step;
    }

    private String error(RuntimeException e) {
        if (e instanceof LeaseholdException) {
            return String.valueOf(e.getMessage());
        }
        LOG.warn("An engine failed unexpectedly while the secret of {} was rotated", source.path(), e);
        return "the engine failed unexpectedly: " + e.getClass().getSimpleName();
    }

    private void revokeQuietly(Secret secret) {
        try {
            secret.lease().ifPresent(lease -> source.revoke(lease.id()));
        } catch (LeaseholdException e) {
            LOG.warn("The lease of {} stays queued for revocation: {}", source.path(), e.getMessage());
        }
    }
}
