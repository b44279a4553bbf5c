package io.leasehold.spring.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leasehold.SecretBroker;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.StartFailure;
import io.leasehold.store.jdbc.JdbcStorage;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

/** Starts of applications: again, against a target that is down, with a wrong login. */
class StartIT {

    @TempDir
    Path folder;

    @Test
    void anUnchangedStartWritesNothing() {
        PostgresServer server = SharedServers.postgres();
        ApplicationContextRunner runner = Applications.onDatabase(folder, server, "postgres")
                .withPropertyValues(
                        "leasehold.password-policies.long={\"length\":30,\"rules\":[{\"charset\":\"abcdefghijklmnopqrstuvwxyz\"}]}",
                        "leasehold.mounts.database.description=databases",
                        "leasehold.mounts.database.roles.reports.db-name=shop-default",
                        "leasehold.mounts.database.roles.reports.creation-statements[0]=CREATE ROLE \"{{name}}\" LOGIN PASSWORD"
                                + " '{{password}}'",
                        "leasehold.write[0].path=database/roles/more",
                        "leasehold.write[0].data.db-name=shop-default",
                        "leasehold.write[0].data.creation-statements[0]=CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}'",
                        "leasehold.write[0].data.default-ttl=5m");
        runner.run(context -> assertThat(context).hasNotFailed());
        Map<String, Long> before = versions();
        assertThat(before).isNotEmpty();
        runner.run(context -> assertThat(context).hasNotFailed());
        assertThat(versions()).isEqualTo(before);

        runner.withPropertyValues("leasehold.write[0].data.default-ttl=6m").run(context -> {
            assertThat(context.getBean(SecretBroker.class)
                            .read("database/roles/more")
                            .data()
                            .get("default_ttl")
                            .toString())
                    .isEqualTo("360");
            context.getBean(SecretBroker.class).delete("database/roles/reports");
        });
        assertThat(versions()).isNotEqualTo(before);
        runner.run(context -> assertThat(context.getBean(SecretBroker.class)
                        .read("database/roles/reports")
                        .data())
                .containsEntry("db_name", "shop-default"));
    }

    /** What declarations are written to; leases and keys have tables or entries of their own. */
    private Map<String, Long> versions() {
        Map<String, Long> versions = new HashMap<>();
        try (JdbcStorage store = JdbcStorage.sqlite(folder.resolve("leases.db"))) {
            store.entries().list("", "", 1000).forEach(entry -> versions.put(entry.path(), entry.version()));
        }
        versions.keySet().removeIf(path -> path.startsWith("core/") && !path.startsWith("core/mount"));
        return versions;
    }

    @Test
    void aRotatedPasswordOfTheAdministratorSurvivesAStartThatDeclaresSomethingElse() {
        PostgresServer server = SharedServers.postgres();
        String admin = "admin_" + UUID.randomUUID().toString().substring(0, 8);
        server.execute("postgres", "CREATE ROLE " + admin + " SUPERUSER LOGIN PASSWORD 'declared'");
        ApplicationContextRunner runner = Applications.onDatabase(folder, server, "postgres")
                .withPropertyValues(
                        "leasehold.datasource.default.admin.username=" + admin,
                        "leasehold.datasource.default.admin.password=declared");
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            context.getBean(SecretBroker.class).write("database/rotate-root/shop-default");
        });
        assertThat(server.canLogin(admin, "declared", "postgres")).isFalse();
        runner.withPropertyValues("leasehold.datasource.default.admin.options.max-open-connections=3")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .getBean(JdbcTemplate.class)
                        .extracting(jdbc -> jdbc.queryForObject("SELECT 1", Integer.class))
                        .isEqualTo(1));
    }

    @Test
    void aStartWaitsForATargetThatIsDown() {
        try (PostgresServer server = PostgresServer.start()) {
            ApplicationContextRunner runner = Applications.onDatabase(folder, server, "postgres");
            server.stop();
            CompletableFuture<Integer> start = CompletableFuture.supplyAsync(() -> {
                int[] result = new int[1];
                runner.run(context -> {
                    assertThat(context).hasNotFailed();
                    result[0] = context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class);
                });
                return result[0];
            });
            // It has made its store, so it is at work on the target.
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve("leases.db")));
            server.restart();
            assertThat(start).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(1);
        }
    }

    @Test
    void aTargetThatStaysDownIsToldWithItsPropertyWhenTheTimeIsOver() {
        try (PostgresServer server = PostgresServer.start()) {
            ApplicationContextRunner runner = Applications.onDatabase(folder, server, "postgres");
            server.stop();
            runner.withPropertyValues("leasehold.startup-timeout=1s")
                    .run(context -> assertThat(StartFailure.of(context.getStartupFailure()))
                            .returns("leasehold.datasource.default.admin", LeaseholdStartException::property));
        }
    }

    @Test
    void aRefusedLoginIsNotWaitedFor() {
        PostgresServer server = SharedServers.postgres();
        long began = System.nanoTime();
        Applications.onDatabase(folder, server, "postgres")
                .withPropertyValues(
                        "leasehold.startup-timeout=10m", "leasehold.datasource.default.admin.password=wrong-password")
                .run(context -> assertThat(StartFailure.of(context.getStartupFailure()))
                        .returns("leasehold.datasource.default.admin", LeaseholdStartException::property)
                        .hasMessageNotContaining("wrong-password"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void aKeyIsMadeBesideTheStoreForItsOwnerAlone() throws Exception {
        Applications.onDatabase(folder, SharedServers.postgres(), "postgres")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("leases.db.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aStoreInADatabaseNeedsNoBeanOfTheApplication() {
        PostgresServer server = SharedServers.postgres();
        String database =
                server.createDatabase("store_" + UUID.randomUUID().toString().substring(0, 8));
        Applications.onDatabase(folder, server, database)
                .withPropertyValues(
                        "leasehold.store.type=jdbc",
                        "leasehold.store.url=" + server.jdbcUrl(database),
                        "leasehold.store.username=" + server.adminUser(),
                        "leasehold.store.password=" + server.adminPassword(),
                        "leasehold.master-key.value=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
                .run(context -> assertThat(context).hasNotFailed());
        Applications.onDatabase(folder, server, database)
                .withPropertyValues(
                        "leasehold.store.type=jdbc",
                        "leasehold.store.data-source=dataSource",
                        "leasehold.master-key.value=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
                .run(context -> assertThat(StartFailure.of(context.getStartupFailure()))
                        .returns("leasehold.store.data-source", LeaseholdStartException::property));
    }
}
