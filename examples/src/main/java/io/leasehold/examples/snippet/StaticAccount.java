package io.leasehold.examples.snippet;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseStaticRole;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.database.StaticCredentials;
import java.time.Duration;

/** The snippet of the page on static accounts. */
final class StaticAccount {

    private StaticAccount() {}

    static HikariDataSource pool(SecretBroker broker, String host) {
        // tag::snippet[]
        DatabaseStaticRole role = DatabaseStaticRole.builder()
                .dbName("shop")
                .username("legacy_app")
                .alternateUsername("legacy_app_2")
                .rotationPeriod(Duration.ofHours(24))
                .build();
        broker.write("database/static-roles/legacy-app", role);
        StaticCredentials login =
                broker.read("database/static-creds/legacy-app").as(StaticCredentials.class);

        RotatingDataSource rotating = RotatingDataSource.builder()
                .broker(broker)
                .path("database/static-creds/legacy-app")
                .url("jdbc:postgresql://" + host + "/shop?sslmode=require")
                .build();
        HikariDataSource pool = rotating.toPool(config -> config.setMaximumPoolSize(20));
        // end::snippet[]
        pool.setPoolName(login.username());
        return pool;
    }
}
