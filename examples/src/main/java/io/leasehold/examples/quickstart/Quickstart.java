package io.leasehold.examples.quickstart;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.LeaseInfo;
import io.leasehold.RotatingSecret;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.key.MasterKey;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.store.jdbc.JdbcStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The example that the README opens with: a real PostgreSQL, a broker with a durable store, and what Leasehold does with
 * them. It ends by itself, with exit status 0 only if everything that it promises was seen.
 */
public final class Quickstart {

    private static final int ROTATIONS = 5;

    private final Checklist list = new Checklist();
    private final Path folder;
    private final ExampleDatabase database;

    private Quickstart(Path folder, ExampleDatabase database) {
        this.folder = folder;
        this.database = database;
    }

    /**
     * Runs the example.
     *
     * @param args none
     * @throws Exception when the example itself cannot run
     */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("leasehold-quickstart");
        boolean seen;
        System.out.println("Starting a PostgreSQL on the loopback interface ...");
        try (ExampleDatabase database = ExampleDatabase.start(folder)) {
            seen = new Quickstart(folder, database).run();
        } finally {
            delete(folder);
        }
        System.exit(seen ? 0 : 1);
    }

    /** A broker whose leases live in one file, sealed under a key in another. */
    static SecretBroker broker(Path folder, String name) {
        return SecretBroker.builder()
                .name(name)
                .storage(JdbcStorage.sqlite(folder.resolve("leases.db")))
                .masterKey(MasterKey.fromFileOrCreate(folder.resolve("master.key")))
                .creationTimeout(Duration.ofSeconds(5))
                .build();
    }

    private boolean run() throws Exception {
        try (SecretBroker broker = broker(folder, "quickstart")) {
            configure(broker);
            twoCallers(broker);
            rotatingDataSource(broker);
            leaseTable(broker);
            revoke(broker);
        }
        killAndRestart();
        return list.summary();
    }

    private void configure(SecretBroker broker) {
        list.section("Mount the database engine, configure a connection, write roles");
        broker.mounts().enable("database", "database");
        broker.write(
                "database/config/my-postgres-db",
                Map.of(
                        "plugin_name",
                        "postgresql-database-plugin",
                        "allowed_roles",
                        "app-role,short-lived",
                        "connection_url",
                        database.connectionUrl(),
                        "username",
                        ExampleDatabase.ADMIN,
                        "password",
                        database.adminPassword()));
        String creation = "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';";
        broker.write(
                "database/roles/app-role",
                Map.of(
                        "db_name", "my-postgres-db",
                        "creation_statements", creation,
                        "default_ttl", "1h",
                        "max_ttl", "24h"));
        broker.write(
                "database/roles/short-lived",
                Map.of(
                        "db_name", "my-postgres-db",
                        "creation_statements", creation,
                        "default_ttl", "5s",
                        "max_ttl", "1m"));
        list.show("roles: " + broker.list("database/roles"));
    }

    private void twoCallers(SecretBroker broker) {
        list.section("Two callers get two users");
        DatabaseCredentials first = broker.read("database/creds/app-role").as(DatabaseCredentials.class);
        DatabaseCredentials second = broker.read("database/creds/app-role").as(DatabaseCredentials.class);
        list.show("first:  " + first);
        list.show("second: " + second);
        list.check(!first.username().equals(second.username()), "two callers got two different users");
        list.check(
                database.canLogin(first.username(), first.password())
                        && database.canLogin(second.username(), second.password()),
                "both users can log in");
    }

    private void rotatingDataSource(SecretBroker broker) {
        list.section("A HikariCP pool rotates " + ROTATIONS + " times under load");
        try (RotatingSecret secret = broker.rotating("database/creds/app-role");
                RotatingDataSource rotating = RotatingDataSource.builder()
                        .secret(secret)
                        .url(database.url())
                        .build();
                HikariDataSource pool = rotating.toPool(config -> config.setMaximumPoolSize(10))) {
            Workload workload = new Workload(pool, 16);
            try (workload) {
                await(() -> workload.queries() > 200);
                for (int i = 0; i < ROTATIONS; i++) {
                    rotate(secret, rotating, workload);
                }
                await(() -> rotating.status().connections().keySet().size() == 1);
            }
            list.show(workload.queries() + " queries by " + workload.users().size() + " users, " + workload.failures()
                    + " failed");
            list.check(workload.users().size() > ROTATIONS, "the pool changed its user " + ROTATIONS + " times");
            list.check(workload.failures() == 0, "no query failed");
        }
    }

    private void rotate(RotatingSecret secret, RotatingDataSource rotating, Workload workload) {
        int users = workload.users().size();
        long queries = workload.queries();
        secret.rotate();
        // Connections in use finish on the old user: only a query on a new one shows that the pool has changed over.
        await(() -> workload.users().size() > users && workload.queries() > queries + 200);
        list.show("generation " + rotating.status().generation() + ", physical connections by generation "
                + rotating.status().connections());
    }

    private void leaseTable(SecretBroker broker) {
        list.section("The lease table");
        // The last of the pool's leases is revoked in the background, once its last connection has closed.
        await(() -> broker.leases().count("database/") == 2);
        List<LeaseInfo> leases =
                broker.leases().query(LeaseQuery.under("database/")).leases();
        for (LeaseInfo lease : leases) {
            list.show(lease.id() + "  " + lease.state() + "  " + lease.account().orElse("?") + "  ends "
                    + lease.expiresAt());
        }
        list.check(leases.size() == 2, "the pool's leases are gone with it, the two callers' are there");
    }

    private void revoke(SecretBroker broker) {
        list.section("Revoke one lease");
        Secret secret = broker.read("database/creds/app-role");
        DatabaseCredentials login = secret.as(DatabaseCredentials.class);
        boolean before = database.canLogin(login.username(), login.password());
        broker.leases().revoke(secret.lease().orElseThrow().id());
        boolean after = database.canLogin(login.username(), login.password());
        list.check(before && !after, "a login that worked fails once its lease is revoked");
        int revoked = broker.leases().revokePrefix("database/creds/app-role");
        list.show(revoked + " more leases revoked under database/creds/app-role");
    }

    private void killAndRestart() throws IOException, InterruptedException, SQLException {
        list.section("Kill a process that holds credentials, and start again on its store");
        List<String> users = startAndKillVictim();
        list.show("killed while it held " + users);
        list.check(database.brokeredUsers() == users.size(), "the killed process left its users behind");
        try (SecretBroker broker = broker(folder, "quickstart")) {
            await(() -> broker.leases().count("database/") == 0);
            list.check(broker.leases().count("database/") == 0, "the next start found its leases and ended them");
            list.check(database.brokeredUsers() == 0, "no user is left on the database");
        }
    }

    private List<String> startAndKillVictim() throws IOException, InterruptedException {
        Process victim = new ProcessBuilder(ChildProcess.command(Victim.class, folder.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> users = new ArrayList<>();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            String line = output.readLine();
            while (line != null && !line.equals("ready")) {
                users.add(line);
                line = output.readLine();
            }
        } finally {
            victim.destroyForcibly().waitFor();
        }
        return users;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
