package io.leasehold.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.spi.storage.Storage;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.store.jdbc.JdbcStorage;
import io.leasehold.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Issue and revoke through the broker against bare JDBC that sends the very statements that the broker sent, captured once
 * from the server's log, on as many connections; and beside it against the least that makes and removes a user.
 */
public final class IssueRevoke {

    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(3);

    /** Until the compiler has done its work: before that it takes more of the processors than the broker does. */
    private static final Duration WARM_UP = Duration.ofSeconds(45);

    /** Many threads get there sooner, whatever is measured then. */
    private static final int WARM_UP_THREADS = 16;

    private static final Duration WARM_UP_BARE = Duration.ofSeconds(8);

    private final PostgresServer server;
    private final List<CapturedStatement> captured;
    private final String account;

    private IssueRevoke(PostgresServer server, List<CapturedStatement> captured, String account) {
        this.server = server;
        this.captured = captured;
        this.account = account;
    }

    /**
     * Runs the benchmark.
     *
     * @param args none
     * @throws Exception when it cannot run
     */
    public static void main(String[] args) throws Exception {
        List<CapturedStatement> captured;
        String account;
        try (PostgresServer logging = Bench.server(ServerLog.SETTINGS);
                SecretBroker broker = Bench.broker(logging, new InMemoryStorage(), 1)) {
            Bench.cycle(broker);
            int before = ServerLog.read(logging.logText()).size();
            Secret secret = broker.read(Bench.CREDS);
            account = String.valueOf(secret.data().get("username"));
            broker.leases().revoke(secret.lease().orElseThrow().id());
            List<CapturedStatement> all = ServerLog.read(logging.logText());
            captured = all.subList(before, all.size()).stream()
                    .filter(statement -> statement.database().equals(Bench.DATABASE))
                    .toList();
        }
        System.out.println("The broker sent for one issue and one revoke:");
        captured.forEach(statement -> System.out.println("  " + statement.sql().replaceAll("\\s+", " ")));
        try (PostgresServer server = Bench.server(Map.of())) {
            IssueRevoke benchmark = new IssueRevoke(server, captured, account);
            for (int threads : new int[] {1, 16}) {
                benchmark.compare("in-memory store", threads, new InMemoryStorage());
                benchmark.compare("PostgreSQL store on the same server", threads, benchmark.store());
            }
        }
    }

    private Storage store() {
        String database = "store" + System.nanoTime();
        server.createDatabase(database);
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.jdbcUrl(database));
        source.setUser(server.adminUser());
        source.setPassword(server.adminPassword());
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(16);
        return JdbcStorage.of(new HikariDataSource(config));
    }

    private void compare(String name, int threads, Storage storage) throws Exception {
        try (SecretBroker broker = Bench.broker(server, storage, threads);
                Replays replays = new Replays(threads)) {
            double[] ratios = new double[ROUNDS];
            double[] tuned = new double[ROUNDS];
            double[] minimum = new double[ROUNDS];
            double[] rates = new double[ROUNDS];
            Load.rate(WARM_UP_THREADS, WARM_UP, i -> () -> Bench.cycle(broker));
            Load.rate(threads, WARM_UP_BARE, i -> () -> Bench.cycle(broker));
            Load.rate(threads, WARM_UP_BARE, i -> replays.captured.get(i));
            Load.rate(threads, WARM_UP_BARE, i -> replays.tuned.get(i));
            Load.rate(threads, WARM_UP_BARE, i -> replays.least.get(i));
            for (int round = 0; round < ROUNDS; round++) {
                double bare = Load.rate(threads, ROUND, i -> replays.captured.get(i));
                double brokered = Load.rate(threads, ROUND, i -> () -> Bench.cycle(broker));
                double bareTuned = Load.rate(threads, ROUND, i -> replays.tuned.get(i));
                double least = Load.rate(threads, ROUND, i -> replays.least.get(i));
                ratios[round] = brokered / bare;
                tuned[round] = brokered / bareTuned;
                minimum[round] = brokered / least;
                rates[round] = brokered;
            }
            System.out.printf(
                    "%-36s %2d threads: %.0f issue+revoke/s; ratio to the same statements bare %.3f;"
                            + " with the broker's driver settings %.3f; to the least %.3f%n",
                    name,
                    threads,
                    Bench.median(rates),
                    Bench.median(ratios),
                    Bench.median(tuned),
                    Bench.median(minimum));
        }
    }

    /** The bare operations of each thread, on connections of their own. */
    private final class Replays implements AutoCloseable {

        private final List<Replay> captured = new ArrayList<>();
        private final List<Replay> tuned = new ArrayList<>();
        private final List<Least> least = new ArrayList<>();

        Replays(int threads) throws SQLException {
            for (int i = 0; i < threads; i++) {
                captured.add(new Replay(server.admin(Bench.DATABASE), IssueRevoke.this.captured, account));
                tuned.add(new Replay(tunedConnection(), IssueRevoke.this.captured, account));
                least.add(new Least(server.admin(Bench.DATABASE)));
            }
        }

        /** With the one driver setting of the broker's own connections that matters for speed. */
        private Connection tunedConnection() throws SQLException {
            Properties properties = new Properties();
            properties.setProperty("user", server.adminUser());
            properties.setProperty("password", server.adminPassword());
            properties.setProperty("flushCacheOnDdl", "false");
            return DriverManager.getConnection(server.jdbcUrl(Bench.DATABASE), properties);
        }

        @Override
        public void close() throws SQLException {
            for (Replay replay : captured) {
                replay.close();
            }
            for (Replay replay : tuned) {
                replay.close();
            }
            for (Least operation : least) {
                operation.connection.close();
            }
        }
    }

    /** One CREATE ROLE, one GRANT, one DROP ROLE, each its own transaction, with a clear password. */
    private record Least(Connection connection) implements Load.Operation {

        private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());

        @Override
        public void run() throws SQLException {
            String name = "least_" + NUMBER.incrementAndGet();
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD 'aBcDeFgHiJkLmNoPqRsT'");
                statement.execute("GRANT pg_read_all_data TO " + name);
                statement.execute("DROP ROLE " + name);
            }
        }
    }
}
