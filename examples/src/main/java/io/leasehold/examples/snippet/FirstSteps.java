package io.leasehold.examples.snippet;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.DatabaseRole;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.key.MasterKey;
import io.leasehold.store.jdbc.JdbcStorage;
import java.nio.file.Path;
import java.time.Duration;

/** The snippet of the README. The tagged part is copied from here by hand, and compared by a test. */
final class FirstSteps {

    private FirstSteps() {}

    static HikariDataSource pool(Path folder, String host, String adminPassword) {
        // tag::snippet[]
        SecretBroker broker = SecretBroker.builder()
                .name("billing")
                .storage(JdbcStorage.sqlite(folder.resolve("leases.db")))
                .masterKey(MasterKey.fromFileOrCreate(folder.resolve("master.key")))
                .build();
        if (!broker.mounts().list().containsKey("database/")) {
            broker.mounts().enable("database", "database");
        }
        DatabaseConnection connection = DatabaseConnection.builder()
                .pluginName("postgresql-database-plugin")
                .allowedRoles("app")
                .connectionUrl("postgresql://{{username}}:{{password}}@" + host + "/shop?sslmode=require")
                .username("leasehold")
                .password(adminPassword)
                .build();
        broker.write("database/config/shop", connection);
        DatabaseRole role = DatabaseRole.builder()
                .dbName("shop")
                .creationStatements(
                        "CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';"
                                + "GRANT app_readwrite TO \"{{name}}\";")
                .defaultTtl(Duration.ofHours(1))
                .maxTtl(Duration.ofDays(1))
                .build();
        broker.write("database/roles/app", role);
        RotatingDataSource rotating = RotatingDataSource.builder()
                .broker(broker)
                .path("database/creds/app")
                .url("jdbc:postgresql://" + host + "/shop?sslmode=require")
                .build();
        HikariDataSource pool = rotating.toPool(config -> config.setMaximumPoolSize(20));
        // end::snippet[]
        return pool;
    }
}
