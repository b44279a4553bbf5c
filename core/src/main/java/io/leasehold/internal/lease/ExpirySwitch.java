package io.leasehold.internal.lease;

import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.event.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether expiry runs: not while an operator paused it, nor while the store's clock is not trusted. Thread-safe. */
public final class ExpirySwitch {

    private static final Logger LOG = LoggerFactory.getLogger(ExpirySwitch.class);

    private final Events events;
    private final ClockGuard guard = new ClockGuard(); // guarded by this
    private @Nullable String pausedBy; // guarded by this
    private @Nullable String distrust; // guarded by this

    ExpirySwitch(Events events, boolean startPaused) {
        this.events = events;
        if (startPaused) {
            pause("the broker was started paused");
        }
    }

    /**
     * Takes a reading of both clocks.
     *
     * @param now the store's time
     * @param nanoTime the monotonic reading taken with it
     * @return whether expiry may run
     */
    synchronized boolean runs(Instant now, long nanoTime) {
        boolean trusted = guard.trusts(now, nanoTime);
        if (!trusted && distrust == null) {
            distrust = "the store's clock jumped by " + wholeSeconds(guard.jump())
                    + "; expiry goes on when two readings a minute apart agree, or when an operator resumes it";
            LOG.error("Expiry is paused: {}", distrust);
            events.publish(new LeaseholdEvent.ExpiryPaused(distrust));
        } else if (trusted && distrust != null) {
            distrust = null;
            if (pausedBy == null) {
                LOG.warn("Expiry goes on: the store's clock is steady again");
                events.publish(new LeaseholdEvent.ExpiryResumed());
            }
        }
        return pausedBy == null && distrust == null;
    }

    /**
     * Pauses expiry.
     *
     * @param reason why
     */
    public synchronized void pause(String reason) {
        if (pausedBy == null) {
            pausedBy = reason;
            LOG.warn("Expiry is paused: {}", reason);
            events.publish(new LeaseholdEvent.ExpiryPaused(reason));
        }
    }

    /** Resumes expiry, whatever stopped it. */
    public synchronized void resume() {
        boolean wasPaused = pausedBy != null || distrust != null;
        pausedBy = null;
        distrust = null;
        guard.confirm();
        if (wasPaused) {
            LOG.warn("Expiry goes on: an operator resumed it");
            events.publish(new LeaseholdEvent.ExpiryResumed());
        }
    }

    /**
     * Why expiry does not run.
     *
     * @return empty when it runs
     */
    public synchronized Optional<String> paused() {
        return Optional.ofNullable(pausedBy == null ? distrust : pausedBy);
    }

    private static Duration wholeSeconds(Duration jump) {
        return Duration.ofSeconds(Math.round(jump.toMillis() / 1000.0));
    }
}
