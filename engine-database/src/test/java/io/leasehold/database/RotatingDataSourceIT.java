package io.leasehold.database;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leasehold.Secret;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import io.leasehold.testkit.time.SettableTime;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The data source by itself: opening, refusals, places, and what an unknown pool sees. */
class RotatingDataSourceIT {

    private static final int PLACES = 2;

    private final PostgresServer server = SharedServers.postgres();
    private final SettableTime time = SettableTime.manual();
    private final HandDrivenSecret secret = new HandDrivenSecret(server, "postgres");
    private final SlowDriver driver = new SlowDriver(server.jdbcUrl("postgres"));
    private RotatingDataSource rotating;

    @BeforeEach
    void makeDataSource() {
        rotating = RotatingDataSource.builder()
                .secret(secret)
                .opener(driver)
                .maxConnections(PLACES)
                .timeSource(time)
                .build();
    }

    @AfterEach
    void closeDataSource() {
        rotating.close();
        secret.close();
    }

    @Test
    void logsInThroughAUrlWithCredentialsAsProperties() throws SQLException {
        try (RotatingDataSource byUrl = RotatingDataSource.builder()
                        .secret(secret)
                        .url(server.jdbcUrl("postgres"))
                        .property("ApplicationName", "shop")
                        .build();
                Connection connection = byUrl.getConnection()) {
            assertThat(text(connection, "SELECT session_user")).isEqualTo(HandDrivenSecret.username(secret.current()));
            assertThat(text(connection, "SHOW application_name")).isEqualTo("shop");
            assertThat(connection.getMetaData().getURL()).doesNotContain("password");
        }
    }

