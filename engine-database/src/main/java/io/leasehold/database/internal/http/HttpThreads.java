package io.leasehold.database.internal.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads on which a client reads answers: made when there is something to read, and gone soon after. */
final class HttpThreads {

    private static final int SECONDS_IDLE = 5;

    private HttpThreads() {}

    /** Threads named {@code leasehold-NAME-http-N}, to be shut down by the caller. */
    static ExecutorService named(String name) {
        AtomicInteger made = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, SECONDS_IDLE, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "leasehold-" + name + "-http-" + made.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }
}
