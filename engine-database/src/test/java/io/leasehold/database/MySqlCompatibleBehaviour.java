package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.internal.mysql.LockNames;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.observe.Measurement;
import io.leasehold.spi.engine.Measured;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.testkit.server.MySqlCompatibleServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to MySQL and MariaDB: the guide's roles, statements that commit by themselves, hosts, open sessions. */
abstract class MySqlCompatibleBehaviour {

    static final String ORDERS_APP = """
            CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'; \
            GRANT SELECT, INSERT, UPDATE ON orders.* TO '{{name}}'@'%';""";

    static final String ORDERS_READONLY = """
            CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'; \
            GRANT SELECT ON orders.* TO '{{name}}'@'%';""";

    private static final String REVOKE = "DROP USER IF EXISTS '{{name}}'@'%';";

    private static final String LEAST_ADMIN = "least_admin";
    private static final String LEAST_PASSWORD = "p:@/%s w\\'\"";

    final MySqlCompatibleServer server;
    final EngineHarness engine = new EngineHarness();

    MySqlCompatibleBehaviour(MySqlCompatibleServer server) {
        this.server = server;
    }

    /** A server of the same product, for this test alone. */
    abstract MySqlCompatibleServer startAnother();

    /** The right to end sessions of others, as the product spells it. */
    abstract String connectionAdmin();

    @BeforeEach
    void prepare() {
        server.execute(
                "",
                "CREATE DATABASE IF NOT EXISTS orders",
                "CREATE TABLE IF NOT EXISTS orders.orders (id INT PRIMARY KEY AUTO_INCREMENT, item TEXT)",
                "CREATE USER IF NOT EXISTS " + LEAST_ADMIN + " IDENTIFIED BY 'p:@/%s w\\\\\\'\"'",
                "GRANT CREATE USER, PROCESS, " + connectionAdmin() + " ON *.* TO " + LEAST_ADMIN,
                "GRANT SELECT ON mysql.user TO " + LEAST_ADMIN,
                "GRANT SELECT, INSERT, UPDATE ON orders.* TO " + LEAST_ADMIN + " WITH GRANT OPTION");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void guidesRolesComeAndGoWithoutTrace(boolean leastPrivileged) throws SQLException {
        assertThat(connect(leastPrivileged, Map.of()).warnings()).isEmpty();
        engine.write("roles/orders-app", role(ORDERS_APP, Map.of("default_ttl", "2h", "max_ttl", "12h")));
        engine.write("roles/orders-readonly", role(ORDERS_READONLY, Map.of("default_ttl", "1h", "max_ttl", "8h")));

        Issued app = engine.issue("orders-app");
        Issued reader = engine.issue("orders-readonly");

        assertThat(app.username()).startsWith("v-bill-orde-").hasSizeLessThanOrEqualTo(32);
        try (Connection session = login(app);
                Statement statement = session.createStatement()) {
            assertThat(statement.executeUpdate("INSERT INTO orders.orders (item) VALUES ('book')"))
                    .isEqualTo(1);
        }
        try (Connection session = login(reader);
                Statement statement = session.createStatement()) {
            assertThat(statement
                            .executeQuery("SELECT count(*) FROM orders.orders")
                            .next())
                    .isTrue();
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM orders.orders"))
                    .isInstanceOf(SQLException.class);
        }
        engine.renew(app, Duration.ofHours(2));
        engine.revoke(app);
        engine.revoke(reader);

        assertThat(server.roleExists(app.username())).isFalse();
        assertThat(server.roleExists(reader.username())).isFalse();
        assertThat(count("SELECT count(*) FROM mysql.db WHERE User = '" + app.username() + "'"))
                .isZero();
    }

    @Test
    void failingGrantLeavesNoUser() {
        connect(false, Map.of());
        engine.write(
                "roles/broken",
                role(List.of(
                        "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'",
                        "GRANT SELECT ON no_such_database.no_such_table TO '{{name}}'@'%'")));
        Plan plan = engine.plan("broken");

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error)
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("statement 2")
                .hasMessageContaining("1146");
        assertThat(error.effectPossible()).isFalse();
        assertThat(server.roleExists(plan.account())).isFalse();
    }

