package io.leasehold.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.SecretBroker;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The files that {@code docs/spring-boot.md} shows, in a whole application. */
class GuideIT {

    private final PostgresServer server = SharedServers.postgres();
    private final String database =
            server.createDatabase("guide_" + UUID.randomUUID().toString().substring(0, 8));

    @TempDir
    Path folder;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Shop {}

    private ConfigurableApplicationContext start(String file, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.location=classpath:" + file,
                "--spring.flyway.enabled=false",
                "--spring.liquibase.enabled=false",
                "--leasehold.store.path=" + folder.resolve("leases.db"),
                "--DB_URL=" + server.jdbcUrl(database),
                "--DB_ADMIN=" + server.adminUser(),
                "--DB_ADMIN_PASSWORD=" + server.adminPassword()));
        arguments.addAll(List.of(more));
        return new SpringApplicationBuilder(Shop.class)
                .web(WebApplicationType.NONE)
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .run(arguments.toArray(String[]::new));
    }

    @Test
    void fiveMinutesAreEnough() {
        String user;
        try (ConfigurableApplicationContext shop = start("getting-started.yml")) {
            user = shop.getBean(JdbcTemplate.class).queryForObject("SELECT current_user", String.class);
            assertThat(user).isNotEqualTo(server.adminUser());
        }
        assertThat(server.roleExists(user)).isFalse();
    }

    @Test
    void everythingCanBeDeclared() {
        server.execute(database, "DROP ROLE IF EXISTS billing", "CREATE ROLE billing LOGIN PASSWORD 'old'");
        String password;
        try (ConfigurableApplicationContext shop = start("declared.yml")) {
            SecretBroker broker = shop.getBean(SecretBroker.class);
            password = password(broker);
            assertThat(server.canLogin("billing", password, database)).isTrue();
            assertThat(password).hasSize(40);
            assertThat(broker.write("pki/issue/web", Map.of("common_name", "www.example.com"))
                            .data())
                    .containsKey("certificate");
            assertThat(shop.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class))
                    .isEqualTo(1);
        }
        try (ConfigurableApplicationContext again = start("declared.yml")) {
            assertThat(password(again.getBean(SecretBroker.class))).isEqualTo(password);
        }
    }

    private static String password(SecretBroker broker) {
        return (String) broker.read("database/static-creds/billing").data().get("password");
    }

    @Test
    void theGuideShowsTheseFiles() throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "spring-boot.md"));
        for (String file : List.of("getting-started.yml", "declared.yml")) {
            assertThat(guide).as(file).contains(Files.readString(Path.of("src", "test", "resources", file)));
        }
    }
}
