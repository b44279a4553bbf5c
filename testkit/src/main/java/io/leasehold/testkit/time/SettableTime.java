package io.leasehold.testkit.time;

import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Time that a test moves. It is a {@link TimeSource} for the broker and a {@link ClockOffset} for its store, so that one
 * call moves both as if the time had passed.
 *
 * <p>Real time goes on underneath, for both alike: a store's clock is the clock of its database, which no test can stop.
 * What a test adds is exact; how long the test itself takes comes on top. A test asserts "at least an hour has passed",
 * never "exactly an hour".
 *
 * <p>Thread-safe. One object serves any number of brokers that share a store.
 */
public final class SettableTime implements TimeSource, ClockOffset {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Object lock = new Object();
    private final TimeSource underneath = TimeSource.system();
    private final boolean automatic;
    private Duration advanced = Duration.ZERO;
    private Duration jumped = Duration.ZERO;

    private SettableTime(boolean automatic) {
        this.automatic = automatic;
    }

    /**
     * Time in which a sleeper sleeps until another thread has moved the time far enough (or it has really passed).
     *
     * @return time that has not been moved yet
     */
    public static SettableTime manual() {
        return new SettableTime(false);
    }

    /**
     * Time in which a sleeper moves the time by what it wanted to sleep, and goes on at once. Fit for tests in one thread
     * that run into a back-off.
     *
     * @return time that has not been moved yet
     */
    public static SettableTime automatic() {
        return new SettableTime(true);
    }

    /**
     * Lets time pass for the broker and for the store's clock, and wakes sleepers whose time has come.
     *
     * @param duration how much, zero or positive, of millisecond precision
     * @throws IllegalArgumentException when it is negative or finer than a millisecond
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    "time only goes forward, was " + duration + "; jump(...) sets the store's clock back");
        }
        requireMillis(duration);
        synchronized (lock) {
            advanced = advanced.plus(duration);
            lock.notifyAll();
        }
    }

    /**
     * Moves the store's clock alone, as a corrected clock or a restored backup does. The broker's monotonic time stays.
     *
     * @param duration how much, of millisecond precision; negative sets the clock back
     * @throws IllegalArgumentException when it is finer than a millisecond
     */
    public void jump(Duration duration) {
        requireMillis(duration);
        synchronized (lock) {
            jumped = jumped.plus(duration);
        }
    }

    /**
     * How much time tests have let pass by hand.
     *
     * @return the sum of all advances; jumps and real time do not count
     */
    public Duration advanced() {
        synchronized (lock) {
            return advanced;
        }
    }

    @Override
    public long nanoTime() {
        return underneath.nanoTime() + advanced().toNanos();
    }

    @Override
    public long millis() {
        synchronized (lock) {
            return advanced.plus(jumped).toMillis();
        }
    }

    /**
     * Sleeps in moved time: until the time has been advanced by the duration (or has really passed). An
     * {@linkplain #automatic() automatic} time advances by itself instead, the duration rounded up to milliseconds.
     */
    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (duration.isNegative() || duration.isZero()) {
            return;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before sleeping");
        }
        if (automatic) {
            advance(Duration.ofMillis(millisRoundedUp(duration.toNanos())));
            return;
        }
        long end = nanoTime() + duration.toNanos();
        synchronized (lock) {
            for (long left = end - nanoTime(); left > 0; left = end - nanoTime()) {
                lock.wait(millisRoundedUp(left));
            }
        }
    }

    @Override
    public String toString() {
        synchronized (lock) {
            return "SettableTime[advanced=" + advanced + ", jumped=" + jumped + "]";
        }
    }

    private static long millisRoundedUp(long nanos) {
        return (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    }

    private static void requireMillis(Duration duration) {
        if (!duration.truncatedTo(ChronoUnit.MILLIS).equals(duration)) {
            throw new IllegalArgumentException("the store's clock has millisecond precision, was " + duration);
        }
    }
}
