package io.leasehold.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.RotatingSecret;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.alert.AlertRules;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.error.LeaseholdException;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.event.RecordingEvents;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a scrape shows after real work on PostgreSQL. Time and the broker's background are driven by hand. */
class LeaseholdMetricsIT {

    private static final String CREATION =
            "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';";

    private final PostgresServer server = SharedServers.postgres();
    private final SettableTime time = SettableTime.manual();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final RecordingEvents events = new RecordingEvents();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final SecretBroker broker = SecretBroker.builder()
            .name("metered")
            .sharedStorage(new InMemoryStorage(time))
            .timeSource(time)
            .scheduler(scheduler)
            .listener(events)
            .alerts(AlertRules.DEFAULT.withDatabaseLeasesPercent(1))
            .build();
    private final LeaseholdMetrics metrics =
            LeaseholdMetrics.builder(broker).step(Duration.ofHours(1)).build();

    @BeforeEach
    void configure() {
        broker.mounts().enable("team/db", "database");
        broker.write(
                "team/db/config/shop",
                Map.of(
                        "plugin_name",
                        "postgresql-database-plugin",
                        "allowed_roles",
                        "*",
                        "connection_url",
                        "postgresql://{{username}}:{{password}}@127.0.0.1:" + server.port() + "/postgres",
                        "username",
                        server.adminUser(),
                        "password",
                        server.adminPassword()));
        broker.write(
                "team/db/roles/app",
                Map.of("db_name", "shop", "creation_statements", CREATION, "default_ttl", "1h", "max_ttl", "24h"));
        broker.write(
                "team/db/roles/broken",
                Map.of("db_name", "shop", "creation_statements", CREATION + " SELECT 1 / 0;", "default_ttl", "1h"));
        metrics.bindTo(registry);
    }

    @AfterEach
    void close() {
        metrics.close();
        broker.close();
    }

    @Test
    void aScrapeShowsWhatWasDoneAndWhatIsThere() throws SQLException {
        Secret kept = broker.read("team/db/creds/app");
        Secret revoked = broker.read("team/db/creds/app");
        Secret expiring = broker.read("team/db/creds/app", Map.of("ttl", "10m"));
        broker.leases().renew(id(kept));
        broker.leases().revoke(id(revoked));
        assertThat(fails(() -> broker.read("team/db/creds/broken"))).isTrue();
        pass(Duration.ofMinutes(11));
        DatabaseCredentials login = kept.as(DatabaseCredentials.class);
        try (Connection session =
                DriverManager.getConnection(server.jdbcUrl("postgres"), login.username(), login.password())) {
            assertThat(session.isValid(5)).isTrue();
            metrics.refresh();
        }
        String app = "role=\"creds/app\"";
        assertThat(value("leasehold_leases", "mount=\"team/db\"", app, "state=\"active\""))
                .isEqualTo(1);
        assertThat(value("leasehold_credentials_issued_total", "lease=\"true\"", app))
                .isEqualTo(3);
        assertThat(value("leasehold_lease_issue_seconds_count", app, "outcome=\"success\""))
                .isEqualTo(3);
        assertThat(value("leasehold_lease_issue_seconds_count", "role=\"creds/broken\"", "outcome=\"failure\""))
                .isEqualTo(1);
        assertThat(value("leasehold_lease_renew_seconds_count", app, "outcome=\"success\""))
                .isEqualTo(1);
        assertThat(value("leasehold_lease_revoke_seconds_count", "cause=\"revoked\"", app))
                .isEqualTo(1);
        assertThat(value("leasehold_lease_revoke_seconds_count", "cause=\"expired\"", app))
                .isEqualTo(1);
        assertThat(value("leasehold_lease_overdue_seconds_count", "mount=\"team/db\""))
                .isEqualTo(1);
        assertThat(value("leasehold_lease_overdue_seconds_sum", "mount=\"team/db\""))
                .isBetween(0.0, 61.0);
        assertThat(value("leasehold_target_up", "mount=\"team/db\"")).isEqualTo(1);
        assertThat(value("leasehold_target_calls")).isZero();
        assertThat(value("leasehold_expiry_paused")).isZero();
        assertThat(value("leasehold_expiry_due")).isZero();
        assertThat(value("leasehold_leases_forgotten_total")).isZero();
        String shop = "connection=\"shop\",mount=\"team/db\"";
        assertThat(value("leasehold_database_leases", shop)).isEqualTo(1);
        assertThat(value("leasehold_database_connections_max", shop)).isEqualTo(200);
        assertThat(value("leasehold_database_connections_used", shop)).isBetween(2.0, 200.0);
        assertThat(value("leasehold_database_connections", shop, "state=\"idle\"", "user=\"" + login.username() + "\""))
                .isEqualTo(1);
        assertThat(lines("leasehold_database_connections{"))
                .as("users that were not made here are not told")
                .hasSize(1);
        assertThat(registry.scrape())
                .doesNotContain(login.password(), server.adminPassword())
                .doesNotContain(id(kept), id(revoked), id(expiring));
    }

