package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.TestDatabase;
import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.testkit.server.SharedServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The administrator's password on a real PostgreSQL: rotated, and never lost. */
class RootRotationIT {

    private final TestDatabase database = TestDatabase.on(SharedServers.postgres());
    private final EngineHarness engine = new EngineHarness();
    private final String admin = database.admin(false);
    private final String first = database.adminPassword(false);

    @BeforeEach
    void connect() {
        engine.connect(database, false, Map.of());
        engine.role("plain");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private boolean isTaken(String password) {
        return database.server().canLogin(admin, password, database.name());
    }

    private boolean isTakenStill() {
        return isTaken(first);
    }

    private void assertWorks(EngineHarness broker) {
        assertThat(database.canLogin(broker.issue("plain"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"config/app/rotate-root", "rotate-root/app"})
    void theAdministratorIsRotatedAtBothSpellings(String path) {
        engine.write(path, Map.of());

        assertThat(isTakenStill()).isFalse();
        assertWorks(engine);
        try (EngineHarness another = engine.another()) {
            assertWorks(another);
            another.write(path, Map.of());
        }
        assertWorks(engine);
        assertThat(engine.read("config/app"))
                .containsKey("last_vault_rotation")
                .doesNotContainKeys("rotation_error", "next_vault_rotation");
    }

    @Test
    void ownStatementsAreUsed() {
        engine.connect(
                database,
                false,
                Map.of("root_rotation_statements", "ALTER USER \"{{username}}\" WITH PASSWORD '{{password}}'"));
        engine.write("rotate-root/app", Map.of());

        assertThat(isTakenStill()).isFalse();
        assertWorks(engine);
        assertThatThrownBy(() -> engine.connect(
                        database, false, Map.of("root_rotation_statements", "ALTER USER \"{{username}}\" LOGIN")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("root_rotation_statements");
    }

    @Test
    void itIsRotatedBySchedule() {
        engine.write("config/app", Map.of("rotation_period", "30m"));
        engine.runDuties();
        assertThat(isTakenStill()).isTrue();

        engine.moveClock(Duration.ofMinutes(31));
        engine.runDuties();
        Awaitility.await().until(() -> !isTakenStill());
        Awaitility.await().until(() -> engine.read("config/app").containsKey("last_vault_rotation"));
        assertWorks(engine);

        engine.write("config/app", Map.of("disable_automated_rotation", true));
        Object last = engine.read("config/app").get("last_vault_rotation");
        engine.moveClock(Duration.ofHours(31));
        engine.runDuties();
        assertThat(engine.read("config/app")).containsEntry("last_vault_rotation", last);
        assertThat(engine.read("config/app")).containsEntry("rotation_period", Duration.ofMinutes(30));
    }

    @Test
    void whatCannotBeRotatedIsRefusedByField() {
        assertThatThrownBy(() -> engine.write("rotate-root/none", Map.of())).isInstanceOf(NotFoundException.class);
        String literal = "postgresql://" + database.server().adminUser() + ":"
                + database.server().adminPassword() + "@" + database.server().host() + ":"
                + database.server().port() + "/" + database.name();
        engine.connect(database, false, Map.of("connection_url", literal));
        assertThatThrownBy(() -> engine.write("rotate-root/app", Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("connection_url")
                .hasMessageContaining("unable to rotate root credentials");
        assertThatThrownBy(() ->
                        engine.connect(database, false, Map.of("connection_url", literal, "rotation_period", "1h")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("unable to rotate root credentials");
        engine.write("config/bare", Map.of("plugin_name", "postgresql-database-plugin", "connection_url", literal));
        assertThatThrownBy(() -> engine.write("rotate-root/bare", Map.of()))
                .hasMessageContaining("no username in configuration");
        assertThat(isTakenStill()).isTrue();
    }

    @Test
    void aRefusalLeavesEverythingAsItWas() {
        engine.write(
                "config/app", Map.of("root_rotation_statements", "SELECT 1/0; ALTER USER x PASSWORD '{{password}}'"));

        assertThatThrownBy(() -> engine.write("rotate-root/app", Map.of()))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("division by zero");

        assertThat(isTakenStill()).isTrue();
        assertWorks(engine);
        assertThat(engine.read("config/app")).containsKey("rotation_error");
        engine.write("config/app", Map.of("root_rotation_statements", List.of()));
        engine.moveClock(Duration.ofMinutes(2));
        engine.runDuties();
        Awaitility.await().until(() -> !isTakenStill());
        Awaitility.await().until(() -> !engine.read("config/app").containsKey("rotation_error"));
        assertWorks(engine);
    }

    /** As if the process had ended between the change and its commit: nobody has the new password but the journal. */
    @Test
    void aChangeThatWasNotCommittedIsFinishedByWhoeverComesNext() {
        begun("changed on the server");
        database.execute("ALTER ROLE " + admin + " PASSWORD 'changed on the server'");

        assertThatThrownBy(() -> engine.issue("plain")).isInstanceOf(TargetUnavailableException.class);
        assertThatThrownBy(() -> engine.delete("config/app", Map.of()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("unfinished rotation");
        assertThatThrownBy(() -> engine.write(
                        "config/app",
                        Map.of("username", database.admin(true), "password", database.adminPassword(true))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("unfinished rotation");

        engine.runDuties();
        Awaitility.await().until(() -> engine.read("config/app").containsKey("last_vault_rotation"));
        assertWorks(engine);
        assertThat(isTaken("changed on the server")).isTrue();
    }

    /** As if the process had ended before the change: the old password is the one that works. */
    @Test
    void aChangeThatNeverReachedTheServerIsMadeByWhoeverComesNext() {
        begun("never sent");

        assertWorks(engine);
        engine.write("config/app", Map.of("disable_automated_rotation", true));
        engine.runDuties();

        Awaitility.await().until(() -> engine.read("config/app").containsKey("last_vault_rotation"));
        assertThat(isTaken("never sent")).isTrue();
        assertWorks(engine);
    }

    private void begun(String pending) {
        engine.store("root/app", new ManagedPassword(admin, first, admin, pending, 0, 0, 1, 0, ""));
    }

    @Test
    void connectionsThatSharedTheLoginGoOnWorkingAndOthersAreLeftAlone() {
        TestDatabase elsewhere = TestDatabase.on(SharedServers.postgres(15));
        elsewhere.execute("CREATE ROLE " + admin + " LOGIN CREATEROLE PASSWORD '" + first.replace("'", "''") + "'");
        engine.write("config/shared", connection(database));
        engine.write("config/same-login-elsewhere", connection(elsewhere));

        engine.write("rotate-root/app", Map.of());

        for (String name : List.of("app", "shared", "same-login-elsewhere")) {
            engine.write(
                    "roles/" + name,
                    Map.of("db_name", name, "creation_statements", "CREATE ROLE \"{{name}}\" PASSWORD '{{password}}'"));
            assertThat(engine.issue(name).username()).isNotEmpty();
        }
        assertThat(elsewhere.server().canLogin(admin, first, elsewhere.name())).isTrue();
        elsewhere.execute("DROP ROLE " + admin);
    }

    private Map<String, Object> connection(TestDatabase where) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("plugin_name", "postgresql-database-plugin");
        fields.put("allowed_roles", "*");
        fields.put("connection_url", where.guideUrl());
        fields.put("username", admin);
        fields.put("password", first);
        return fields;
    }

    @Test
    void leasesOfAFormerTargetOnTheSameServerCanStillBeRevoked() {
        var issued = engine.issue("plain");
        engine.write("config/app", Map.of("connection_url", database.guideUrl().replaceAll("/[^/]*$", "/postgres")));
        engine.write("rotate-root/app", Map.of());

        try (EngineHarness another = engine.another()) {
            assertThat(another.revoke(issued).absence()).isNotNull();
        }
        assertThat(database.canLogin(issued)).isFalse();
    }

    @Test
    void issuesGoOnWithoutAFailureWhileTheAdministratorIsRotatedAgainAndAgain() throws Exception {
        engine.write("config/app", Map.of("max_idle_connections", -1));
        List<EngineHarness> brokers = List.of(engine, engine.another(), engine.another());
        // Each of them gets on with its work between two rotations: rotations without a pause leave no password to use.
        List<AtomicInteger> issued =
                brokers.stream().map(broker -> new AtomicInteger()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Future<?> rotations = threads.submit(() -> {
                for (int i = 0; i < 12; i++) {
                    List<Integer> before =
                            issued.stream().map(AtomicInteger::get).toList();
                    brokers.get(i % brokers.size()).write("rotate-root/app", Map.of());
                    Awaitility.await()
                            .until(() -> IntStream.range(0, before.size())
                                    .allMatch(n -> issued.get(n).get() > before.get(n) + 1));
                }
            });
            List<Future<?>> workers = new ArrayList<>();
            for (int n = 0; n < brokers.size(); n++) {
                EngineHarness broker = brokers.get(n);
                AtomicInteger count = issued.get(n);
                workers.add(threads.submit(() -> {
                    while (!rotations.isDone()) {
                        broker.revoke(broker.issue("plain"));
                        count.incrementAndGet();
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get(60, TimeUnit.SECONDS);
            }
            rotations.get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
            brokers.subList(1, brokers.size()).forEach(EngineHarness::close);
        }
        assertThat(issued).allMatch(count -> count.get() > 12);
        assertThat(isTakenStill()).isFalse();
    }
}
