package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.Secret;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import io.leasehold.testkit.time.SettableTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A HikariCP pool on a rotating data source. Run against every supported HikariCP, see the module's POM. */
class RotatingPoolIT {

    private static final Logger log = LoggerFactory.getLogger(RotatingPoolIT.class);

    private static final int POOL_SIZE = 10;

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
        assertThat(HikariDataSource.class.getPackage().getImplementationVersion())
                .isEqualTo(expected);
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
                for (int i = 0; i < 5; i++) {
                    rotateAndAwaitDrain();
                    longest.add(busy.takeLongest());
                }
                assertThat(busy.failures()).isEmpty();
            }
        }
        log.info("longest getConnection: {} undisturbed, {} in rotations", undisturbed, longest);
        assertThat(secret.ended)
                .hasSize(5)
                .allSatisfy(end -> assertThat(end.sessionsLeft()).isZero());
        // The check of a fresh login is apart.
        assertThat(driver.peak()).isLessThanOrEqualTo(POOL_SIZE + 1);
        assertThat(rotating.status().aborted()).isZero();
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
