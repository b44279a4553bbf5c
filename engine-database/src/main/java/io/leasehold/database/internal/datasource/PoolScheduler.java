package io.leasehold.database.internal.datasource;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data source's threads, which HikariCP borrows for its timed work ({@code HikariConfig.setScheduledExecutor}).
 *
 * <p>That is how single connections can be evicted. Right after it has opened a connection, and on the same thread, HikariCP
 * schedules the end of that connection's {@code maxLifetime}: a task that closes it if it is idle, or marks it to be closed
 * on its return. Running this task early is HikariCP's own eviction of exactly one connection, in use or not; its public
 * methods evict either all at once or one that was borrowed first. The task is recognised by its class; where it is not seen,
 * connections are evicted by borrowing ({@link PoolLink#borrowAndEvictOne}). The integration tests check it on every
 * supported HikariCP. Thread-safe.
 */
final class PoolScheduler extends ScheduledThreadPoolExecutor {

    private static final Logger log = LoggerFactory.getLogger(PoolScheduler.class);

    private static final String LIFETIME_TASK = "com.zaxxer.hikari.pool.HikariPool$MaxLifetimeTask";

    /** Two, so that a login check that takes its time delays neither HikariCP's housekeeping nor a drain. */
    private static final int THREADS = 2;

    // Weak, as a pool that schedules elsewhere never takes it off its thread.
    private static final ThreadLocal<WeakReference<PhysicalConnection>> JUST_OPENED = new ThreadLocal<>();

    PoolScheduler(String name) {
        // As HikariCP does with its own executor: what comes after the end is dropped.
        super(THREADS, threads(name), new ThreadPoolExecutor.DiscardPolicy());
        setRemoveOnCancelPolicy(true);
        setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        setKeepAliveTime(10, TimeUnit.SECONDS);
        allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, "leasehold-datasource-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Says that this thread has just opened a connection, for the pool to schedule its end. */
    void opened(PhysicalConnection connection) {
        JUST_OPENED.set(new WeakReference<>(connection));
    }

    /** Runs work after a delay; dropped after the end. What it throws is logged. */
    void after(Duration delay, Runnable work) {
        Runnable guarded = () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                log.error("Work on rotating connections failed", e);
            }
        };
        var unused = super.schedule(guarded, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        if (command.getClass().getName().equals(LIFETIME_TASK)) {
            WeakReference<PhysicalConnection> opened = JUST_OPENED.get();
            PhysicalConnection connection = opened == null ? null : opened.get();
            JUST_OPENED.remove();
            if (connection != null) {
                connection.exitBy(command);
            }
        }
        return super.schedule(command, delay, unit);
    }
}
