package io.leasehold.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.SecretBroker;
import io.leasehold.spi.storage.Storage;
import io.leasehold.store.jdbc.JdbcStorage;
import io.leasehold.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A PostgreSQL store with a million leases: time from {@code build()} to the first issue, heap growth, and the rate at which
 * one instance expires them with an engine that does nothing.
 *
 * <p>The leases are made by issuing some thousands through the broker and copying their rows inside the store; copies cannot
 * be opened (the seal is bound to the lease id), so for the rate of expiry as many leases are issued for real as the second
 * argument says.
 */
public final class MillionLeases {

    private static final int ISSUERS = 12;

    private MillionLeases() {}

    /**
     * Runs the benchmark.
     *
     * @param args how many rows there are to be, default 1000000; how many of them are issued for real and expire, default
     *     60000
     * @throws Exception when it cannot run
     */
    public static void main(String[] args) throws Exception {
        // It finds every copy unreadable and says so, at once for thousands of rows.
        System.setProperty("org.slf4j.simpleLogger.log.io.leasehold.internal.lease.LeaseInspector", "off");
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int expiring = args.length > 1 ? Integer.parseInt(args[1]) : 60_000;
        try (PostgresServer server = Bench.server(Map.of());
                HikariDataSource source = source(server)) {
            prepare(source, rows, expiring);
            start(source, rows);
            expire(source, expiring);
        }
    }

    private static HikariDataSource source(PostgresServer server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl(Bench.DATABASE));
        config.setUsername(server.adminUser());
        config.setPassword(server.adminPassword());
        config.setMaximumPoolSize(12);
        return new HikariDataSource(config);
    }

    private static SecretBroker broker(Storage storage, boolean paused) {
        SecretBroker.Builder builder = SecretBroker.builder()
                .name("bench")
                .storage(storage)
                .masterKey(Bench.key())
                .engine(new IdleEngine.Provider());
        return paused ? builder.startPaused().build() : builder.build();
    }

    private static void prepare(HikariDataSource source, int rows, int expiring) throws Exception {
        try (SecretBroker broker = broker(JdbcStorage.of(source), true)) {
            broker.mounts().enable("idle", "idle");
            System.out.println("issuing " + expiring + " leases that expire ...");
            issue(broker, expiring);
        }
        System.out.println("copying rows up to " + rows + " ...");
        copy(source, rows - expiring);
    }

    /** Every request ends by itself: one that is broken off would leave an intent that is due only at its deadline. */
    private static void issue(SecretBroker broker, int leases) throws Exception {
        AtomicInteger begun = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(ISSUERS);
        try {
            List<Future<?>> issuers = new ArrayList<>();
            for (int i = 0; i < ISSUERS; i++) {
                issuers.add(threads.submit(() -> {
                    while (begun.getAndIncrement() < leases) {
                        broker.read("idle/creds/short", Map.of("ttl", "1s"));
                    }
                }));
            }
            for (Future<?> issuer : issuers) {
                issuer.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void copy(HikariDataSource source, int rows) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    DO $$
                    DECLARE columns text; selected text;
                    BEGIN
                      SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position),
                             string_agg(CASE column_name
                               WHEN 'id' THEN 'regexp_replace(s.id, ''short/.*'', ''long/'') || lpad(n::text, 24, ''0'')'
                               WHEN 'account_tag' THEN 'md5(n::text)'
                               WHEN 'expires_at' THEN 's.expires_at + 86400000000'
                               WHEN 'due_at' THEN 's.due_at + 86400000000 + n'
                               ELSE 's.' || quote_ident(column_name) END, ', ' ORDER BY ordinal_position)
                        INTO columns, selected
                        FROM information_schema.columns WHERE table_name = 'leasehold_lease';
                      EXECUTE format('INSERT INTO leasehold_lease (%%s) SELECT %%s
                        FROM (SELECT * FROM leasehold_lease LIMIT 1) s, generate_series(1, %1$d) n', columns, selected);
                    END $$""".formatted(rows));
            statement.execute("ANALYZE leasehold_lease");
        }
    }

    private static void start(HikariDataSource source, int rows) {
        long heapBefore = usedHeap();
        long begin = System.nanoTime();
        try (SecretBroker broker = broker(JdbcStorage.of(source), true)) {
            broker.read("idle/creds/first");
            double seconds = (System.nanoTime() - begin) / 1e9;
            long heap = usedHeap() - heapBefore;
            System.out.printf(
                    "%d leases in the store: build() to first issue %.2f s, heap growth %.1f MB%n",
                    rows, seconds, heap / 1e6);
        }
    }

    private static void expire(HikariDataSource source, int expiring) {
        try (SecretBroker broker = broker(JdbcStorage.of(source), false)) {
            long begin = System.nanoTime();
            while (broker.leases().count("idle/creds/short") > 0) {
                LockSupport.parkNanos(200_000_000);
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "%d leases expired in %.1f s by one instance: %.0f/s%n", expiring, seconds, expiring / seconds);
        }
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
