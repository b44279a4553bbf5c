package io.leasehold.internal.schedule;

import io.leasehold.spi.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker's own scheduler: a bounded pool of daemon threads named {@code leasehold-<broker>-<n>}. Thread-safe. */
public final class ThreadScheduler implements Scheduler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadScheduler.class);

    private final ScheduledThreadPoolExecutor executor;

    /**
     * Starts the pool.
     *
     * @param name the broker's name, for thread names
     * @param threads how many threads at most
     */
    public ThreadScheduler(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        executor = new ScheduledThreadPoolExecutor(threads, work -> {
            Thread thread = new Thread(work, "leasehold-" + name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable action) {
        try {
            ScheduledFuture<?> future =
                    executor.schedule(() -> run(name, action), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("Background work {} was not started: the broker is closed", name);
            return () -> {};
        }
    }

    private static void run(String name, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            // A future would swallow it, and whoever scheduled the work would wait for ever without a word.
            LOG.error("Background work {} failed", name, e);
        }
    }

    /**
     * Stops: what has not started never does, what runs is given the time to end and is interrupted after it.
     *
     * @param patience how long to wait for running work
     * @return whether everything ended in time
     */
    public boolean close(Duration patience) {
        executor.shutdown();
        boolean ended = await(patience);
        if (!ended) {
            executor.shutdownNow();
            ended = await(Duration.ofSeconds(1));
        }
        return ended;
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }

    private boolean await(Duration patience) {
        try {
            return executor.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
