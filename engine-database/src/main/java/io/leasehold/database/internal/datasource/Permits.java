package io.leasehold.database.internal.datasource;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * One permit per physical connection, from before the driver's connect to the end of its close. A pool stops counting a
 * connection before its socket is closed (HikariCP#1635), so without these a rotation would exceed the pool's size on
 * the server. Only opening and closing come here, never a borrow from the pool. Thread-safe.
 */
final class Permits {

    private final IntSupplier limit;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    // Guarded by lock.
    private int taken;
    // Guarded by lock.
    private boolean closed;

    /**
     * Creates the permits.
     *
     * @param limit how many there are; asked at each attempt, since a pool may be resized while it runs
     */
    Permits(IntSupplier limit) {
        this.limit = limit;
    }

    /**
     * Takes a permit, waiting for one if need be.
     *
     * @param patience how long to wait at most
     * @return the permit, to be released by whoever holds it
     * @throws SQLException when none came free in time, or the thread was interrupted (its flag stays set)
     */
    Permit acquire(Duration patience) throws SQLException {
        long left = patience.toNanos();
        try {
            lock.lockInterruptibly();
            try {
                while (!closed && taken >= limit.getAsInt()) {
                    if (left <= 0) {
                        throw exhausted(patience);
                    }
                    left = changed.awaitNanos(left);
                }
                taken++;
                return new Permit();
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for a connection to end", "08001", e);
        }
    }

    /** How many are taken now. */
    int taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** How many there are now. */
    int limit() {
        return limit.getAsInt();
    }

    /** Lets those who wait go on, to find that the data source is closed. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets those who wait look at the limit again. */
    void limitChanged() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // Called with the lock held.
    private SQLException exhausted(Duration patience) {
        return new SQLTransientConnectionException(
                "no connection could be opened within " + patience.toMillis() + " ms: " + taken + " of "
                        + limit.getAsInt() + " physical connections are open, opening or closing",
                "08001");
    }

    /** The right to one physical connection. */
    final class Permit {

        private final AtomicBoolean released = new AtomicBoolean();

        private Permit() {}

        /** Gives it back. Doing so again does nothing. */
        void release() {
            if (released.compareAndSet(false, true)) {
                lock.lock();
                try {
                    taken--;
                    changed.signal();
                } finally {
                    lock.unlock();
                }
            }
        }
    }
}
