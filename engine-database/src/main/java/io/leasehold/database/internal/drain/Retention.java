package io.leasehold.database.internal.drain;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps the lease of a replaced credential alive while somebody still uses it. Thread-safe.
 */
public final class Retention {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final AutoCloseable hold;
    private final long since;
    private final Duration limit;
    private final Runnable onDrained;

    /**
     * Keeps a lease.
     *
     * @param hold the hold on it
     * @param since when it was replaced, by the monotonic clock in nanoseconds
     * @param limit how long it can be kept from then on
     * @param onDrained told once, when the last use has ended; has to see to {@link #release}
     */
    public Retention(AutoCloseable hold, long since, Duration limit, Runnable onDrained) {
        this.hold = hold;
        this.since = since;
        this.limit = limit;
        this.onDrained = onDrained;
    }

    /**
     * When the credential was replaced.
     *
     * @return a reading of the monotonic clock in nanoseconds
     */
    public long since() {
        return since;
    }

    /**
     * How long its lease can be kept.
     *
     * @return the time from {@link #since} on
     */
    public Duration limit() {
        return limit;
    }

    /**
     * What is left until the limit.
     *
     * @param now a reading of the monotonic clock in nanoseconds
     * @return the time left; negative afterwards
     */
    public Duration left(long now) {
        return limit.minusNanos(now - since);
    }

    void drained() {
        onDrained.run();
    }

    /** Lets the lease go. May be called repeatedly. */
    public void release() {
        try {
            hold.close();
        } catch (Exception e) {
            // Rotation.hold() promises not to throw; a foreign implementation must not stop the drain of others.
            log.warn("Letting go of a replaced lease failed", e);
        }
    }
}
