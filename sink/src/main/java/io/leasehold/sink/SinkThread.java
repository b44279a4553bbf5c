package io.leasehold.sink;

import io.leasehold.spi.time.Scheduler;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread of a sink, on which it writes and runs commands. */
final class SinkThread implements Scheduler, AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;

    SinkThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "leasehold-sink-" + name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable action) {
        try {
            ScheduledFuture<?> future = executor.schedule(action, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            // Closed: nothing runs any more.
            return () -> {};
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
