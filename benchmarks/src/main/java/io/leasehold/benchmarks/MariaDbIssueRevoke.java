package io.leasehold.benchmarks;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.server.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Issue and revoke on MariaDB with the in-memory store, against bare JDBC that sends the very statements that the broker
 * sent, captured once from the server's general log, on as many connections.
 */
public final class MariaDbIssueRevoke {

    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration WARM_UP_BARE = Duration.ofSeconds(8);
    private static final String CREATION =
            "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'; GRANT SELECT ON bench.* TO '{{name}}'@'%';";

    private MariaDbIssueRevoke() {}

    /**
     * Runs the benchmark.
     *
     * @param args none
     * @throws Exception when it cannot run
     */
    public static void main(String[] args) throws Exception {
        Captured captured;
        try (MariaDbServer logging = server(Map.of("general_log", "ON", "log_output", "TABLE"));
                SecretBroker broker = broker(logging, 1)) {
            captured = capture(logging, broker);
        }
        System.out.println("The broker sent for one issue and one revoke:");
        captured.statements().forEach(sql -> System.out.println("  " + sql.replaceAll("\\s+", " ")));
        try (MariaDbServer server = server(Map.of())) {
            for (int threads : new int[] {1, 16}) {
                compare(server, captured, threads);
            }
        }
    }

    private static MariaDbServer server(Map<String, String> settings) {
        MariaDbServer server = MariaDbServer.start(settings);
        server.createDatabase(Bench.DATABASE);
        return server;
    }

    private static SecretBroker broker(MariaDbServer server, int connections) {
        SecretBroker broker = SecretBroker.builder()
                .name("bench")
                .storage(new InMemoryStorage())
                .masterKey(Bench.key())
                .workers(16)
                .build();
        broker.mounts().enable("database", "database");
        broker.write(
                "database/config/bench",
                Map.of(
                        "plugin_name",
                        "mysql-database-plugin",
                        "allowed_roles",
                        "*",
                        "connection_url",
                        // By the driver of the replay, since drivers differ in what a statement costs.
                        "jdbc:mariadb://" + server.host() + ":" + server.port() + "/",
                        "username",
                        server.adminUser(),
                        "password",
                        server.adminPassword(),
                        "max_open_connections",
                        connections));
        broker.write(
                "database/roles/app-role",
                Map.of("db_name", "bench", "creation_statements", CREATION, "default_ttl", "1h", "max_ttl", "24h"));
        return broker;
    }

    /** What one issue and one revoke sent, and the texts in it that differ each time. */
    private record Captured(List<String> statements, String account, String lock) {}

    private static Captured capture(MariaDbServer server, SecretBroker broker) throws SQLException {
        Bench.cycle(broker);
        int before = log(server).size();
        Secret secret = broker.read(Bench.CREDS);
        broker.leases().revoke(secret.lease().orElseThrow().id());
        List<String> all = log(server);
        List<String> statements = all.subList(before, all.size());
        Matcher lock = Pattern.compile("GET_LOCK\\('([^']+)'").matcher(String.join("\n", statements));
        if (!lock.find()) {
            throw new IllegalStateException("the log shows no lock: " + statements);
        }
        return new Captured(statements, String.valueOf(secret.data().get("username")), lock.group(1));
    }

    /** The statements of the broker's sessions, without those that read the log. */
    private static List<String> log(MariaDbServer server) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (Connection admin = server.admin("");
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery("SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log"
                        + " WHERE command_type = 'Query' AND thread_id <> CONNECTION_ID()"
                        + " AND thread_id IN (SELECT thread_id FROM mysql.general_log"
                        + "   WHERE CONVERT(argument USING utf8mb4) LIKE 'SELECT GET_LOCK(%' AND command_type = 'Query')"
                        + " ORDER BY event_time")) {
            while (rows.next()) {
                statements.add(rows.getString(1));
            }
        }
        return statements;
    }

    private static void compare(MariaDbServer server, Captured captured, int threads) throws Exception {
        List<Replay> replays = new ArrayList<>();
        try (SecretBroker broker = broker(server, threads)) {
            for (int i = 0; i < threads; i++) {
                replays.add(new Replay(inTransactions(server.admin("")), captured));
            }
            Load.rate(16, WARM_UP, i -> () -> Bench.cycle(broker));
            Load.rate(threads, WARM_UP_BARE, i -> () -> Bench.cycle(broker));
            Load.rate(threads, WARM_UP_BARE, replays::get);
            double[] ratios = new double[ROUNDS];
            double[] rates = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                double bare = Load.rate(threads, ROUND, replays::get);
                rates[round] = Load.rate(threads, ROUND, i -> () -> Bench.cycle(broker));
                ratios[round] = rates[round] / bare;
            }
            System.out.printf(
                    "in-memory store, %2d threads: %.0f issue+revoke/s; ratio to the same statements bare %.3f%n",
                    threads, Bench.median(rates), Bench.median(ratios));
        } finally {
            for (Replay replay : replays) {
                replay.connection.close();
            }
        }
    }

    /** As the broker's sessions are: what commits is the captured COMMIT. */
    private static Connection inTransactions(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        return connection;
    }

    /** Sends the captured statements again, each time for another account. Used by one thread. */
    private record Replay(Connection connection, Captured captured) implements Load.Operation {

        @Override
        public void run() throws SQLException {
            long number = ThreadLocalRandom.current().nextLong(1_000_000_000_000L);
            String account = fresh(captured.account(), number);
            String lock = fresh(captured.lock(), number);
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                for (String sql : captured.statements()) {
                    statement.execute(sql.replace(captured.account(), account).replace(captured.lock(), lock));
                }
            }
        }

        /** As long as before, with another end. */
        private static String fresh(String text, long number) {
            return text.substring(0, text.length() - 12) + "%012d".formatted(number);
        }
    }
}
