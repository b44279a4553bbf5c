package io.leasehold.internal.broker;

import io.leasehold.error.ClosedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Counts the requests under way, and refuses new ones once the broker closes. A request inside a request (an event listener
 * that asks the broker something) belongs to the outer one: it is let through, and who closes the broker from there does not
 * wait for themselves. Thread-safe.
 */
final class InFlight {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Map<Thread, Integer> depths = new ConcurrentHashMap<>();
    private volatile boolean closed; // written under the lock

    <T> T run(Supplier<T> request) {
        begin();
        try {
            return request.get();
        } finally {
            end();
        }
    }

    /** Counts first and looks then, as who closes looks last: so at least one of the two sees the other. */
    private void begin() {
        int depth = depths.merge(Thread.currentThread(), 1, Integer::sum);
        if (closed && depth == 1) {
            end();
            throw new ClosedException("the broker");
        }
    }

    private void end() {
        depths.computeIfPresent(Thread.currentThread(), (self, depth) -> depth == 1 ? null : depth - 1);
        if (closed) {
            lock.lock();
            try {
                ended.signalAll();
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

    /** Waits until no other thread has a request under way. Returns false when some were left. */
    boolean await(Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (othersRun() && left > 0) {
                left = ended.awaitNanos(left);
            }
            return !othersRun();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean othersRun() {
        return depths.size() > (depths.containsKey(Thread.currentThread()) ? 1 : 0);
    }
}
