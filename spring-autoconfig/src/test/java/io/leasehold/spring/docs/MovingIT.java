package io.leasehold.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.lease.Reconciliation;
import io.leasehold.spring.tls.TlsBundles;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The files and steps of {@code docs/moving-from-spring-cloud-vault.md}, in whole applications. */
class MovingIT {

    private final PostgresServer server = SharedServers.postgres();
    private final String mark = UUID.randomUUID().toString().substring(0, 8);
    private final String database = server.createDatabase("moving_" + mark);
    private final String store = server.createDatabase("store_" + mark);
    private final String admin = "leasehold_admin_" + mark;
    private final String owner = "owner_" + mark;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Shop {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class ShopWithReports {

        @Bean(defaultCandidate = false)
        HikariDataSource reports() {
            return DataSourceBuilder.create().type(HikariDataSource.class).build();
        }
    }

    /** An administrator as the page of PostgreSQL describes it, which is not a superuser. */
    @BeforeEach
    void makeAdministrator() {
        server.execute(
                database,
                "CREATE ROLE " + owner,
                "CREATE ROLE " + admin + " LOGIN CREATEROLE PASSWORD 'leasehold'",
                "GRANT " + owner + " TO " + admin,
                "ALTER DATABASE " + database + " OWNER TO " + owner,
                "ALTER SCHEMA public OWNER TO " + owner,
                "CREATE TABLE orders (id BIGINT PRIMARY KEY, article TEXT)",
                "ALTER TABLE orders OWNER TO " + owner);
    }

    private ConfigurableApplicationContext start(Class<?> application, List<String> files, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.location="
                        + files.stream()
                                .map(file -> "classpath:docs/moving-" + file + ".yaml")
                                .collect(Collectors.joining(",", "classpath:docs/moving-store.yaml,", "")),
                "--spring.liquibase.enabled=false",
                "--STORE_URL=" + server.jdbcUrl(store),
                "--STORE_USER=" + server.adminUser(),
                "--STORE_PASSWORD=" + server.adminPassword(),
                "--MASTER_KEY=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
                "--DB_URL=" + server.jdbcUrl(database),
                "--ADMIN_URL=postgresql://{{username}}:{{password}}@" + server.host() + ":" + server.port() + "/"
                        + database,
                "--ADMIN=" + admin,
                "--ADMIN_PASSWORD=leasehold"));
        if (!files.contains("flyway")) {
            arguments.add("--spring.flyway.enabled=false");
        }
        arguments.addAll(Arrays.asList(more));
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(arguments.toArray(String[]::new));
    }

    @Test
    void aRoleIsDeclaredAsItStoodInVault() {
        String user;
        try (ConfigurableApplicationContext shop = start(Shop.class, List.of("database"))) {
            JdbcTemplate jdbc = shop.getBean(JdbcTemplate.class);
            user = user(jdbc);
            assertThat(user).startsWith("l-readwrit-");
            assertThat(jdbc.update("INSERT INTO orders VALUES (1, 'book')")).isEqualTo(1);
            assertThat(shop.getBean(SecretBroker.class)
                            .read("database/roles/readwrite")
                            .data())
                    .containsEntry("max_ttl", 86_400L);
        }
        assertThat(server.roleExists(user)).isFalse();
    }

    @Test
    void aClientThatTheStarterDoesNotKnowFollowsASecret() {
        List<DatabaseCredentials> given = new CopyOnWriteArrayList<>();
        try (ConfigurableApplicationContext shop = start(Shop.class, List.of("database"));
                RotatingSecret login = FollowingSnippet.follow(shop.getBean(SecretBroker.class), given::add)) {
            assertThat(given).hasSize(1);
            login.rotate();
            await().until(() -> given.size() == 2);
            assertThat(given)
                    .as("the former one is held")
                    .allMatch(each -> server.canLogin(each.username(), each.password(), database))
                    .extracting(DatabaseCredentials::username)
                    .doesNotHaveDuplicates();
        }
        assertThat(given).noneMatch(each -> server.roleExists(each.username()));
    }

    /** What the page's jq makes out of an answer of a server. */
    @Test
    void anExportedRoleIsReadAsItIs() {
        try (ConfigurableApplicationContext shop = start(
                Shop.class,
                List.of("database", "imported"),
                "--leasehold.mounts.database.config.shop.allowed-roles=app,readwrite")) {
            SecretBroker broker = shop.getBean(SecretBroker.class);
            DatabaseCredentials login = broker.read("database/creds/app").as(DatabaseCredentials.class);
            assertThat(server.canLogin(login.username(), login.password(), database))
                    .isTrue();
            assertThat(broker.leases().revokePrefix("database/creds/app")).isEqualTo(1);
            assertThat(server.roleExists(login.username())).isFalse();
        }
    }

    @Test
    void eachDataSourceHasItsRole() {
        try (ConfigurableApplicationContext shop = start(ShopWithReports.class, List.of("database", "databases"))) {
            assertThat(user(shop.getBean(JdbcTemplate.class))).startsWith("l-readwrit-");
            assertThat(user(new JdbcTemplate(shop.getBean("reports", HikariDataSource.class))))
                    .startsWith("l-readonly-");
        }
    }

    @Test
    void migrationsHaveALeaseOfTheirOwn() {
        server.execute(
                database,
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'shop_owner') THEN CREATE ROLE shop_owner; END IF; END $$",
                "GRANT shop_owner TO " + admin + (server.major() < 16 ? "" : " WITH ADMIN TRUE"),
                "GRANT CREATE, USAGE ON SCHEMA public TO shop_owner");
        try (ConfigurableApplicationContext shop = start(
                Shop.class,
                List.of("database", "flyway"),
                "--spring.flyway.baseline-on-migrate=true",
                "--spring.flyway.baseline-version=0")) {
            JdbcTemplate jdbc = shop.getBean(JdbcTemplate.class);
            assertThat(jdbc.queryForObject("SELECT count(*) FROM migrated_orders", Long.class))
                    .isEqualTo(1);
            assertThat(jdbc.queryForObject(
                            "SELECT tableowner FROM pg_tables WHERE tablename = 'migrated_orders'", String.class))
                    .isEqualTo("shop_owner");
            assertThat(shop.getBean(SecretBroker.class).leases().count("database/creds/migration"))
                    .isZero();
        }
    }

    @Test
    void aStaticAccountIsTakenOverWithThePasswordThatVaultServed() {
        server.execute(database, "DROP ROLE IF EXISTS billing", "CREATE ROLE billing LOGIN PASSWORD 'of-vault'");
        server.execute(
                database,
                "GRANT billing TO " + admin
                        + (server.major() < 16 ? "" : " WITH ADMIN TRUE, INHERIT FALSE, SET FALSE"));
        List<String> files = List.of("database", "static");
        try (ConfigurableApplicationContext shop = start(Shop.class, files, "--BILLING_PASSWORD=of-vault")) {
            assertThat(user(shop.getBean(JdbcTemplate.class))).isEqualTo("billing");
        }
        assertThat(server.canLogin("billing", "of-vault", database)).isTrue();

        try (ConfigurableApplicationContext shop =
                start(Shop.class, files, "--BILLING_PASSWORD=of-vault", "--BILLING_STAYS=false")) {
            JdbcTemplate jdbc = shop.getBean(JdbcTemplate.class);
            shop.getBean(SecretBroker.class).write("database/rotate-role/billing");
            await().until(() -> !server.canLogin("billing", "of-vault", database));
            assertThat(user(jdbc)).isEqualTo("billing");
        }
        // The password that is still in the properties is not sent again, or it would be refused.
        try (ConfigurableApplicationContext shop =
                start(Shop.class, files, "--BILLING_PASSWORD=of-vault", "--BILLING_STAYS=false")) {
            assertThat(user(shop.getBean(JdbcTemplate.class))).isEqualTo("billing");
        }
    }

    @Test
    void usersOfAVaultGoOnBesideAndItsAdministratorCanGoAfterwards() throws SQLException {
        String vault = "vault_admin_" + mark;
        String theirs = "v-approle-readwrit-" + mark;
        server.execute(
                database,
                "CREATE ROLE " + vault + " LOGIN CREATEROLE PASSWORD 'vault'",
                "GRANT " + owner + " TO " + vault);
        as(
                vault,
                "vault",
                "CREATE ROLE \"" + theirs + "\" WITH LOGIN PASSWORD 'x' VALID UNTIL 'infinity'",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO \"" + theirs + '"');
        try (ConfigurableApplicationContext shop = start(Shop.class, List.of("database"))) {
            SecretBroker broker = shop.getBean(SecretBroker.class);
            JdbcTemplate jdbc = shop.getBean(JdbcTemplate.class);
            String ours = user(jdbc);
            broker.rotate("database/creds/readwrite");
            await().until(() -> !server.roleExists(ours));

            assertThat(broker.write("database/reconcile/shop")
                            .as(Reconciliation.class)
                            .accountsWithoutLease())
                    .isEmpty();
            assertThat(server.canLogin(theirs, "x", database)).isTrue();

            as(vault, "vault", "GRANT \"" + theirs + "\" TO " + vault, "DROP OWNED BY \"" + theirs + '"');
            as(vault, "vault", "DROP ROLE \"" + theirs + '"');
            server.execute(
                    database,
                    "REASSIGN OWNED BY " + vault + " TO " + owner,
                    "DROP OWNED BY " + vault,
                    "DROP ROLE " + vault);
            broker.rotate("database/creds/readwrite");
            assertThat(jdbc.update("INSERT INTO orders VALUES (2, 'pen')")).isEqualTo(1);
        }
    }

    private void as(String user, String password, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database), user, password);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    @Test
    void aBundleIsIssuedByADeclaredAuthority() throws Exception {
        try (ConfigurableApplicationContext shop = start(Shop.class, List.of("database", "tls"))) {
            X509Certificate certificate = (X509Certificate) shop.getBean(SslBundles.class)
                    .getBundle("web-server")
                    .getStores()
                    .getKeyStore()
                    .getCertificate("web-server");
            assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=www.example.com");
            assertThat(certificate.getSubjectAlternativeNames())
                    .extracting(name -> (Object) name.get(1))
                    .contains("localhost", "development.example.com", "127.0.0.1", "spiffe://example.com/web");
            assertThat(shop.getBean(TlsBundles.class).names()).containsExactly("web-server");
        }
    }

    private static String user(JdbcTemplate jdbc) {
        return jdbc.queryForObject("SELECT session_user", String.class);
    }
}
