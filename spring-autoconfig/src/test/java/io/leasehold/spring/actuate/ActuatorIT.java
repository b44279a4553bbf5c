package io.leasehold.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.alert.AlertRules;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.micrometer.LeaseholdMetrics;
import io.leasehold.spring.actuate.health.BrokerHealth;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

/** Health and scrapes of an application on rotating credentials of a PostgreSQL that goes down. Time is driven by hand. */
class ActuatorIT {

    private static final String CREATION =
            "CREATE ROLE \"{{name}}\" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';";
    private static final String PATH = "team/db/creds/app";
    private static final String SECRET = "/health/leasehold/secrets/team.db.creds.app";

    private final PostgresServer server = PostgresServer.start();
    private final SettableTime time = SettableTime.manual();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final SecretBroker broker = SecretBroker.builder()
            .name("watched")
            .sharedStorage(new InMemoryStorage(time))
            .timeSource(time)
            .scheduler(scheduler)
            .alerts(AlertRules.DEFAULT.withDatabaseLeasesPercent(1))
            .build();
    private RotatingSecret secret;
    private WebApplication application;

    @BeforeEach
    void start() {
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
        secret = broker.rotating(PATH);
        application = WebApplication.start(
                this::beans,
                "management.endpoint.health.show-details=always",
                "management.endpoint.health.probes.enabled=true",
                "leasehold.metrics.step=1h",
                "spring.jmx.enabled=false");
    }

    private void beans(GenericApplicationContext context) {
        context.registerBean(
                "broker", SecretBroker.class, () -> broker, definition -> definition.setDestroyMethodName(""));
        context.registerBean("shop", HikariDataSource.class, () -> {
            HikariDataSource pool = RotatingDataSource.builder()
                    .url(server.jdbcUrl("postgres"))
                    .secret(secret)
                    .build()
                    .configure(new HikariDataSource());
            pool.setPoolName("shop-pool");
            pool.setMaximumPoolSize(3);
            return pool;
        });
    }

    @AfterEach
    void close() {
        application.close();
        secret.close();
        broker.close();
        server.close();
    }

    @Test
    void healthIsDegradedThenDownThenUpAgainAndLivenessStaysUp() {
        assertThat(health(SECRET)).contains("\"status\":\"UP\"");
        server.stop();
        fail(1);
        assertThat(health("/health/leasehold")).contains("\"status\":\"DEGRADED\"", "did not answer the last call");
        assertThat(health(SECRET))
                .contains("\"status\":\"DEGRADED\"", "the old one is served while it lasts", "\"failures\":1");
        assertThat(application.get("/health/leasehold").statusCode()).isEqualTo(200);
        fail(12);
        assertThat(health("/health/leasehold/targets")).contains("\"status\":\"DOWN\"", "its breaker is open");
        assertThat(health(SECRET)).as("its credential still works").contains("\"status\":\"DEGRADED\"");
        time.advance(Duration.ofHours(2));
        assertThat(health(SECRET)).contains("\"status\":\"DOWN\"", "the secret has ended");
        assertThat(application.get("/health/leasehold").statusCode()).isEqualTo(503);
        assertThat(health("/health/liveness")).contains("\"status\":\"UP\"");
        assertThat(application.get("/health/liveness").statusCode()).isEqualTo(200);
        server.restart();
        for (int i = 0; i < 20 && secret.status().failures() > 0; i++) {
            scheduler.advance(Duration.ofMinutes(1));
        }
        application.context().getBean(BrokerHealth.class).refresh();
        assertThat(health(SECRET)).contains("\"status\":\"UP\"");
        assertThat(health("/health/leasehold"))
                .startsWith("{\"components\":")
                .contains("\"status\":\"UP\"")
                .doesNotContain("\"status\":\"DOWN\"", "\"status\":\"DEGRADED\"")
                .doesNotContain(server.adminPassword());
    }

    private String health(String path) {
        return application.get(path).body();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            secret.rotate();
            scheduler.runDue();
        }
        assertThat(secret.status().failures()).isPositive();
    }

    @Test
    void aScrapeShowsTheMetersOfTheListWithThePoolsOfTheApplication() throws SQLException {
        HikariDataSource pool = application.context().getBean(HikariDataSource.class);
        try (Connection connection = pool.getConnection()) {
            assertThat(connection.isValid(5)).isTrue();
            broker.leases().renew(secret.current().lease().orElseThrow().id());
            broker.leases().revoke(broker.read(PATH).lease().orElseThrow().id());
            secret.rotate();
            scheduler.runDue();
            scheduler.advance(Duration.ofMinutes(2));
            application.context().getBean(LeaseholdMetrics.class).refresh();
            HttpResponse<String> scrape = application.get("/prometheus");
            assertThat(scrape.statusCode()).isEqualTo(200);
            assertThat(scrape.body())
                    .contains(
                            "leasehold_leases{mount=\"team/db\",role=\"creds/app\",state=\"active\"}",
                            "leasehold_credentials_issued_total{lease=\"true\",mount=\"team/db\",role=\"creds/app\"}",
                            "leasehold_lease_issue_seconds_count{mount=\"team/db\",outcome=\"success\",role=\"creds/app\"}",
                            "leasehold_lease_renew_seconds_count{mount=\"team/db\",outcome=\"success\",role=\"creds/app\"}",
                            "leasehold_lease_revoke_seconds_count{cause=\"revoked\"",
                            "leasehold_expiry_paused 0.0",
                            "leasehold_expiry_due",
                            "leasehold_target_up{mount=\"team/db\"",
                            "leasehold_target_calls{target=",
                            "leasehold_secret_age_seconds{path=\"" + PATH + "\"}",
                            "leasehold_secret_remaining_seconds{path=\"" + PATH + "\"}",
                            "leasehold_secret_generation{path=\"" + PATH + "\"} 2.0",
                            "leasehold_secret_failures{path=\"" + PATH + "\"} 0.0",
                            "leasehold_secret_draining{path=\"" + PATH + "\"}",
                            "leasehold_secret_rotations_total{outcome=\"success\",path=\"" + PATH + "\"} 1.0",
                            "leasehold_database_leases{connection=\"shop\",mount=\"team/db\"}",
                            "leasehold_database_connections_max{connection=\"shop\",mount=\"team/db\"}",
                            "leasehold_database_connections_used{connection=\"shop\",mount=\"team/db\"}",
                            "leasehold_database_connections{connection=\"shop\",mount=\"team/db\",state=",
                            "leasehold_pool_connections{generation=\"current\",pool=\"shop-pool\"}",
                            "leasehold_pool_connections{generation=\"former\",pool=\"shop-pool\"}",
                            "leasehold_pool_places{pool=\"shop-pool\"} 3.0",
                            "leasehold_pool_aborted_total{pool=\"shop-pool\"}",
                            "hikaricp_connections_max{pool=\"shop-pool\"} 3.0")
                    .doesNotContain(server.adminPassword());
        }
    }

    @Test
    void theEndpointShowsTheTargetGoingDown() {
        assertThat(application.get("/leasehold/targets").body()).contains("\"state\":\"up\"", "\"mount\":\"team/db\"");
        server.stop();
        fail(12);
        assertThat(application.get("/leasehold/targets").body())
                .contains("\"state\":\"down\"", "\"lastError\":")
                .doesNotContain(server.adminPassword());
        assertThat(application.get("/leasehold/secrets/" + PATH).body()).contains("\"generation\":1", "\"lastError\":");
        server.restart();
    }
}
