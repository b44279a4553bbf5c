package io.leasehold.internal.target;

import io.leasehold.error.TargetUnavailableException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.event.Events;
import io.leasehold.observe.TargetStatus;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door to one target: how many calls run on it at once, and whether it answers at all. Thread-safe. */
final class TargetGate {

    private static final Logger LOG = LoggerFactory.getLogger(TargetGate.class);

    private final String targetId;
    private final TimeSource time;
    private final Events events;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Breaker breaker = new Breaker(); // guarded by lock
    private int concurrency; // guarded by lock
    private int running; // guarded by lock
    private String lastError = ""; // guarded by lock
    private volatile String mount = "";

    TargetGate(String targetId, int concurrency, TimeSource time, Events events) {
        this.targetId = targetId;
        this.concurrency = concurrency;
        this.time = time;
        this.events = events;
    }

    void limit(int newConcurrency) {
        lock.lock();
        try {
            concurrency = newConcurrency;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Says which mount the target belongs to. */
    void belongs(String mountPath) {
        mount = mountPath;
    }

    boolean isOf(String mountPath) {
        return mount.equals(mountPath);
    }

    TargetStatus status() {
        lock.lock();
        try {
            TargetStatus.State state = breaker.open()
                    ? TargetStatus.State.DOWN
                    : breaker.suspect() ? TargetStatus.State.SUSPECT : TargetStatus.State.UP;
            return new TargetStatus(
                    targetId,
                    mount,
                    state,
                    running,
                    concurrency,
                    lastError.isEmpty() ? Optional.empty() : Optional.of(lastError));
        } finally {
            lock.unlock();
        }
    }

    /** Lets the next call through to try, although the target did not answer the last ones. */
    void retry() {
        boolean paused;
        lock.lock();
        try {
            paused = breaker.retryNow(time.nanoTime());
        } finally {
            lock.unlock();
        }
        if (paused) {
            LOG.info("Target {} is tried again at once: its settings were written anew", targetId);
        }
    }

    /** How many calls background work may have running here at once: none while it is down, one while it is suspect. */
    int room() {
        lock.lock();
        try {
            if (breaker.closedTo(time.nanoTime())) {
                return 0;
            }
            return breaker.suspect() ? 1 : concurrency;
        } finally {
            lock.unlock();
        }
    }

    <T> T call(Duration patience, Supplier<T> work) {
        enter(patience);
        boolean answered = false;
        String error = "";
        try {
            T result = work.get();
            answered = true;
            return result;
        } catch (TargetUnavailableException e) {
            answered = e.answered();
            error = String.valueOf(e.getMessage());
            throw e;
        } catch (RuntimeException e) {
            // Any other error came from the target's answer, or from before it was asked.
            answered = true;
            throw e;
        } finally {
            leave(answered, error);
        }
    }

    private void enter(Duration patience) {
        // Waiting is bounded by real time: it ends when other threads' calls do, which a driven clock does not move.
        long left = patience.toNanos();
        lock.lock();
        try {
            while (running >= concurrency) {
                if (left <= 0) {
                    throw new TargetUnavailableException(
                            "target " + targetId + " is busy: " + running
                                    + " calls are running on it and none ended within " + patience,
                            false,
                            null);
                }
                left = changed.awaitNanos(left);
            }
            long now = time.nanoTime();
            if (!breaker.tryStart(now)) {
                // The place that woke this call is still free: the next one waiting has to hear of it too.
                changed.signal();
                throw new TargetUnavailableException(
                        "target " + targetId + " did not answer the last calls; the next try is in "
                                + breaker.untilTrial(now).toMillis() + " ms",
                        false,
                        null);
            }
            running++;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetUnavailableException(
                    "interrupted while waiting for a place on target " + targetId, false, e);
        } finally {
            lock.unlock();
        }
    }

    private void leave(boolean answered, String error) {
        boolean up = false;
        boolean down = false;
        lock.lock();
        try {
            running--;
            lastError = answered ? "" : error;
            if (answered) {
                up = breaker.answered();
            } else {
                down = breaker.unanswered(time.nanoTime());
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (up) {
            LOG.info("Target {} answers again", targetId);
            events.publish(new LeaseholdEvent.TargetUp(targetId));
        } else if (down) {
            LOG.warn("Target {} does not answer; work on it pauses: {}", targetId, error);
            events.publish(new LeaseholdEvent.TargetDown(targetId, error));
        }
    }
}
