package io.leasehold.examples.snippet;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.SecretBroker;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.key.MasterKey;
import io.leasehold.store.jdbc.JdbcStorage;
import java.nio.file.Path;
import java.util.Map;

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
        broker.write(
                "database/config/shop",
                Map.of(
                        "plugin_name",
                        "postgresql-database-plugin",
                        "allowed_roles",
                        "app",
                        "connection_url",
                        "postgresql://{{username}}:{{password}}@" + host + "/shop?sslmode=require",
                        "username",
                        "leasehold",
                        "password",
                        adminPassword));
        broker.write(
                "database/roles/app",
                Map.of(
                        "db_name",
                        "shop",
                        "creation_statements",
                        "CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' "
                                + "VALID UNTIL '{{expiration}}' IN ROLE app_readwrite;",
                        "default_ttl",
                        "1h",
                        "max_ttl",
                        "24h"));
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
