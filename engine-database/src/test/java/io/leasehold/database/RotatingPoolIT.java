package io.leasehold.database;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import io.leasehold.testkit.time.SettableTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A HikariCP pool on a rotating data source. Run against every supported HikariCP, see the module's POM. */
class RotatingPoolIT {

    private static final Logger log = LoggerFactory.getLogger(RotatingPoolIT.class);

    private static final int POOL_SIZE = 10;

    /** More can be asked for with {@code -Dtest.jvm.extra=-Dleasehold.rotations=50}. */
    private static final int ROTATIONS = Integer.getInteger("leasehold.rotations", 5);

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
                .timeSource(time)
                .build();
    }

    @AfterEach
    void closeDataSource() {
        rotating.close();
        secret.close();
    }

    @Test
    void runsAgainstTheHikariThatTheBuildSays() {
        String expected = System.getProperty("leasehold.hikari.version");
        String jar = HikariDataSource.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertThat(jar).endsWith("/HikariCP-" + expected + ".jar");
    }

    @Test
    void rotationsUnderSixteenBusyThreadsFailNoQuery() {
        List<Duration> longest = new ArrayList<>();
        Duration undisturbed;
        try (HikariDataSource pool = pool(POOL_SIZE)) {
            awaitFull(pool);
            driver.resetPeak();
            try (BusyThreads busy = new BusyThreads(pool, 16)) {
                await().until(() -> busy.queries() > 5_000);
                busy.takeLongest();
                long soFar = busy.queries();
                await().until(() -> busy.queries() > soFar + 5_000);
                undisturbed = busy.takeLongest();
                for (int i = 0; i < ROTATIONS; i++) {
                    rotateAndAwaitDrain();
                    longest.add(busy.takeLongest());
                }
                assertThat(busy.failures()).isEmpty();
            }
        }
        log.info("longest getConnection: {} undisturbed, {} in rotations", undisturbed, longest);
        assertThat(secret.ended)
                .hasSize(ROTATIONS)
                .allSatisfy(end -> assertThat(end.sessionsLeft()).isZero());
        // The check of a fresh login is apart.
        assertThat(driver.peak()).isLessThanOrEqualTo(POOL_SIZE + 1);
        assertThat(rotating.status().aborted()).isZero();
    }

    @Test
    void anIdlePoolGivesUpOldConnectionsOneByOne() {
        try (HikariDataSource pool = pool(POOL_SIZE)) {
            awaitFull(pool);
            driver.resetPeak();
            Secret old = secret.current();
            List<Integer> totals = new ArrayList<>();
            secret.rotate();
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                totals.add(pool.getHikariPoolMXBean().getTotalConnections());
                return secret.endedUsers().contains(HandDrivenSecret.username(old));
            });

            // One on its way out, and one that is open and that the pool has not counted yet.
            assertThat(totals).allSatisfy(total -> assertThat(total).isGreaterThanOrEqualTo(POOL_SIZE - 2));
            assertThat(secret.ended)
                    .extracting(HandDrivenSecret.Ended::sessionsLeft)
                    .containsExactly(0);
            assertThat(driver.peak()).isLessThanOrEqualTo(POOL_SIZE + 1);
            assertThat(rotating.status().generation()).isEqualTo(2);
            assertThat(rotating.status().lease()).isEqualTo(secret.current().lease());
        }
    }

    /** HikariCP#1836: an eviction misses the connection that is being opened. */
    @Test
    void anOpenUnderWayAtTheRotationLeavesNoOldSession() {
        try (HikariDataSource pool = pool(4);
                BusyThreads busy = new BusyThreads(pool, 8)) {
            awaitFull(pool);
            driver.openDelay(Duration.ofMillis(700));
            pool.getHikariPoolMXBean().softEvictConnections();
            await().pollInterval(Duration.ofMillis(1)).until(() -> driver.connecting() > 0);
            Secret old = secret.current();
            secret.rotate();
            awaitEnded(old);

            assertThat(secret.ended)
                    .extracting(HandDrivenSecret.Ended::sessionsLeft)
                    .containsExactly(0);
            awaitFull(pool);
            assertThat(secret.sessionsOf(HandDrivenSecret.username(old))).isZero();
            assertThat(rotating.status().connections()).containsExactly(entry(2L, 4));
            assertThat(busy.failures()).isEmpty();
        }
    }

    /** HikariCP#1635: the pool stops counting a connection before its close is over. */
    @Test
    void slowClosesNeverExceedThePoolSize() {
        try (HikariDataSource pool = pool(4);
                BusyThreads busy = new BusyThreads(pool, 8)) {
            awaitFull(pool);
            driver.resetPeak();
            driver.closeDelay(Duration.ofMillis(1500));
            PoolPeak peak = new PoolPeak();
            Secret old = secret.current();
            secret.rotate();
            await().pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> {
                        peak.see(rotating.status());
                        return secret.endedUsers().contains(HandDrivenSecret.username(old));
                    });
            driver.closeDelay(Duration.ZERO);

            // The check of the fresh login is apart.
            assertThat(driver.peak()).isLessThanOrEqualTo(4 + 1);
            assertThat(peak.highest).isLessThanOrEqualTo(4);
            assertThat(peak.closing).isEqualTo(1);
            assertThat(secret.ended)
                    .extracting(HandDrivenSecret.Ended::sessionsLeft)
                    .containsExactly(0);
            assertThat(busy.failures()).isEmpty();
        }
    }

    /** What the data source says of itself while it drains. */
    private static final class PoolPeak {

        private int highest;
        private int closing;

        void see(DataSourceStatus status) {
            highest = Math.max(
                    highest,
                    status.connections().values().stream().mapToInt(n -> n).sum());
            closing = Math.max(closing, status.closing());
        }
    }

    @Test
    void aTransactionUnderWayFinishesUndisturbedAndItsLeaseGoesAfterIt() throws SQLException {
        try (HikariDataSource pool = pool(3)) {
            awaitFull(pool);
            Secret old = secret.current();
            try (Connection inUse = pool.getConnection()) {
                inUse.setAutoCommit(false);
                assertThat(userOf(inUse)).isEqualTo(HandDrivenSecret.username(old));
                secret.rotate();
                await().until(() -> rotating.status().connections().equals(Map.of(1L, 1, 2L, 2)));

                assertThat(userOf(inUse)).isEqualTo(HandDrivenSecret.username(old));
                try (Connection fresh = pool.getConnection()) {
                    assertThat(userOf(fresh)).isEqualTo(HandDrivenSecret.username(secret.current()));
                }
                assertThat(secret.ended).isEmpty();
                assertThat(rotating.status().drainingFor()).isPresent();
                inUse.commit();
            }
            awaitEnded(old);
            assertThat(secret.ended)
                    .extracting(HandDrivenSecret.Ended::sessionsLeft)
                    .containsExactly(0);
            assertThat(rotating.status().drainingFor()).isEmpty();
        }
    }

    @Test
    void whatIsStillInUseAtTheLimitIsAbortedAndCounted() throws SQLException {
        secret.drainLimit(Duration.ofMinutes(5));
        try (HikariDataSource pool = pool(3)) {
            awaitFull(pool);
            Secret old = secret.current();
            try (Connection inUse = pool.getConnection()) {
                secret.rotate();
                await().until(() -> rotating.status().connections().equals(Map.of(1L, 1, 2L, 2)));
                assertThat(rotating.status().aborted()).isZero();

                time.advance(Duration.ofMinutes(5));

                awaitEnded(old);
                assertThat(rotating.status().aborted()).isEqualTo(1);
                assertThatThrownBy(() -> userOf(inUse)).isInstanceOf(SQLException.class);
            }
            await().until(() -> rotating.status().connections().equals(Map.of(2L, 3)));
        }
    }

    @Test
    void aPoolThatWasNotConfiguredHereIsEmptiedByBorrowing() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(rotating);
        config.setMaximumPoolSize(4);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            rotating.attach(pool);
            awaitFull(pool);
            driver.resetPeak();
            rotateAndAwaitDrain();
            try (BusyThreads busy = new BusyThreads(pool, 8)) {
                rotateAndAwaitDrain();
                assertThat(busy.failures()).isEmpty();
            }
            assertThat(driver.peak()).isLessThanOrEqualTo(4 + 1);
        }
        assertThat(secret.ended)
                .extracting(HandDrivenSecret.Ended::sessionsLeft)
                .containsExactly(0, 0);
        assertThat(rotating.status().aborted()).isZero();
    }

    @Test
    void aPoolThatChangesItsSizeIsFollowed() throws SQLException {
        try (HikariDataSource pool = pool(2)) {
            awaitFull(pool);
            assertThat(rotating.status().places()).isEqualTo(2);
            pool.setMaximumPoolSize(3);
            assertThat(rotating.status().places()).isEqualTo(3);
            try (Connection one = pool.getConnection();
                    Connection two = pool.getConnection();
                    Connection three = pool.getConnection()) {
                assertThat(List.of(userOf(one), userOf(two), userOf(three)))
                        .containsOnly(HandDrivenSecret.username(secret.current()));
            }
        }
    }

    @Test
    void closedAfterItsPoolItFindsNothingLeft() {
        try (HikariDataSource pool = pool(4)) {
            awaitFull(pool);
        }
        assertThat(driver.physical()).isZero();

        rotating.close();
        rotating.close();

        assertThat(rotating.status().aborted()).isZero();
        assertThatThrownBy(rotating::getConnection).hasMessageContaining("closed");
    }

    @Test
    void closedBeforeItsPoolItEndsWhatIsLeft() {
        try (HikariDataSource pool = pool(4)) {
            awaitFull(pool);
            rotating.close();

            assertThat(driver.physical()).isZero();
            assertThat(rotating.status().aborted()).isEqualTo(4);
        }
        await().until(() -> secret.sessionsOf(HandDrivenSecret.username(secret.current())) == 0);
    }

    @Test
    void closingDuringADrainLetsTheReplacedLeaseGo() throws SQLException {
        HikariDataSource pool = pool(2);
        awaitFull(pool);
        Secret old = secret.current();
        try (Connection inUse = pool.getConnection()) {
            secret.rotate();
            await().until(() -> rotating.status().generation() == 2);
            pool.close();
            rotating.close();
            assertThat(inUse.isValid(1)).isFalse();
        }
        assertThat(secret.endedUsers()).containsExactly(HandDrivenSecret.username(old));
        assertThat(driver.physical()).isZero();
    }

    @Test
    void settingsThatWouldDefeatItAreRefused() {
        assertThatThrownBy(() -> rotating.toPool(config -> config.setUsername("me")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("username");
        assertThatThrownBy(() -> rotating.toPool(config -> config.setMaxLifetime(0)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("maxLifetime");
        assertThatThrownBy(() -> rotating.toPool(config -> config.setJdbcUrl("jdbc:postgresql:x")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("jdbcUrl");
    }

    private static String userOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT session_user")) {
            row.next();
            return row.getString(1);
        }
    }

    private HikariDataSource pool(int size) {
        return rotating.toPool(config -> {
            config.setMaximumPoolSize(size);
            config.setConnectionTimeout(20_000);
        });
    }

    private void rotateAndAwaitDrain() {
        Secret old = secret.current();
        secret.rotate();
        awaitEnded(old);
    }

    private void awaitEnded(Secret old) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> secret.endedUsers().contains(HandDrivenSecret.username(old)));
    }

    private static void awaitFull(HikariDataSource pool) {
        await().until(() -> pool.getHikariPoolMXBean().getTotalConnections() == pool.getMaximumPoolSize());
    }
}