    @Test
    void rollbackStatementsRunBeforeTheDrop() {
        server.execute("", "CREATE TABLE IF NOT EXISTS orders.made (name VARCHAR(80))", "DELETE FROM orders.made");
        connect(false, Map.of());
        engine.write(
                "roles/broken",
                Map.of(
                        "db_name", "app",
                        "creation_statements",
                                List.of(
                                        "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'",
                                        "INSERT INTO orders.made VALUES ('{{name}}')",
                                        "COMMIT",
                                        "GRANT SELECT ON no_such_database.no_such_table TO '{{name}}'@'%'"),
                        "rollback_statements", List.of("DELETE FROM orders.made WHERE name = '{{name}}'", "COMMIT")));

        assertThatThrownBy(() -> engine.issue("broken")).isInstanceOf(TargetRefusedException.class);

        assertThat(count("SELECT count(*) FROM orders.made")).isZero();
    }

    @Test
    void statementsThatMakeNoUserAreTakenBack() {
        server.execute("", "CREATE TABLE IF NOT EXISTS orders.made (name VARCHAR(80))", "DELETE FROM orders.made");
        connect(false, Map.of());
        engine.write(
                "roles/userless",
                Map.of(
                        "db_name", "app",
                        "creation_statements", List.of("INSERT INTO orders.made VALUES ('{{name}}')", "COMMIT"),
                        "rollback_statements", List.of("DELETE FROM orders.made WHERE name = '{{name}}'", "COMMIT")));

        assertThatThrownBy(() -> engine.issue("userless"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("did not create the user");

        assertThat(count("SELECT count(*) FROM orders.made")).isZero();
    }

    @Test
    void accountsOnEveryHostAreDropped() {
        connect(false, Map.of());
        engine.write(
                "roles/hosts",
                Map.of(
                        "db_name",
                        "app",
                        "creation_statements",
                        "CREATE USER '{{name}}'@'localhost' IDENTIFIED BY '{{password}}', '{{name}}'@'10.%'"
                                + " IDENTIFIED BY '{{password}}', '{{name}}'@'%' IDENTIFIED BY '{{password}}'",
                        "revocation_statements",
                        REVOKE));
        Issued issued = engine.issue("hosts");
        assertThat(accounts(issued.username())).isEqualTo(3);

        engine.revoke(issued);

        assertThat(accounts(issued.username())).isZero();
    }

    @Test
    void openSessionsEndWithTheUser() throws SQLException {
        connect(false, Map.of());
        engine.write("roles/app", role(ORDERS_READONLY, Map.of()));
        Issued issued = engine.issue("app");
        try (Connection session = login(issued)) {
            engine.revoke(issued);

            Awaitility.await("the session ends").until(() -> !session.isValid(1));
        }
    }

    @Test
    void administratorWhoMayNotEndSessionsIsToldSo() throws SQLException {
        server.execute(
                "",
                "DROP USER IF EXISTS meek_admin",
                "CREATE USER meek_admin IDENTIFIED BY 'meek'",
                "GRANT CREATE USER ON *.* TO meek_admin",
                "GRANT SELECT ON mysql.user TO meek_admin",
                "GRANT SELECT ON orders.* TO meek_admin WITH GRANT OPTION");

        assertThat(connect("meek_admin", "meek", Map.of()).warnings())
                .singleElement()
                .asString()
                .contains("CONNECTION ADMIN");
        assertThat(connect("meek_admin", "meek", Map.of("terminate_sessions", false))
                        .warnings())
                .isEmpty();
    }

    @Test
    void userAlreadyGoneIsSuccess() {
        connect(false, Map.of());
        engine.write("roles/app", role(ORDERS_READONLY, Map.of()));
        Issued issued = engine.issue("app");
        server.execute("", "DROP USER '" + issued.username() + "'@'%'");

        assertThat(engine.revoke(issued).warnings()).isEmpty();
        assertThatThrownBy(() -> engine.renew(issued, Duration.ofHours(1)))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("does not exist any more");
    }

    /** The name is all that the server knows an account by. The lease ends; who was renamed is not the lease's any more. */
    @Test
    void userRenamedByHandIsAbsentAndLeftAlone() throws SQLException {
        connect(false, Map.of());
        engine.write("roles/orders-app", role(ORDERS_APP, Map.of()));
        Issued issued = engine.issue("orders-app");
        server.execute("", "RENAME USER '" + issued.username() + "'@'%' TO 'renamed_by_hand'@'%'");
        try {
            assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());
            assertThat(server.roleExists("renamed_by_hand")).isTrue();
        } finally {
            server.execute("", "DROP USER 'renamed_by_hand'@'%'");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leasesAreComparedWithWhatTheServerBears(boolean leastPrivileged) throws SQLException {
        connect(leastPrivileged, Map.of());
        engine.write("roles/orders-app", role(ORDERS_APP, Map.of()));
        Issued issued = engine.issue("orders-app");
        int most = maxConnections();

        assertThat(engine.read("capacity/app"))
                .containsEntry("active_leases", 1L)
                .containsEntry("max_connections", most)
                .containsEntry("used_percent", 100 / most);
        engine.revoke(issued);
    }

    @Test
    void sessionsAreCountedByUserAndState() throws SQLException {
        connect(false, Map.of());
        engine.write("roles/orders-app", role(ORDERS_APP, Map.of()));
        Issued issued = engine.issue("orders-app");
        try (Connection session = login(issued)) {
            assertThat(session.isValid(5)).isTrue();
            List<Measurement> numbers = ((Measured) engine.engine())
                    .probes().stream()
                            .flatMap(probe -> probe.read().get().stream())
                            .toList();

            assertThat(numbers)
                    .filteredOn(number -> number.name().equals("leasehold.database.connections"))
                    .singleElement()
                    .satisfies(number -> {
                        assertThat(number.tags())
                                .containsEntry("connection", "app")
                                .containsEntry("user", issued.username())
                                .containsEntry("state", "idle");
                        assertThat(number.value()).isEqualTo(1);
                    });
            assertThat(numbers)
                    .filteredOn(number -> number.name().equals("leasehold.database.connections.used"))
                    .singleElement()
                    .satisfies(number -> assertThat(number.value()).isBetween(2.0, (double) maxConnections()));
        }
        engine.revoke(issued);
    }

    @Test
    void serverRestartedInBetweenIsNotNoticed() throws SQLException {
        try (MySqlCompatibleServer own = startAnother()) {
            own.createDatabase("orders");
            connect(
                    own.adminUser(),
                    own.adminPassword(),
                    Map.of("connection_url", "{{username}}:{{password}}@tcp(" + own.host() + ":" + own.port() + ")/"));
            engine.write("roles/orders-app", role(ORDERS_APP, Map.of()));
            Issued issued = engine.issue("orders-app");
            own.restart();

            Issued second = engine.issue("orders-app");
            engine.revoke(issued);
            engine.revoke(second);

            assertThat(own.roleExists(issued.username())).isFalse();
            assertThat(own.roleExists(second.username())).isFalse();
        }
    }

    @Test
    void failingRevocationStatementsDoNotKeepTheUser() {
        connect(false, Map.of());
        engine.write(
                "roles/app",
                Map.of(
                        "db_name", "app",
                        "creation_statements", ORDERS_READONLY,
                        "revocation_statements", "REVOKE INSERT ON no_such_database.* FROM '{{name}}'@'%'"));
        Issued issued = engine.issue("app");

        engine.revoke(issued);

        assertThat(server.roleExists(issued.username())).isFalse();
    }

    @Test
    void accountThatIsBeingWorkedOnIsLeftToWhoeverDoes() throws SQLException {
        connect(false, Map.of());
        engine.write("roles/app", role(ORDERS_READONLY, Map.of()));
        Issued issued = engine.issue("app");
        try (Connection other = server.admin("");
                Statement statement = other.createStatement()) {
            String lock = LockNames.of(issued.username());
            statement.execute("SELECT GET_LOCK('" + lock + "', 1)");

            assertThatThrownBy(() -> engine.revoke(issued.plan(), issued.leaseId(), false, Duration.ofSeconds(1)))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("still working on the account");
        }
        engine.revoke(issued);
        assertThat(server.roleExists(issued.username())).isFalse();
    }

    @Test
    void hostileSqlModeOfTheServerChangesNothing() {
        server.execute("", "SET GLOBAL sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES'");
        try {
            connect(false, Map.of());
            engine.write("roles/app", role(ORDERS_READONLY, Map.of()));

            Issued issued = engine.issue("app");

            assertThat(server.canLogin(issued.username(), issued.password(), "orders"))
                    .isTrue();
            engine.revoke(issued);
            assertThat(server.roleExists(issued.username())).isFalse();
        } finally {
            server.execute("", "SET GLOBAL sql_mode = DEFAULT");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql-database-plugin", "mysql-aurora-database-plugin", "mysql-rds-database-plugin"})
    void allNamesOfThePluginWork(String name) {
        connect(false, Map.of("plugin_name", name));
        engine.write("roles/app", role(ORDERS_READONLY, Map.of()));

        engine.revoke(engine.issue("app"));
    }

    @Test
    void legacyNamesHaveSixteenCharacters() {
        connect(false, Map.of("plugin_name", "mysql-legacy-database-plugin"));
        engine.write("roles/app", role(ORDERS_READONLY, Map.of()));
        Issued issued = engine.issue("app");

        assertThat(issued.username()).hasSizeLessThanOrEqualTo(16).startsWith("v-");
        engine.revoke(issued);
    }

    @Test
    void wrongPasswordIsRefusedWithoutIt() {
        assertThatThrownBy(() -> connect(server.adminUser(), "wr0ng-geheim", Map.of()))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("error verifying connection")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void unusableTlsFieldsAreRefusedByName() {
        assertThatThrownBy(() -> connect(false, Map.of("tls_ca", "not a certificate")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("tls_ca");
        assertThatThrownBy(() -> connect(false, Map.of("tls_server_name", "db.internal")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("tls_server_name");
    }

    private int maxConnections() throws SQLException {
        try (Connection admin = server.admin("");
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery("SELECT @@GLOBAL.max_connections")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    Written connect(boolean leastPrivileged, Map<String, Object> more) {
        return leastPrivileged
                ? connect(LEAST_ADMIN, LEAST_PASSWORD, more)
                : connect(server.adminUser(), server.adminPassword(), more);
    }

    Written connect(String username, String password, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                "mysql-database-plugin",
                "allowed_roles",
                "*",
                "connection_url",
                url(""),
                "username",
                username,
                "password",
                password,
                "max_open_connections",
                5));
        fields.putAll(more);
        return new Written(engine.write("config/app", fields).warnings());
    }

    /** What a write of the connection said. */
    record Written(List<String> warnings) {}

    String url(String parameters) {
        return "{{username}}:{{password}}@tcp(" + server.host() + ":" + server.port() + ")/orders" + parameters;
    }

    static Map<String, Object> role(String creation, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(more);
        fields.put("db_name", "app");
        fields.put("creation_statements", creation);
        fields.put("revocation_statements", REVOKE);
        return fields;
    }

    static Map<String, Object> role(List<String> creation) {
        return Map.of("db_name", "app", "creation_statements", creation);
    }

    Connection login(Issued issued) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", issued.username());
        login.setProperty("password", issued.password());
        return DriverManager.getConnection(server.jdbcUrl("orders"), login);
    }

    private long accounts(String username) {
        return count("SELECT count(*) FROM mysql.user WHERE User = '" + username + "'");
    }

    long count(String sql) {
        try (Connection admin = server.admin("");
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count", e);
        }
    }
}
