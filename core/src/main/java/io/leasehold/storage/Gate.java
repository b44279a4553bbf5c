package io.leasehold.storage;

import io.leasehold.error.ClosedException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The one lock of an in-memory store, and whether the store is closed. Leases and entries share it, because an insert of
 * the one checks versions of the other.
 */
final class Gate {

    /** The lock is mostly held for microseconds: to try again for about as long costs less than to sleep and be woken. */
    private static final int TRIES = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed; // written under the lock

    /** Refuses when the store is closed. */
    void requireOpen() {
        if (closed) {
            throw new ClosedException("in-memory store");
        }
    }

    <T> T locked(Supplier<T> action) {
        lock();
        try {
            requireOpen();
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void lock() {
        for (int i = 0; i < TRIES; i++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }
}
