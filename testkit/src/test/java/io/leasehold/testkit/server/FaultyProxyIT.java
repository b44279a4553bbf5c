package io.leasehold.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.spi.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyProxyIT {

    private final PostgresServer server = SharedServers.postgres();
    private final FaultyProxy proxy = FaultyProxy.to(server.host(), server.port());

    @BeforeEach
    void createTable() {
        server.execute("postgres", "DROP TABLE IF EXISTS proxied", "CREATE TABLE proxied (x int)");
    }

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    @Test
    void passesEverythingAndCountsConnections() throws SQLException {
        try (Connection connection = connect()) {
            insert(connection);
            assertThat(proxy.connections()).isEqualTo(1);
        }
        Awaitility.await().until(() -> proxy.connections() == 0);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void aStallHoldsAStatementBackUntilItPasses() throws Exception {
        try (Connection connection = connect()) {
            proxy.stall();
            CompletableFuture<Void> insert = CompletableFuture.runAsync(() -> insert(connection));

            assertThatThrownBy(() -> insert.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(rows()).isZero();
            proxy.pass();
            insert.get(10, TimeUnit.SECONDS);
            assertThat(rows()).isEqualTo(1);
        }
    }

    @Test
    void aDelayHoldsEachPieceBack() throws SQLException {
        try (Connection connection = connect()) {
            proxy.delay(Duration.ofMillis(100));
            long before = TimeSource.system().nanoTime();

            insert(connection);

            assertThat(Duration.ofNanos(TimeSource.system().nanoTime() - before))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void aCutInAStatementKeepsItFromTheServer() throws SQLException {
        Connection connection = connect();
        proxy.cutAfter(FaultyProxy.Direction.TO_SERVER, 10);

        assertThatThrownBy(() -> insert(connection)).hasRootCauseInstanceOf(java.io.IOException.class);
        assertThat(rows()).isZero();
        assertThatThrownBy(this::connect).isInstanceOf(SQLException.class);
        proxy.pass();
        connect().close();
    }

    @Test
    void aCutInTheAnswerComesAfterTheEffect() throws SQLException {
        Connection connection = connect();
        proxy.cutAfter(FaultyProxy.Direction.TO_CLIENT, 0);

        assertThatThrownBy(() -> insert(connection)).hasRootCauseInstanceOf(java.io.IOException.class);
        Awaitility.await().until(() -> rows() == 1);
    }

    @Test
    void aRefusalCutsWhatIsOpenAndEndsWithPass() throws SQLException {
        Connection connection = connect();
        proxy.refuse();

        assertThat(connection.isValid(5)).isFalse();
        assertThatThrownBy(this::connect)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"));
        proxy.pass();
        connect().close();
    }

    @Test
    void aCutLeavesNewConnectionsAlone() throws SQLException {
        Connection connection = connect();
        proxy.cut();

        assertThat(connection.isValid(5)).isFalse();
        connect().close();
    }

    private Connection connect() throws SQLException {
        return Sql.connect(
                "jdbc:postgresql://" + proxy.host() + ":" + proxy.port() + "/postgres",
                server.adminUser(),
                server.adminPassword());
    }

    private static void insert(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO proxied VALUES (1)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private int rows() throws SQLException {
        try (Connection admin = server.admin("postgres");
                Statement statement = admin.createStatement();
                java.sql.ResultSet row = statement.executeQuery("SELECT count(*) FROM proxied")) {
            row.next();
            return row.getInt(1);
        }
    }
}
