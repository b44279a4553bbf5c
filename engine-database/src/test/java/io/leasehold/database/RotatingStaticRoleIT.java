package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.SecretBroker;
import io.leasehold.database.harness.TestDatabase;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.server.SharedServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool on the login of a static role: it changes over at the rotation, whoever rotates. */
class RotatingStaticRoleIT {

    private static final int ROTATIONS = 5;
    private static final int POOL_SIZE = 6;

    private final TestDatabase database = TestDatabase.on(SharedServers.postgres());
    private final String account = database.name() + "_legacy";
    private final String second = database.name() + "_second";
    private final InMemoryStorage storage = new InMemoryStorage();
    private final SecretBroker broker =
            SecretBroker.builder().name("billing").storage(storage).build();

    @BeforeEach
    void makeRole() {
        database.execute(
                "CREATE ROLE " + account + " LOGIN PASSWORD 'old'", "CREATE ROLE " + second + " LOGIN PASSWORD 'old'");
        broker.mounts().enable("database", "database");
        broker.write(
                "database/config/app",
                Map.of(
                        "plugin_name", "postgresql-database-plugin",
                        "allowed_roles", "*",
                        "connection_url", database.guideUrl(),
                        "username", database.admin(true),
                        "password", database.adminPassword(true)));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private void role(Map<String, Object> more) {
        Map<String, Object> fields =
                new HashMap<>(Map.of("db_name", "app", "username", account, "rotation_period", "24h"));
        fields.putAll(more);
        broker.write("database/static-roles/legacy-app", fields);
    }

    private RotatingDataSource rotating() {
        return RotatingDataSource.builder()
                .broker(broker)
                .path("database/static-creds/legacy-app")
                .url(database.server().jdbcUrl(database.name()))
                .build();
    }

    private static HikariDataSource pool(RotatingDataSource rotating) {
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(POOL_SIZE);
        rotating.configure(config);
        return new HikariDataSource(config);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rotationsUnderBusyThreadsFailNoQuery(boolean pair) {
        role(pair ? Map.of("alternate_username", second) : Map.of());
        try (RotatingDataSource rotating = rotating();
                HikariDataSource pool = pool(rotating);
                BusyThreads busy = new BusyThreads(pool, 8)) {
            for (int i = 0; i < ROTATIONS; i++) {
                long generation = rotating.status().generation();
                long before = busy.queries();
                broker.write("database/static-roles/legacy-app/rotate-credentials", Map.of());
                // Without connections of the old login: the pool has to log in, with whatever it takes to be current.
                pool.getHikariPoolMXBean().softEvictConnections();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> rotating.status().generation() > generation && busy.queries() > before + 100);
            }
            assertThat(busy.failures()).isEmpty();
        }
        // The account stays when its reader has gone.
        assertThat(database.query(
                        "SELECT rolname::text FROM pg_roles WHERE rolname IN (?, ?) ORDER BY 1", account, second))
                .hasSize(2);
    }

    /** Rotated by another process: nobody tells this one, whose connections may go on for ever. */
    @Test
    void aRotationByAnotherProcessIsSeenByTheRefusalOfANewConnection() throws SQLException {
        role(Map.of());
        try (RotatingDataSource rotating = rotating();
                HikariDataSource pool = pool(rotating);
                SecretBroker another =
                        SecretBroker.builder().name("other").storage(storage).build()) {
            try (Connection inUse = pool.getConnection()) {
                another.write("database/rotate-role/legacy-app", Map.of());
                pool.getHikariPoolMXBean().softEvictConnections();
                assertThat(userOf(inUse)).isEqualTo(account);
                try (Connection fresh = pool.getConnection()) {
                    assertThat(userOf(fresh)).isEqualTo(account);
                }
                assertThat(userOf(inUse)).isEqualTo(account);
            }
        }
    }

    private static String userOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT session_user")) {
            row.next();
            return row.getString(1);
        }
    }
}
