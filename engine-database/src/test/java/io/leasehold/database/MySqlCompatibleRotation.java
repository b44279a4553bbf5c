package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.server.MySqlCompatibleServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A HikariCP pool on a rotating data source, with the whole broker behind it. */
abstract class MySqlCompatibleRotation {

    private static final int POOL = 5;
    private static final int ROTATIONS = 4;

    private final MySqlCompatibleServer server;

    MySqlCompatibleRotation(MySqlCompatibleServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rotationsUnderBusyThreadsFailNoQueryAndLeaveNoUser(boolean mySqlDriver) {
        try (SecretBroker broker = SecretBroker.builder()
                .name("billing")
                .storage(new InMemoryStorage())
                .build()) {
            configure(broker);
            try (RotatingSecret secret = broker.rotating("mariadb/creds/app");
                    RotatingDataSource rotating = RotatingDataSource.builder()
                            .secret(secret)
                            .url(mySqlDriver ? server.mysqlUrl("") : server.jdbcUrl(""))
                            .maxConnections(POOL)
                            .build();
                    HikariDataSource pool = rotating.toPool(config -> config.setMaximumPoolSize(POOL));
                    BusyThreads busy = new BusyThreads(pool, 8)) {
                for (int i = 0; i < ROTATIONS; i++) {
                    long generation = rotating.status().generation();
                    long queries = busy.queries();
                    secret.rotate();
                    await().until(() -> rotating.status().connections().getOrDefault(generation + 1, 0) > 0
                            && rotating.status().connections().keySet().equals(Set.of(generation + 1))
                            && busy.queries() > queries + 100);
                }
                assertThat(busy.failures()).isEmpty();
                assertThat(rotating.status().aborted()).isZero();
                // The last old lease is revoked in the background.
                await().until(() -> broker.leases().count("mariadb/") == 1);
            }
            await().until(() -> broker.leases().count("mariadb/") == 0);
        }
    }

    private void configure(SecretBroker broker) {
        broker.mounts().enable("mariadb", "database");
        broker.write(
                "mariadb/config/shop",
                Map.of(
                        "plugin_name",
                        "mysql-database-plugin",
                        "allowed_roles",
                        "app",
                        "connection_url",
                        "{{username}}:{{password}}@tcp(" + server.host() + ":" + server.port() + ")/",
                        "username",
                        server.adminUser(),
                        "password",
                        server.adminPassword()));
        broker.write(
                "mariadb/roles/app",
                Map.of(
                        "db_name", "shop",
                        "creation_statements", List.of("CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'"),
                        "default_ttl", "1h",
                        "max_ttl", "24h"));
    }
}
