package io.leasehold.database.internal.mongoclient;

import com.mongodb.MongoInterruptedException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where operations wait that the current credential does not serve. Nobody else comes here. Thread-safe. */
final class Successor {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Says that there is another credential, or none ever again. */
    void appeared() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits.
     *
     * @param isThere whether there is another credential
     * @param limit how long to wait at most
     * @return what is left of the limit; zero or negative when it was over before
     * @throws MongoInterruptedException when the thread is interrupted; its flag stays set
     */
    Duration await(BooleanSupplier isThere, Duration limit) {
        long left = limit.toNanos();
        try {
            lock.lockInterruptibly();
            try {
                while (left > 0 && !isThere.getAsBoolean()) {
                    left = changed.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException("Interrupted while waiting for a fresh credential", e);
        }
        return Duration.ofNanos(left);
    }
}
