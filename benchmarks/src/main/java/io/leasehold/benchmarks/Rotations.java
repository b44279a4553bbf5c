package io.leasehold.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Fifty rotations under sixteen busy threads on a pool of ten: failed queries, the most physical connections open at once,
 * the longest {@code getConnection}; plainly, and with opens slowed to 700 ms and closes to 1.5 s.
 */
public final class Rotations {

    private static final int THREADS = 16;
    private static final int POOL = 10;

    private Rotations() {}

    /**
     * Runs the benchmark.
     *
     * @param args the number of rotations, default 50, and of those with slowed opens and closes, default 5: each of these
     *     takes some 25 seconds
     * @throws Exception when it cannot run
     */
    public static void main(String[] args) throws Exception {
        int rotations = args.length > 0 ? Integer.parseInt(args[0]) : 50;
        int slowed = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        try (PostgresServer server = Bench.server(Map.of());
                SecretBroker broker = Bench.broker(server, new InMemoryStorage(), 4)) {
            run("nothing slowed", server, broker, rotations, Duration.ZERO, Duration.ZERO);
            run("opens 700 ms, closes 1.5 s", server, broker, slowed, Duration.ofMillis(700), Duration.ofMillis(1500));
        }
    }

    private static void run(
            String name, PostgresServer server, SecretBroker broker, int rotations, Duration open, Duration close)
            throws InterruptedException {
        CountingOpener opener = new CountingOpener(server.jdbcUrl(Bench.DATABASE), open, close);
        try (RotatingSecret secret = broker.rotating(Bench.CREDS);
                RotatingDataSource rotating = RotatingDataSource.builder()
                        .secret(secret)
                        .opener(opener)
                        .maxConnections(POOL)
                        .build();
                HikariDataSource pool = rotating.toPool(config -> config.setMaximumPoolSize(POOL))) {
            Work work = new Work(pool);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Thread thread = new Thread(work, "work-" + i);
                thread.start();
                threads.add(thread);
            }
            await(() -> work.queries.get() > 1_000);
            work.longest.set(0);
            for (int i = 0; i < rotations; i++) {
                long generation = rotating.status().generation();
                secret.rotate();
                await(() -> rotating.status().generation() > generation
                        && rotating.status().connections().keySet().stream().noneMatch(old -> old <= generation));
            }
            work.stopped = true;
            for (Thread thread : threads) {
                thread.join();
            }
            System.out.printf(
                    "%-28s %d rotations, %d queries, %d failed; most connections at once %d of %d;"
                            + " longest getConnection %.1f ms%n",
                    name,
                    rotations,
                    work.queries.get(),
                    work.failures.get(),
                    opener.most(),
                    POOL,
                    work.longest.get() / 1e6);
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static final class Work implements Runnable {

        private final HikariDataSource pool;
        private final AtomicLong queries = new AtomicLong();
        private final AtomicLong failures = new AtomicLong();
        private final AtomicLong longest = new AtomicLong();
        private volatile boolean stopped;

        Work(HikariDataSource pool) {
            this.pool = pool;
        }

        @Override
        public void run() {
            while (!stopped) {
                long start = System.nanoTime();
                try (Connection connection = pool.getConnection()) {
                    longest.accumulateAndGet(System.nanoTime() - start, Math::max);
                    try (Statement statement = connection.createStatement();
                            ResultSet result = statement.executeQuery("SELECT 1")) {
                        result.next();
                        queries.incrementAndGet();
                    }
                } catch (SQLException e) {
                    failures.incrementAndGet();
                    System.out.println("a query failed: " + e);
                }
            }
        }
    }
}
