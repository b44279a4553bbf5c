package io.leasehold.examples.quickstart;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Threads that query a data source without a pause, as an application under load does. */
final class Workload implements AutoCloseable {

    private final AtomicLong queries = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Set<String> users = new ConcurrentSkipListSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    Workload(DataSource dataSource, int size) {
        for (int i = 0; i < size; i++) {
            Thread thread = new Thread(() -> run(dataSource), "workload-" + i);
            thread.start();
            threads.add(thread);
        }
    }

    private void run(DataSource dataSource) {
        while (!stopped) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT current_user, count(*) FROM orders")) {
                result.next();
                users.add(result.getString(1));
                queries.incrementAndGet();
            } catch (SQLException e) {
                failures.incrementAndGet();
                System.out.println("   a query failed: " + e.getMessage());
            }
        }
    }

    long queries() {
        return queries.get();
    }

    long failures() {
        return failures.get();
    }

    Set<String> users() {
        return users;
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
