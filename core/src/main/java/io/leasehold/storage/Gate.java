package io.leasehold.storage;

import io.leasehold.error.ClosedException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The one lock of an in-memory store, and whether the store is closed. Leases and entries share it, because an insert of
 * the one checks versions of the other.
 */
final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed; // guarded by lock

    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            if (closed) {
                throw new ClosedException("in-memory store");
            }
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
}
