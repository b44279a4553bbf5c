package io.leasehold.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresServerIT {

    private static final String CREATE_USER = "CREATE ROLE app LOGIN PASSWORD 'right'";

    @ParameterizedTest
    @ValueSource(ints = {15, 16, 17, 18})
    void aWrongPasswordIsRefusedToUsersAndToTheAdmin(int major) throws SQLException {
        try (PostgresServer server = PostgresServer.start(PostgresOptions.version(major))) {
            server.execute("postgres", CREATE_USER);

            assertThat(server.canLogin("app", "right", "postgres")).isTrue();
            assertThat(server.canLogin("app", "wrong", "postgres")).isFalse();
            assertThat(server.canLogin(server.adminUser(), server.adminPassword(), "postgres"))
                    .isTrue();
            assertThatThrownBy(() -> Sql.connect(server.jdbcUrl("postgres"), server.adminUser(), "wrong"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
            assertThat(version(server)).startsWith(major + ".");
        }
    }

    @Test
    void aRestartKeepsPortAndData() {
        try (PostgresServer server = PostgresServer.start()) {
            server.createDatabase("kept");
            server.execute("kept", "CREATE TABLE t (x int)", "INSERT INTO t VALUES (1)", CREATE_USER);
            int port = server.port();

            server.restart();

            assertThat(server.port()).isEqualTo(port);
            assertThat(server.roleExists("app")).isTrue();
            server.execute("kept", "SELECT x / x FROM t");
        }
    }

    @Test
    void aKilledServerRecoversWhatWasCommitted() throws SQLException {
        try (PostgresServer server = PostgresServer.start();
                Connection open = server.admin("postgres")) {
            server.execute("postgres", CREATE_USER);

            server.kill();

            assertThat(server.isRunning()).isFalse();
            assertThat(open.isValid(5)).isFalse();
            assertThatThrownBy(() -> server.roleExists("app")).isInstanceOf(IllegalStateException.class);
            server.restart();
            assertThat(server.roleExists("app")).isTrue();
            assertThat(server.logText()).contains("automatic recovery in progress");
        }
    }

    @Test
    void aSuspendedServerAnswersNothingUntilItIsResumed() throws Exception {
        try (PostgresServer server = PostgresServer.start();
                Connection open = server.admin("postgres")) {
            server.suspend();
            CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> selectsOne(open));

            assertThatThrownBy(() -> answer.get(500, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            server.resume();
            assertThat(answer.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void tlsIsVerifiedAgainstTheServersOwnAuthority() throws SQLException {
        try (PostgresServer server =
                        PostgresServer.start(PostgresOptions.defaults().withTls());
                PostgresServer other =
                        PostgresServer.start(PostgresOptions.defaults().withTls())) {
            try (Connection connection = verifyFull(server, server);
                    Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getBoolean(1)).isTrue();
            }
            assertThatThrownBy(() -> verifyFull(server, other)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aServerWithoutTlsRefusesAClientThatAsksForIt() {
        try (PostgresServer server = PostgresServer.start()) {
            Properties properties = admin(server);
            properties.setProperty("sslmode", "require");

            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("postgres"), properties))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("SSL");
            assertThatThrownBy(server::caCertificate).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void settingsReachTheServer() throws SQLException {
        try (PostgresServer server = PostgresServer.start(PostgresOptions.defaults()
                        .maxConnections(17)
                        .with("log_statement", "all")
                        .with("application_name", "it's"));
                Connection admin = server.admin("postgres");
                Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery("SHOW max_connections")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(17);
            assertThat(server.logText()).contains("SHOW max_connections");
        }
    }

    @Test
    void aClosedServerLeavesNothing() {
        PostgresServer server = PostgresServer.start();
        java.nio.file.Path data = java.nio.file.Path.of(dataFolder(server));
        assertThat(data).isDirectory();

        server.close();
        server.close();

        assertThat(data.getParent()).doesNotExist();
        assertThat(server.isRunning()).isFalse();
    }

    private static String dataFolder(PostgresServer server) {
        return show(server, "data_directory");
    }

    private static String version(PostgresServer server) {
        return show(server, "server_version");
    }

    private static String show(PostgresServer server, String setting) {
        try (Connection admin = server.admin("postgres");
                Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean selectsOne(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1")) {
            return row.next() && row.getInt(1) == 1;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Connection verifyFull(PostgresServer server, PostgresServer authority) throws SQLException {
        Properties properties = admin(server);
        properties.setProperty("sslmode", "verify-full");
        properties.setProperty("sslrootcert", authority.caCertificate().toString());
        return DriverManager.getConnection(server.jdbcUrl("postgres"), properties);
    }

    private static Properties admin(PostgresServer server) {
        Properties properties = new Properties();
        properties.setProperty("user", server.adminUser());
        properties.setProperty("password", server.adminPassword());
        return properties;
    }
}
