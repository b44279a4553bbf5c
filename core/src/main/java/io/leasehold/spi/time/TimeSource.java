package io.leasehold.spi.time;

import java.time.Duration;

/**
 * Elapsed time inside this process. It is fit for measuring durations and unfit for dates: what time it is comes from the
 * store alone. Implementations are thread-safe.
 */
public interface TimeSource {

    /**
     * A monotonic reading.
     *
     * @return nanoseconds from an arbitrary origin; only differences mean something
     */
    long nanoTime();

    /**
     * Waits on the calling thread. The one place where the library lets time pass.
     *
     * @param duration how long; zero or negative returns at once
     * @throws InterruptedException when the thread is interrupted
     */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * The process's own monotonic clock.
     *
     * @return a shared instance
     */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
