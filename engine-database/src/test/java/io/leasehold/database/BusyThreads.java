package io.leasehold.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Threads that borrow a connection, run one query and give it back, as fast as they can, until stopped. */
final class BusyThreads implements AutoCloseable {

    private final DataSource pool;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong queries = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();
    private volatile boolean stopped;

    BusyThreads(DataSource pool, int count) {
        this.pool = pool;
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::work, "busy-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void work() {
        while (!stopped) {
            try {
                long before = System.nanoTime();
                try (Connection connection = pool.getConnection()) {
                    longest.accumulateAndGet(System.nanoTime() - before, Math::max);
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery("SELECT 1")) {
                        row.next();
                    }
                }
                queries.incrementAndGet();
            } catch (SQLException | RuntimeException e) {
                failures.add(e);
            }
        }
    }

    long queries() {
        return queries.get();
    }

    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    /** The longest wait for a connection since the last call. */
    Duration takeLongest() {
        return Duration.ofNanos(longest.getAndSet(0));
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while stopping", e);
            }
        }
    }
}
