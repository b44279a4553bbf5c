package io.leasehold.spring;

import io.leasehold.error.LeaseholdException;
import io.leasehold.error.LimitExceededException;
import io.leasehold.error.StorageException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at the start for what cannot be reached yet: tries again with growing pauses, until the time is over. Only what may get
 * better by itself is waited for; a refusal is thrown at once. One patience is shared by a whole start. Thread-safe.
 */
public final class StartPatience {

    private static final Logger log = LoggerFactory.getLogger(StartPatience.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(1);

    /** One attempt, for who has no broker of ours and so no time-out for its start. */
    public static final StartPatience NONE = new StartPatience(Duration.ZERO);

    private final TimeSource time = TimeSource.system();
    private final Duration timeout;

    /**
     * Creates the patience.
     *
     * @param timeout how long to go on trying, 1 day at most; zero for one attempt
     */
    public StartPatience(Duration timeout) {
        if (timeout.isNegative() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new LeaseholdStartException("leasehold.startup-timeout", "must be from 0 to 1 day, was " + timeout);
        }
        this.timeout = timeout;
    }

    /**
     * How long is waited at most.
     *
     * @return the limit
     */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Tries until it succeeds, fails for good, or the time is over.
     *
     * @param what what is waited for, for the log
     * @param attempt what to try; must be repeatable
     * @param <T> what it yields
     * @return its result
     */
    public <T> T await(String what, Supplier<T> attempt) {
        long start = time.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return attempt.get();
            } catch (LeaseholdException e) {
                if (!mayPass(e) || time.nanoTime() - start + pause.toNanos() > timeout.toNanos()) {
                    throw e;
                }
                log.warn("{} cannot be reached yet, trying again in {} ms: {}", what, pause.toMillis(), e.getMessage());
            }
            sleep(pause);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        }
    }

    private static boolean mayPass(LeaseholdException e) {
        return e instanceof TargetUnavailableException
                || e instanceof LimitExceededException
                || (e instanceof StorageException storage && storage.reason() == StorageException.Reason.UNAVAILABLE);
    }

    /**
     * Looks until something is so, or the time is over.
     *
     * @param limit how long to go on looking
     * @param pause how long to wait between two looks
     * @param so whether it is so
     * @return false when the time is over
     */
    public boolean until(Duration limit, Duration pause, BooleanSupplier so) {
        long start = time.nanoTime();
        while (!so.getAsBoolean()) {
            if (time.nanoTime() - start > limit.toNanos()) {
                return false;
            }
            sleep(pause);
        }
        return true;
    }

    private void sleep(Duration pause) {
        try {
            time.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the application was starting", e);
        }
    }
}
