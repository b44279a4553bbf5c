package io.leasehold.database.internal.datasource;

import io.leasehold.database.internal.drain.BackgroundWork;
import java.lang.ref.WeakReference;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

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
final class PoolScheduler extends BackgroundWork {

    private static final String LIFETIME_TASK = "com.zaxxer.hikari.pool.HikariPool$MaxLifetimeTask";

    // Weak, as a pool that schedules elsewhere never takes it off its thread.
    private static final ThreadLocal<WeakReference<PhysicalConnection>> JUST_OPENED = new ThreadLocal<>();

    PoolScheduler(String name) {
        super("datasource-" + name);
    }

    /** Says that this thread has just opened a connection, for the pool to schedule its end. */
    void opened(PhysicalConnection connection) {
        JUST_OPENED.set(new WeakReference<>(connection));
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
