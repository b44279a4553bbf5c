package io.leasehold.it;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.LeaseInfo;
import io.leasehold.RotatingSecret;
import io.leasehold.RotationStatus;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.database.DatabaseRole;
import io.leasehold.database.DatabaseStaticRole;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.database.StaticCredentials;
import io.leasehold.error.LeaseholdException;
import io.leasehold.key.MasterKey;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.testkit.server.FaultyProxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/**
 * A life of a broker in a process of its own, logging everything. It writes down every text that it saw, what the store
 * held in the middle of it, and, in a file apart, the secrets that must be in none of these.
 */
final class SecretsScenario {

    private final Path folder;
    private final Brokers.Store store;
    private final Brokers brokers;
    private final AppDatabase app = AppDatabase.create(
            ItServer.get(),
            "secretive",
            "keeper",
            "adm:p@ss/w%rd " + HexFormat.of().formatHex(Brokers.randomKey(), 0, 6));
    private final List<String> seen = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>();
    private int copies;

    private SecretsScenario(Brokers.Store store, Path folder) {
        this.store = store;
        this.folder = folder;
        this.brokers = Brokers.on(store, folder);
    }

    /**
     * Runs the scenario.
     *
     * @param args the kind of store, and the folder to write to
     */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        SecretsScenario scenario = new SecretsScenario(Brokers.Store.valueOf(args[0]), folder);
        // What came before is the fixture, which made the administrator.
        int serverFrom = ItServer.get().logText().length();
        int driverFrom = driverLog(folder).length();
        scenario.run();
        Files.writeString(folder.resolve("seen.txt"), String.join("\n", scenario.seen));
        Files.writeString(folder.resolve("secrets.txt"), String.join("\n", scenario.secrets));
        Files.writeString(folder.resolve("server.log"), ItServer.get().logText().substring(serverFrom));
        Files.writeString(folder.resolve("driver.log"), driverLog(folder).substring(driverFrom));
        System.exit(0);
    }

    private static String driverLog(Path folder) throws IOException {
        return Files.readString(folder.resolve("driver-all.log"), StandardCharsets.UTF_8);
    }

    private void run() throws Exception {
        secret("password", app.adminPassword());
        secret("key", new String(brokers.key, StandardCharsets.ISO_8859_1));
        secret("key", HexFormat.of().formatHex(brokers.key));
        secret("key", Base64.getEncoder().encodeToString(brokers.key));
        see(MasterKey.fromBytes(brokers.key));
        SecretBroker broker = brokers.live("secretive");
        see(broker);
        configure(broker);
        copyStore();
        issueAndRenew(broker);
        failToIssue(broker);
        loseTheTarget(broker);
        rotate(broker);
        rotatePasswords(broker);
        copyStore();
        see(broker.write("sys/rotate").data());
        see(broker.write("sys/rewrap").data());
        copyStore();
        see(broker.mounts().list());
        broker.close();
        fails(() -> broker.read("database/creds/app"));
        copyStore();
        brokers.events.all().forEach(this::see);
        brokers.close();
    }

    private void configure(SecretBroker broker) {
        broker.mounts().enable("database", "database");
        see(broker.write("database/config/db", app.connection()));
        DatabaseConnection typed = DatabaseConnection.builder()
                .pluginName("postgresql-database-plugin")
                .connectionUrl(app.guideUrl())
                .username(app.admin())
                .password(app.adminPassword())
                .allowedRoles("*")
                .passwordAuthentication("password")
                .build();
        see(typed);
        see(broker.write("database/config/clear", typed));
        for (String name : List.of("db", "clear")) {
            see(new HashMap<>(broker.read("database/config/" + name).data()));
        }
        DatabaseRole role = DatabaseRole.builder()
                .dbName("db")
                .creationStatements(AppDatabase.CREATION)
                .defaultTtl(Duration.ofHours(1))
                .maxTtl(Duration.ofHours(24))
                .build();
        see(role);
        see(broker.write("database/roles/app", role));
        see(new HashMap<>(broker.read("database/roles/app").data()));
        broker.write("database/roles/clear", AppDatabase.role("clear"));
    }

    private void issueAndRenew(SecretBroker broker) {
        for (String name : List.of("app", "clear")) {
            Secret secret = issue(broker, name);
            String id = secret.lease().orElseThrow().id();
            see(broker.leases().renew(id, Duration.ofHours(2)));
            see(broker.leases().lookup(id));
            see(new HashMap<>(broker.read("sys/leases/lookup/" + id).data()));
            see(broker.leases().query(LeaseQuery.all()));
            see(broker.leases().expiry());
        }
        broker.leases().revokePrefix("database/creds/app");
    }

    private Secret issue(SecretBroker broker, String name) {
        Secret secret = broker.read("database/creds/" + name);
        DatabaseCredentials login = secret.as(DatabaseCredentials.class);
        secret(name.equals("clear") ? "clear" : "password", login.password());
        see(secret);
        see(secret.data());
        see(secret.data().entrySet());
        see(secret.data().values());
        see(login);
        see(List.of(secret, login));
        see(secret.lease());
        fails(() -> secret.as(Misfit.class));
        return secret;
    }

    /** A record that the credential does not fit. */
    record Misfit(int password) {}

    /** Passwords that stay with their account, and are kept in the store. */
    private void rotatePasswords(SecretBroker broker) throws Exception {
        String first = "as-it-was-before-1";
        secret("clear", first);
        app.execute("SET ROLE " + app.admin(), "CREATE ROLE stays LOGIN PASSWORD '" + first + "'");
        DatabaseStaticRole role = DatabaseStaticRole.builder()
                .dbName("db")
                .username("stays")
                .rotationPeriod(Duration.ofHours(24))
                .skipImportRotation(true)
                .password(first)
                .build();
        see(role);
        see(broker.write("database/static-roles/stays", role));
        readStatic(broker);
        copyStore();
        see(broker.write("database/rotate-role/stays"));
        readStatic(broker);
        for (String statement :
                List.of("SELECT '{{password}}'::int", "DO $$ BEGIN RAISE 'it is {{password}}'; END $$")) {
            broker.write("database/static-roles/stays", Map.of("rotation_statements", statement));
            fails(() -> broker.write("database/rotate-role/stays"));
        }
        fails(() -> broker.write("database/static-roles/stays", Map.of("password", first)));
        see(new HashMap<>(broker.read("database/static-roles/stays").data()));
        readStatic(broker);
        broker.write(
                "sys/policies/password/own",
                Map.of(
                        "policy",
                        Map.of("length", 30, "rules", List.of(Map.of("charset", "abcdefghijkmnopqrstuvwxyz")))));
        Secret generated = broker.read("sys/policies/password/own/generate");
        secret("password", String.valueOf(generated.data().get("password")));
        see(generated);
        // Connection "far" has the same login and does not answer any more, so the rotation stays unfinished.
        fails(() -> broker.write("database/rotate-root/db"));
        see(new HashMap<>(broker.read("database/config/db").data()));
    }

    private void readStatic(SecretBroker broker) {
        Secret secret = broker.read("database/static-creds/stays");
        StaticCredentials login = secret.as(StaticCredentials.class);
        if (login.lastVaultRotation() != null) {
            secret("password", login.password());
        }
        see(secret);
        see(secret.data());
        see(login);
        fails(() -> secret.as(Misfit.class));
    }

    /** The server repeats the offending text in its own words. */
    private void failToIssue(SecretBroker broker) {
        for (String connection : List.of("db", "clear")) {
            for (String statement : List.of(
                    "SELECT '{{password}}'::int",
                    "GRANT nobody TO '{{password}}'",
                    "DO $$ BEGIN RAISE 'it is {{password}}'; END $$",
                    "SELECT pg_terminate_backend(pg_backend_pid()), '{{password}}'")) {
                broker.write(
                        "database/roles/bad",
                        Map.of("db_name", connection, "creation_statements", List.of(AppDatabase.CREATION, statement)));
                fails(() -> broker.read("database/creds/bad"));
            }
        }
        String wrong = "wrong-" + app.adminPassword();
        secret("password", wrong);
        Map<String, Object> fields = app.connection();
        fields.put("password", wrong);
        fails(() -> broker.write("database/config/wrong", fields));
        fields.put("connection_url", "postgresql://keeper:" + "in-url-secret-1" + "@127.0.0.1:99999/db");
        secret("password", "in-url-secret-1");
        fails(() -> broker.write("database/config/wrong", fields));
        fields.put("verify_connection", List.of(wrong));
        fails(() -> broker.write("database/config/wrong", fields));
        fails(() -> broker.write("database/config/wrong", Map.of("pasword", wrong)));
        fails(() -> broker.write("database/config/db", Map.of("password", Map.of("x", wrong))));
    }

    private void loseTheTarget(SecretBroker broker) {
        try (FaultyProxy proxy = FaultyProxy.to("127.0.0.1", ItServer.get().port())) {
            broker.write("database/config/far", app.connection(proxy.port()));
            broker.write("database/roles/far", AppDatabase.role("far"));
            Secret secret = issue(broker, "far");
            proxy.cutAfter(FaultyProxy.Direction.TO_SERVER, 700);
            fails(() -> broker.read("database/creds/far"));
            proxy.refuse();
            fails(() -> broker.read("database/creds/far"));
            fails(() -> broker.leases().renew(secret.lease().orElseThrow().id()));
            fails(() -> broker.leases().revokePrefix("database/creds/far"));
            LeaseInfo left = broker.leases().lookup(secret.lease().orElseThrow().id());
            see(left);
            proxy.pass();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> broker.leases().count("database/creds/far") == 0);
        }
    }

    @SuppressWarnings("try") // closes them early, to see what they say afterwards
    private void rotate(SecretBroker broker) throws Exception {
        try (RotatingSecret secret = broker.rotating("database/creds/app");
                RotatingDataSource rotating = RotatingDataSource.builder()
                        .secret(secret)
                        .url(ItServer.get().jdbcUrl(app.name()))
                        .build();
                HikariDataSource pool = rotating.toPool(config -> config.setMaximumPoolSize(3))) {
            secret.subscribe(rotation -> {
                see(rotation);
                see(rotation.previous());
                see(rotation.current());
            });
            for (int generation = 1; generation <= 3; generation++) {
                secret(
                        "password",
                        secret.current().as(DatabaseCredentials.class).password());
                try (Connection connection = pool.getConnection()) {
                    see(connection);
                    see(connection.unwrap(Connection.class));
                    see(connection.getMetaData().getURL());
                }
                see(secret);
                see(secret.current());
                RotationStatus status = secret.status();
                see(status);
                see(rotating);
                see(rotating.status());
                see(pool);
                see(pool.getDataSourceProperties());
                long before = status.generation();
                secret.rotate();
                Awaitility.await().until(() -> secret.status().generation() > before);
            }
            secret("password", secret.current().as(DatabaseCredentials.class).password());
            broker.leases().revokePrefix("database/creds/app");
            fails(() -> rotating.getConnection("somebody", "else-entirely"));
            secret.close();
            fails(secret::current);
            pool.close();
            fails(pool::getConnection);
            fails(rotating::getConnection);
        }
    }

    private void fails(Callable<?> call) {
        try {
            Object result = call.call();
            throw new AssertionError("this must fail, and gave a " + result.getClass());
        } catch (Exception e) {
            seen.add(Secrets.textOf(e));
            if (e instanceof LeaseholdException known) {
                see(known.getMessage());
            }
        }
    }

    private synchronized void see(Object value) {
        seen.add(value.toString());
    }

    private synchronized void secret(String kind, String value) {
        secrets.add(kind + "\t" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Everything that the store holds now, byte by byte. */
    private void copyStore() throws Exception {
        copies++;
        if (store == Brokers.Store.SQLITE) {
            for (String part : List.of("", "-wal", "-shm")) {
                Path file = Path.of(brokers.sqliteFile() + part);
                if (Files.exists(file)) {
                    Files.copy(file, folder.resolve("store-" + copies + part));
                }
            }
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Connection connection = ItServer.get().admin(brokers.storeDatabase());
                Statement statement = connection.createStatement()) {
            for (String table : List.of("lease", "entry", "latch", "schema")) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM leasehold_" + table)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            Object value = rows.getObject(i);
                            bytes.write(
                                    value instanceof byte[] raw
                                            ? raw
                                            : String.valueOf(value).getBytes(StandardCharsets.UTF_8));
                        }
                    }
                }
            }
        }
        Files.write(folder.resolve("store-" + copies), bytes.toByteArray());
    }
}
