package io.leasehold.database.internal.drain;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one rotating client: daemons, which end when they are idle for ten seconds. Whoever made it shuts it down.
 * Thread-safe.
 */
public class BackgroundWork extends ScheduledThreadPoolExecutor {

    private static final Logger log = LoggerFactory.getLogger(BackgroundWork.class);

    /** Two, so that a login check that takes its time does not delay a drain. */
    private static final int THREADS = 2;

    /**
     * Starts no thread yet.
     *
     * @param name what the threads are called after {@code leasehold-}
     */
    public BackgroundWork(String name) {
        // What comes after the end is dropped.
        super(THREADS, threads(name), new ThreadPoolExecutor.DiscardPolicy());
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        setKeepAliveTime(10, TimeUnit.SECONDS);
        allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "leasehold-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Runs work after a delay; dropped after the end. What it throws is logged.
     *
     * @param delay how long to wait; zero for as soon as a thread is free
     * @param work what to run
     */
    public final void after(Duration delay, Runnable work) {
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                log.error("Work on a rotating client failed", e);
            }
        };
        var unused = super.schedule(guarded, delay.toNanos(), TimeUnit.NANOSECONDS);
    }
}
