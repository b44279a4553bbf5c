package io.leasehold.spring.datasource;

import io.leasehold.spring.LeaseholdAutoConfiguration;
import io.leasehold.spring.declaration.DeclarationAutoConfiguration;
import io.leasehold.testkit.server.PostgresServer;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Applications as a user would write them: Spring Boot's own configurations, ours, and properties. */
final class Applications {

    private Applications() {}

    static ApplicationContextRunner application(Path folder) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        LeaseholdAutoConfiguration.class,
                        DeclarationAutoConfiguration.class,
                        LeaseholdDataSourceAutoConfiguration.class,
                        LeaseholdMigrationAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=shop", "leasehold.store.path=" + folder.resolve("leases.db"));
    }

    static ApplicationContextRunner onDatabase(Path folder, PostgresServer server, String database) {
        return onMain(folder, server, server.jdbcUrl(database));
    }

    static ApplicationContextRunner onMain(Path folder, PostgresServer server, String url) {
        return application(folder)
                .withPropertyValues("spring.datasource.url=" + url, "spring.datasource.hikari.maximum-pool-size=3")
                .withPropertyValues(entry("default", server));
    }

    static ApplicationContextRunner withFlyway(ApplicationContextRunner runner) {
        return migrating(runner.withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class)));
    }

    static ApplicationContextRunner withLiquibase(ApplicationContextRunner runner) {
        return migrating(runner.withConfiguration(AutoConfigurations.of(LiquibaseAutoConfiguration.class)));
    }

    private static ApplicationContextRunner migrating(ApplicationContextRunner runner) {
        return runner.withPropertyValues(
                "leasehold.datasource.default.migration.role.creation-statements[0]="
                        + "CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE shop_owner",
                "leasehold.datasource.default.migration.role.creation-statements[1]="
                        + "ALTER ROLE \"{{name}}\" SET role TO shop_owner",
                "leasehold.datasource.default.migration.role.default-ttl=5m");
    }

    static String[] entry(String name, PostgresServer server) {
        String prefix = "leasehold.datasource." + name + ".";
        return new String[] {
            prefix + "admin.username=" + server.adminUser(),
            prefix + "admin.password=" + server.adminPassword(),
            prefix + "role.privileges=SELECT,INSERT",
            prefix + "role.default-ttl=1h"
        };
    }
}