    @Test
    void unwrapReachesTheDriversConnection() throws SQLException {
        try (RotatingDataSource byUrl = RotatingDataSource.builder()
                        .secret(secret)
                        .url(server.jdbcUrl("postgres"))
                        .build();
                Connection connection = byUrl.getConnection()) {
            assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
            assertThat(connection.unwrap(PGConnection.class).getBackendPID()).isPositive();
            assertThat(connection.isWrapperFor(List.class)).isFalse();
            assertThatThrownBy(() -> connection.unwrap(List.class)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aUserOfTheCallerIsNotTaken() {
        assertThatThrownBy(() -> rotating.getConnection("me", "mine"))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessageNotContaining("mine");
    }

    @Test
    void aRefusedLoginIsReportedOnceAndTheCallerGetsTheDriversError() {
        String username = HandDrivenSecret.username(secret.current());
        server.execute("postgres", "ALTER ROLE " + username + " PASSWORD 'another'");

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(rotating::getConnection)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"))
                    .hasMessageContaining("password authentication failed")
                    .hasMessageNotContaining((String) secret.current().data().get("password"));
        }

        assertThat(secret.refused).containsExactly(secret.current());
        // The others were turned away without asking the server, so that retries do not lock the account.
        assertThat(driver.connects()).isEqualTo(1);
        assertThat(rotating.status().opening()).isZero();
    }

    @Test
    void aRefusalAfterARenewalIsReportedForTheSecretAsItIsNow() {
        server.execute("postgres", "ALTER ROLE " + HandDrivenSecret.username(secret.current()) + " NOLOGIN");
        secret.renew();
        assertThatThrownBy(rotating::getConnection).isInstanceOf(SQLException.class);
        time.advance(Duration.ofSeconds(5));
        assertThatThrownBy(rotating::getConnection).isInstanceOf(SQLException.class);

        assertThat(secret.refused)
                .hasSize(2)
                .allSatisfy(reported -> assertThat(reported).isSameAs(secret.current()));
        assertThat(rotating.status().lease()).isEqualTo(secret.current().lease());
    }

    @Test
    void aRefusedCredentialIsTriedAgainAfterAWhile() throws SQLException {
        String username = HandDrivenSecret.username(secret.current());
        server.execute("postgres", "ALTER ROLE " + username + " NOLOGIN");
        assertThatThrownBy(rotating::getConnection).isInstanceOf(SQLException.class);
        server.execute("postgres", "ALTER ROLE " + username + " LOGIN");

        time.advance(Duration.ofSeconds(5));

        rotating.getConnection().close();
        rotating.getConnection().close();
    }

    @Test
    void aFreshCredentialAfterARefusalIsUsedAtOnce() throws SQLException {
        server.execute("postgres", "ALTER ROLE " + HandDrivenSecret.username(secret.current()) + " NOLOGIN");
        assertThatThrownBy(rotating::getConnection).isInstanceOf(SQLException.class);

        secret.rotate();
        await().until(() -> rotating.status().generation() == 2);

        try (Connection connection = rotating.getConnection()) {
            assertThat(text(connection, "SELECT session_user")).isEqualTo(HandDrivenSecret.username(secret.current()));
        }
    }

    @Test
    void aFreshCredentialThatDoesNotWorkYetIsNotPublished() throws SQLException {
        String late = "late_" + HandDrivenSecret.username(secret.current());
        Secret old = secret.current();
        Thread broker = new Thread(() -> secret.rotateTo(HandDrivenSecret.secret(late, "later")), "broker");
        broker.start();
        await().until(() -> !secret.refused.isEmpty());
        try (Connection connection = rotating.getConnection()) {
            assertThat(text(connection, "SELECT session_user")).isEqualTo(HandDrivenSecret.username(old));
        }
        assertThat(rotating.status().generation()).isEqualTo(1);
        assertThat(secret.ended).isEmpty();

        server.execute("postgres", "CREATE ROLE " + late + " LOGIN PASSWORD 'later'");
        time.advance(Duration.ofSeconds(5));

        await().until(() -> rotating.status().generation() == 2);
        try (Connection connection = rotating.getConnection()) {
            assertThat(text(connection, "SELECT session_user")).isEqualTo(late);
        }
        await().until(() -> secret.endedUsers().contains(HandDrivenSecret.username(old)));
    }

    @Test
    void aRotationThatIsOvertakenByTheNextLetsItsLeaseGo() {
        String never = "never_" + HandDrivenSecret.username(secret.current());
        Secret first = secret.current();
        secret.rotateTo(HandDrivenSecret.secret(never, "wrong"));
        await().until(() -> !secret.refused.isEmpty());

        secret.rotate();

        await().until(() -> secret.endedUsers().containsAll(List.of(never, HandDrivenSecret.username(first))));
        assertThat(rotating.status().generation()).isEqualTo(3);
    }

    @Test
    void placesAreGivenBackWhateverHappensToAConnection() throws Exception {
        server.execute("postgres", "ALTER ROLE " + HandDrivenSecret.username(secret.current()) + " CONNECTION LIMIT 0");
        for (int i = 0; i < PLACES + 1; i++) {
            assertThatThrownBy(rotating::getConnection).isInstanceOf(SQLException.class);
        }
        server.execute(
                "postgres", "ALTER ROLE " + HandDrivenSecret.username(secret.current()) + " CONNECTION LIMIT -1");
        for (int i = 0; i < PLACES + 1; i++) {
            Connection closedTwice = rotating.getConnection();
            closedTwice.close();
            closedTwice.close();
            closedTwice.abort(Runnable::run);
            Connection aborted = rotating.getConnection();
            aborted.abort(Runnable::run);
            aborted.close();
            Connection abortedLate = rotating.getConnection();
            abortedLate.abort(task -> {
                throw new RejectedExecutionException("the pool's executor has ended");
            });
            assertThat(abortedLate.isClosed()).isTrue();
        }
        assertThat(rotating.status().connections()).containsExactly(entry(1L, 0));
    }

    @Test
    void anOpenWaitsForAPlaceAtMostTheLoginTimeout() throws SQLException {
        rotating.setLoginTimeout(1);
        try (Connection one = rotating.getConnection();
                Connection two = rotating.getConnection()) {
            assertThatThrownBy(rotating::getConnection)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                    .hasMessageContaining("2 of 2 physical connections");
            assertThat(List.of(one.isValid(1), two.isValid(1))).containsOnly(true);
        }
        rotating.getConnection().close();
    }

    @Test
    void anInterruptedWaiterLeavesItsPlaceToOthers() throws Exception {
        List<Connection> taken = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            taken.add(rotating.getConnection());
        }
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try {
                rotating.getConnection().close();
            } catch (SQLException e) {
                thrown.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        waiter.interrupt();
        waiter.join();
        assertThat(thrown.get()).isInstanceOf(SQLException.class).hasMessageContaining("interrupted");
        assertThat(interrupted.get()).isTrue();

        for (Connection connection : taken) {
            connection.close();
        }
        for (int i = 0; i < PLACES; i++) {
            taken.set(i, rotating.getConnection());
        }
        assertThat(driver.peak()).isEqualTo(PLACES);
    }

    @Test
    void anUnknownPoolSeesOldConnectionsFailTheirCheck() throws SQLException {
        try (Connection old = rotating.getConnection()) {
            assertThat(old.isValid(1)).isTrue();
            secret.rotate();
            await().until(() -> rotating.status().generation() == 2);

            assertThat(old.isValid(1)).isFalse();
            assertThat(text(old, "SELECT 1")).isEqualTo("1");
        }
        await().until(() -> secret.ended.size() == 1);
        assertThat(secret.ended.get(0).sessionsLeft()).isZero();
    }

    @Test
    void connectionsThatOutliveTheirLeaseCanBeLeftToTheDatabase() throws SQLException {
        secret.drainLimit(Duration.ofMinutes(1));
        try (RotatingDataSource lenient = RotatingDataSource.builder()
                        .secret(secret)
                        .opener(driver)
                        .abortAtDrainLimit(false)
                        .timeSource(time)
                        .build();
                Connection inUse = lenient.getConnection()) {
            Secret old = secret.current();
            secret.rotate();
            await().until(() -> lenient.status().generation() == 2);
            assertThat(text(inUse, "SELECT 1")).isEqualTo("1");
            time.advance(Duration.ofMinutes(1));

            await().until(() -> secret.endedUsers().contains(HandDrivenSecret.username(old)));
            assertThat(secret.ended.get(0).sessionsLeft()).isEqualTo(1);
            assertThat(lenient.status().aborted()).isZero();
        }
    }

    @Test
    void closingASecondTimeAndWithNothingOpenIsQuiet() {
        rotating.close();
        rotating.close();
        assertThat(rotating.status().closed()).isTrue();
        assertThatThrownBy(rotating::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
        assertThat(secret.closed).isFalse();
    }

    @Test
    void worksWithoutHikariOnTheClassPath() throws Exception {
        List<URL> withoutHikari = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("HikariCP")) {
                withoutHikari.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(withoutHikari.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> loader.loadClass("com.zaxxer.hikari.HikariDataSource"))
                    .isInstanceOf(ClassNotFoundException.class);
            String user = (String) loader.loadClass(WithoutHikari.class.getName())
                    .getMethod("userOf", String.class, String.class, String.class)
                    .invoke(
                            null,
                            server.jdbcUrl("postgres"),
                            HandDrivenSecret.username(secret.current()),
                            secret.current().data().get("password"));
            assertThat(user).isEqualTo(HandDrivenSecret.username(secret.current()));
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