    @Test
    void rotatingSecretsAreShownWhileTheyAreOpen() {
        try (RotatingSecret secret = broker.rotating("team/db/creds/app")) {
            time.advance(Duration.ofMinutes(5));
            metrics.refresh();
            String path = "path=\"team/db/creds/app\"";
            assertThat(value("leasehold_secret_age_seconds", path)).isBetween(299.0, 360.0);
            assertThat(value("leasehold_secret_remaining_seconds", path)).isBetween(3240.0, 3301.0);
            secret.rotate();
            scheduler.runDue();
            metrics.refresh();
            assertThat(value("leasehold_secret_generation", path)).isEqualTo(2);
            assertThat(value("leasehold_secret_age_seconds", path)).isBetween(0.0, 60.0);
            assertThat(value("leasehold_secret_failures", path)).isZero();
            assertThat(value("leasehold_secret_draining", path)).isZero();
            assertThat(value("leasehold_secret_rotations_total", path, "outcome=\"success\""))
                    .isEqualTo(1);
            assertThat(value("leasehold_secret_drain_seconds_count", path)).isEqualTo(1);
        }
        metrics.refresh();
        assertThat(lines("leasehold_secret_age")).isEmpty();
    }

    @Test
    void anAlertIsAMeterWhileItStands() {
        for (int i = 0; i < 3; i++) {
            broker.read("team/db/creds/app", Map.of("ttl", "5m"));
        }
        pass(Duration.ofMinutes(1));
        metrics.refresh();
        assertThat(value("leasehold_alert", "rule=\"DatabaseLeasesHigh\"", "subject=\"team/db/shop\""))
                .isEqualTo(1);
        pass(Duration.ofMinutes(6));
        metrics.refresh();
        assertThat(lines("leasehold_alert")).isEmpty();
    }

    @Test
    void aTargetThatIsDownHidesNothingElse() {
        broker.read("team/db/creds/app");
        broker.write(
                "team/db/config/gone",
                Map.of(
                        "plugin_name",
                        "postgresql-database-plugin",
                        "connection_url",
                        "postgresql://{{username}}:{{password}}@127.0.0.1:1/postgres",
                        "username",
                        "nobody",
                        "password",
                        "nothing",
                        "verify_connection",
                        false));
        for (int i = 0; i < 3; i++) {
            metrics.refresh();
        }
        assertThat(value("leasehold_database_connections_max", "connection=\"shop\""))
                .isEqualTo(200);
        assertThat(value("leasehold_database_leases", "connection=\"gone\"")).isZero();
        assertThat(lines("leasehold_database_connections_max{")).hasSize(1);
        assertThat(broker.observations().measurements().missing())
                .singleElement()
                .satisfies(missing -> assertThat(missing.subject()).isEqualTo("gone"));
        assertThat(lines("leasehold_target_up").stream().filter(line -> line.endsWith(" 0.0")))
                .hasSize(1);
    }

    @Test
    void whatIsGoneIsNotShownAnyMore() {
        Secret secret = broker.read("team/db/creds/app");
        metrics.refresh();
        assertThat(lines("leasehold_leases{")).hasSize(1);
        broker.leases().revoke(id(secret));
        metrics.refresh();
        assertThat(lines("leasehold_leases{")).isEmpty();
        metrics.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void aPoolShowsItsGenerations() throws SQLException {
        try (RotatingDataSource rotating = RotatingDataSource.builder()
                        .broker(broker)
                        .path("team/db/creds/app")
                        .url(server.jdbcUrl("postgres"))
                        .build();
                HikariDataSource pool = rotating.toPool(config -> config.setMaximumPoolSize(4))) {
            try (RotatingDataSourceMetrics poolMetrics = new RotatingDataSourceMetrics(rotating, "shop");
                    Connection connection = pool.getConnection()) {
                poolMetrics.bindTo(registry);
                assertThat(connection.isValid(5)).isTrue();
                assertThat(value("leasehold_pool_connections", "generation=\"current\"", "pool=\"shop\""))
                        .isBetween(1.0, 4.0);
                assertThat(value("leasehold_pool_connections", "generation=\"former\""))
                        .isZero();
                assertThat(value("leasehold_pool_places", "pool=\"shop\"")).isEqualTo(4);
                assertThat(value("leasehold_pool_aborted_total", "pool=\"shop\""))
                        .isZero();
            }
            assertThat(lines("leasehold_pool")).isEmpty();
        }
    }

    private void pass(Duration duration) {
        for (long left = duration.toSeconds(); left > 0; left -= 10) {
            time.advance(Duration.ofSeconds(Math.min(10, left)));
            scheduler.runDue();
        }
    }

    private List<String> lines(String start) {
        return registry.scrape().lines().filter(line -> line.startsWith(start)).toList();
    }

    /** The value of the one sample of a name with all these labels. */
    private double value(String name, String... labels) {
        List<String> found = lines(name).stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .toList();
        assertThat(found).as(() -> name + " in\n" + registry.scrape()).hasSize(1);
        return Double.parseDouble(found.get(0).substring(found.get(0).lastIndexOf(' ') + 1));
    }

    private static boolean fails(Runnable request) {
        try {
            request.run();
            return false;
        } catch (LeaseholdException e) {
            return true;
        }
    }

    private static String id(Secret secret) {
        return secret.lease().orElseThrow().id();
    }
}
