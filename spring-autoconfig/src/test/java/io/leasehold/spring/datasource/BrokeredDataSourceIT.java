package io.leasehold.spring.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.SecretBroker;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;

/** Applications on a real PostgreSQL. */
class BrokeredDataSourceIT {

    private final PostgresServer server = SharedServers.postgres();
    private String database;

    @TempDir
    Path folder;

    @BeforeEach
    void makeDatabase() {
        database = server.createDatabase("boot_" + UUID.randomUUID().toString().substring(0, 8));
        server.execute(
                database,
                "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'shop_owner') THEN CREATE ROLE shop_owner; END IF; END $$",
                "GRANT CREATE, USAGE ON SCHEMA public TO shop_owner");
        server.execute(
                database, "CREATE TABLE orders (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, article TEXT)");
    }

    @Test
    void anApplicationsDataSourceRunsOnAUserOfTheBrokerAndLeavesNone() {
        List<String> users = new ArrayList<>();
        Applications.onDatabase(folder, server, database).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(HikariDataSource.class);
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            jdbc.update("INSERT INTO orders (article) VALUES ('book')");
            users.add(user(jdbc));
            assertThat(jdbc.queryForObject("SELECT count(*) FROM orders", Long.class))
                    .isEqualTo(1);
            assertThat(context.getBean(HikariDataSource.class).getMaximumPoolSize())
                    .isEqualTo(3);
            assertThat(context.getBean(HikariDataSource.class).isWrapperFor(RotatingDataSource.class))
                    .isTrue();
            assertThat(context.getBean(JdbcConnectionDetails.class).getUsername())
                    .isEqualTo(users.get(0));
        });
        assertThat(users)
                .singleElement()
                .isNotEqualTo(server.adminUser())
                .satisfies(user -> assertThat(server.roleExists(user)).isFalse());
    }

    @Test
    void twoDataSourcesRunOnUsersOfTheirOwn() {
        String second = server.createDatabase(database + "_second");
        List<String> users = new ArrayList<>();
        Applications.onDatabase(folder, server, database)
                .withUserConfiguration(SecondDataSource.class)
                .withPropertyValues(Applications.entry("reports", server))
                .withPropertyValues("leasehold.datasource.reports.url=" + server.jdbcUrl(second))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    JdbcTemplate reports = new JdbcTemplate(context.getBean("reports", HikariDataSource.class));
                    users.add(user(context.getBean(JdbcTemplate.class)));
                    users.add(user(reports));
                    assertThat(reports.queryForObject("SELECT current_database()", String.class))
                            .isEqualTo(second);
                });
        assertThat(users).doesNotHaveDuplicates().noneMatch(server::roleExists);
    }

    @Configuration(proxyBeanMethods = false)
    static class SecondDataSource {

        @Bean(defaultCandidate = false)
        HikariDataSource reports() {
            return DataSourceBuilder.create().type(HikariDataSource.class).build();
        }
    }

    @Test
    void aRotationFailsNoQueryAndEndsTheFormerUser() {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong queries = new AtomicLong();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Applications.onDatabase(folder, server, database)
                .withUserConfiguration(Listening.class)
                .run(context -> {
                    HikariDataSource pool = context.getBean(HikariDataSource.class);
                    List<Thread> busy = new ArrayList<>();
                    for (int i = 0; i < 4; i++) {
                        Thread thread = new Thread(() -> query(pool, stop, queries, failures));
                        thread.start();
                        busy.add(thread);
                    }
                    String first = user(context.getBean(JdbcTemplate.class));
                    context.getBean(BrokeredPools.class)
                            .secret(context.getBean(DataSourcePlans.class)
                                    .main()
                                    .orElseThrow())
                            .rotate();
                    await().atMost(Duration.ofSeconds(60)).until(() -> !server.roleExists(first));
                    long soFar = queries.get();
                    await().until(() -> queries.get() > soFar + 20);
                    stop.set(true);
                    for (Thread thread : busy) {
                        thread.join();
                    }
                    assertThat(failures).isEmpty();
                    assertThat(user(context.getBean(JdbcTemplate.class))).isNotEqualTo(first);
                    assertThat(context.getBean(Listening.class).events)
                            .hasAtLeastOneElementOfType(LeaseholdEvent.SecretRotated.class);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {

        final List<LeaseholdEvent> events = new CopyOnWriteArrayList<>();

        @EventListener
        void on(LeaseholdEvent event) {
            events.add(event);
        }
    }

    private static void query(HikariDataSource pool, AtomicBoolean stop, AtomicLong queries, List<Throwable> failures) {
        while (!stop.get()) {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
                row.next();
                queries.incrementAndGet();
            } catch (SQLException e) {
                failures.add(e);
            }
        }
    }

    @Test
    void aMigrationHasAUserOfItsOwnThatIsGoneAfterwards() {
        List<String> before = roles();
        Applications.withFlyway(Applications.onDatabase(folder, server, database))
                .withPropertyValues("spring.flyway.baseline-on-migrate=true", "spring.flyway.baseline-version=0")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                    assertThat(jdbc.queryForObject("SELECT count(*) FROM migrated_orders", Long.class))
                            .isEqualTo(1);
                    assertThat(jdbc.queryForObject(
                                    "SELECT tableowner FROM pg_tables WHERE tablename = 'migrated_orders'",
                                    String.class))
                            .isEqualTo("shop_owner");
                    // Neither the migration's user is left, nor the one that the pool had before it.
                    await().untilAsserted(() -> assertThat(roles())
                            .filteredOn(role -> !before.contains(role))
                            .containsExactly(user(jdbc)));
                    assertThat(context.getBean(SecretBroker.class)
                                    .leases()
                                    .count("database/creds/shop-default-migration"))
                            .isZero();
                    // What Actuator's health connects to, in the words of Spring Boot.
                    assertThat(SimpleAutowireCandidateResolver.resolveAutowireCandidates(
                                    context.getBeanFactory(), DataSource.class, false, true))
                            .containsOnlyKeys("dataSource");
                });
    }

    @Test
    void liquibaseHasAUserOfItsOwnThatIsGoneAfterwards() {
        List<String> before = roles();
        Applications.withLiquibase(Applications.onDatabase(folder, server, database))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                    assertThat(jdbc.queryForObject("SELECT count(*) FROM changed_orders", Long.class))
                            .isZero();
                    assertThat(jdbc.queryForObject(
                                    "SELECT tableowner FROM pg_tables WHERE tablename = 'changed_orders'",
                                    String.class))
                            .isEqualTo("shop_owner");
                    await().untilAsserted(() -> assertThat(roles())
                            .filteredOn(role -> !before.contains(role))
                            .containsExactly(user(jdbc)));
                });
    }

    @Test
    void aMigrationThatFailsLeavesNoUser() {
        List<String> before = roles();
        Applications.withFlyway(Applications.onDatabase(folder, server, database))
                .withPropertyValues(
                        "spring.flyway.locations=classpath:db/broken",
                        "spring.flyway.baseline-on-migrate=true",
                        "spring.flyway.baseline-version=0")
                .run(context ->
                        assertThat(context).hasFailed().getFailure().rootCause().hasMessageContaining("no_such_type"));
        assertThat(roles()).isEqualTo(before);
    }

    private List<String> roles() {
        try (Connection admin = server.admin(database);
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery("SELECT rolname FROM pg_roles WHERE rolcanlogin ORDER BY 1")) {
            List<String> roles = new ArrayList<>();
            while (rows.next()) {
                roles.add(rows.getString(1));
            }
            return roles;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aContainersLoginIsTheAdministrators() {
        String url = server.jdbcUrl(database);
        Applications.application(folder)
                .withPropertyValues("leasehold.datasource.default.role.privileges=SELECT")
                .withBean(JdbcConnectionDetails.class, () -> new JdbcConnectionDetails() {
                    @Override
                    public String getUsername() {
                        return server.adminUser();
                    }

                    @Override
                    public String getPassword() {
                        return server.adminPassword();
                    }

                    @Override
                    public String getJdbcUrl() {
                        return url;
                    }
                })
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(JdbcConnectionDetails.class);
                    assertThat(user(context.getBean(JdbcTemplate.class))).isNotEqualTo(server.adminUser());
                });
    }

    private static String user(JdbcTemplate jdbc) {
        return jdbc.queryForObject("SELECT current_user", String.class);
    }
}
