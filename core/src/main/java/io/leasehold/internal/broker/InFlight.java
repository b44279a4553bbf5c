package io.leasehold.internal.broker;

import io.leasehold.error.ClosedException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Counts the requests under way, and refuses new ones once the broker closes. Thread-safe. */
final class InFlight {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int running; // guarded by lock
    private boolean closed; // guarded by lock

    <T> T run(Supplier<T> request) {
        lock.lock();
        try {
            if (closed) {
                throw new ClosedException("the broker");
            }
            running++;
        } finally {
            lock.unlock();
        }
        try {
            return request.get();
        } finally {
            lock.lock();
            try {
                if (--running == 0) {
                    idle.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Refuses new requests from now on. Returns false when that was so already. */
    boolean close() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no request is under way. Returns false when some were left. */
    boolean await(Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (running > 0 && left > 0) {
                left = idle.awaitNanos(left);
            }
            return running == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
