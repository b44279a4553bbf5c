package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.harness.TestDatabase;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.Plan;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How users are made, and what is left when that fails: nothing, or a truthful "perhaps". */
class CreationIT {

    private final EngineHarness engine = new EngineHarness();

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void twelveThreadsIssueAndRevokeSideBySide(int version) throws Exception {
        TestDatabase database = TestDatabase.on(SharedServers.postgres(version));
        engine.connect(database, true, Map.of("max_open_connections", 12));
        engine.role(
                "busy",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO \"{{name}}\"",
                "GRANT USAGE ON SCHEMA reports TO \"{{name}}\"",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO \"{{name}}\"");
        ExecutorService threads = Executors.newFixedThreadPool(12);
        try {
            List<Callable<String>> work = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                work.add(() -> {
                    Issued issued = engine.issue("busy");
                    engine.revoke(issued);
                    return issued.username();
                });
            }
            for (Future<String> done : threads.invokeAll(work)) {
                assertThat(database.server().roleExists(done.get())).isFalse();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(database.danglingGrants()).isEmpty();
    }

    @Test
    void aFailingSecondStatementLeavesNothingAndIsNamed() {
        TestDatabase database = connected();
        engine.role("broken", "GRANT SELECT ON no_such_table TO \"{{name}}\"");
        Plan plan = engine.plan("broken");

        TargetRefusedException refused =
                catchThrowableOfType(TargetRefusedException.class, () -> engine.issue(plan, () -> {}));

        assertThat(refused.effectPossible()).isFalse();
        assertThat(refused)
                .hasMessageContaining("statement 2: GRANT SELECT ON no_such_table TO \"{{name}}\"")
                .hasMessageContaining("42P01");
        assertThat(database.server().roleExists(plan.account())).isFalse();
    }

    @Test
    void neitherPasswordNorVerifierIsInAnError() {
        TestDatabase database = connected();
        for (String method : List.of("password", "scram-sha-256")) {
            engine.write("config/app", Map.of("password_authentication", method));
            engine.write(
                    "roles/loud",
                    Map.of(
                            "db_name", "app",
                            "creation_statements", "DO $$BEGIN RAISE EXCEPTION 'loud %', '{{password}}'; END$$"));

            assertThatThrownBy(() -> engine.issue("loud")).satisfies(failure -> {
                String all = failure + " " + failure.getCause();
                assertThat(all).contains("loud [password]").doesNotContain("SCRAM-SHA-256$");
            });
        }
        assertThat(database.server().isRunning()).isTrue();
    }

    @Test
    void aClearPasswordIsSentOnlyOnRequest() {
        TestDatabase database = connected();
        database.execute("CREATE TABLE sent (what text)", "GRANT ALL ON sent TO PUBLIC");
        engine.role("telling", "INSERT INTO sent VALUES ('{{password}}')");

        Issued verified = engine.issue("telling");
        assertThat(database.query("SELECT what FROM sent")).allMatch(sent -> sent.startsWith("SCRAM-SHA-256$4096:"));
        engine.write("config/app", Map.of("password_authentication", "password"));
        Issued clear = engine.issue("telling");
        assertThat(database.query("SELECT what FROM sent")).contains(clear.password());
        assertThat(database.canLogin(verified) && database.canLogin(clear)).isTrue();
    }

    @Test
    void anExistingAccountSurvives() {
        TestDatabase database = connected();
        engine.write(
                "roles/careless",
                Map.of(
                        "db_name", "app",
                        "creation_statements", "DROP ROLE IF EXISTS \"{{name}}\"; CREATE ROLE \"{{name}}\" LOGIN"));
        Plan plan = engine.plan("careless");
        database.execute("CREATE ROLE \"" + plan.account() + "\"");
        String oid = database.oid(plan.account());

        TargetRefusedException refused = catchThrowableOfType(
                TargetRefusedException.class,
                () -> engine.issue(plan, () -> {
                    throw new AssertionError("nothing was to be changed, so nothing to be confirmed");
                }));

        assertThat(refused.effectPossible()).isFalse();
        assertThat(refused).hasMessageContaining("already exists");
        assertThat(database.oid(plan.account())).isEqualTo(oid);
    }

    @Test
    void aCreationThatIsNotConfirmedChangesNothing() {
        TestDatabase database = connected();
        engine.role("plain");
        Plan plan = engine.plan("plain");

        assertThatThrownBy(() -> engine.issue(plan, () -> {
                    throw new ConflictException("the lease is being removed");
                }))
                .isInstanceOf(ConflictException.class);

        assertThat(database.server().roleExists(plan.account())).isFalse();
        assertThat(database.canLogin(engine.issue("plain"))).isTrue();
    }

    @Test
    void statementsThatMakeNoRoleAreRefused() {
        connected();
        engine.write("roles/idle", Map.of("db_name", "app", "creation_statements", "SELECT 1"));

        assertThatThrownBy(() -> engine.issue("idle"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("creation_statements: they did not create the role {{name}}");
    }

    @Test
    void theExpiryFollowsTheServersClock() {
        TestDatabase database = connected();
        engine.role("plain");
        engine.moveClock(Duration.ofHours(-3));

        Issued issued = engine.issue("plain");

        assertThat(database.query(
                        "SELECT (rolvaliduntil - now() BETWEEN interval '59 min' AND interval '61 min')::text"
                                + " FROM pg_roles WHERE rolname = ?",
                        issued.username()))
                .containsExactly("true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"o'brien \"; DROP TABLE orders; --", "\0nul", "\uD83D\uDE00 emoji", "\\", "{{password}}", "$$"})
    void hostileDisplayNamesDoNoHarm(String displayName) {
        TestDatabase database = connected();
        engine.role("plain");

        Issued issued = engine.issue(engine.plan("plain", displayName.repeat(30), Map.of()), () -> {});

        assertThat(issued.username()).matches("[A-Za-z0-9_.-]{1,63}");
        assertThat(database.canLogin(issued)).isTrue();
        engine.revoke(issued);
        assertThat(database.query("SELECT count(*)::text FROM orders")).containsExactly("1");
    }

    @Test
    void aWrongAdminPasswordIsToldAtOnceAndNotRepeated() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());

        TargetRefusedException refused = catchThrowableOfType(
                TargetRefusedException.class,
                () -> engine.connect(database, false, Map.of("password", "not-the-password")));
        assertThat(refused)
                .hasMessageContaining("error verifying connection")
                .hasMessageContaining("28P01")
                .hasMessageNotContaining("not-the-password");

        engine.connect(database, false, Map.of("password", "not-the-password", "verify_connection", false));
        engine.role("plain");
        TargetUnavailableException unavailable =
                catchThrowableOfType(TargetUnavailableException.class, () -> engine.issue("plain"));
        assertThat(unavailable.effectPossible()).isFalse();
        assertThat(unavailable)
                .hasMessageContaining("unable to get connection")
                .hasMessageContaining("28P01")
                .hasMessageNotContaining("not-the-password");
    }

    @Test
    void aServerThatDiesInMidStatementLeavesNothing() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            TestDatabase database = TestDatabase.on(server);
            engine.connect(database, true, Map.of());
            engine.role("slow", "SELECT pg_sleep(30)");
            engine.role("plain");
            Plan plan = engine.plan("slow");
            AtomicReference<Throwable> outcome = new AtomicReference<>();
            Thread creator = creator(plan, outcome);
            creator.start();
            Awaitility.await().until(() -> !sleepers(database).isEmpty());
            server.kill();
            creator.join();

            assertThat(outcome.get())
                    .isInstanceOfSatisfying(
                            TargetUnavailableException.class,
                            failure -> assertThat(failure.effectPossible()).isFalse());
            assertThatThrownBy(() -> engine.issue("plain")).isInstanceOf(TargetUnavailableException.class);

            server.restart();
            assertThat(server.roleExists(plan.account())).isFalse();
            assertThat(database.canLogin(engine.issue("plain"))).isTrue();
        }
    }

    @Test
    void aServerThatDiesInMidCommitLeavesTheOutcomeOpen() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            TestDatabase database = TestDatabase.on(server);
            engine.connect(database, true, Map.of());
            deferred(database, "PERFORM pg_sleep(30)");
            engine.role("slow", "INSERT INTO noted VALUES ('{{name}}')");
            Plan plan = engine.plan("slow");
            AtomicReference<Throwable> outcome = new AtomicReference<>();
            Thread creator = creator(plan, outcome);
            creator.start();
            Awaitility.await()
                    .until(() -> !database.query("SELECT 1 FROM pg_stat_activity"
                                    + " WHERE query = 'COMMIT' AND state = 'active' AND datname = current_database()")
                            .isEmpty());
            server.kill();
            creator.join();

            assertThat(outcome.get())
                    .isInstanceOfSatisfying(
                            TargetUnavailableException.class,
                            failure -> assertThat(failure.effectPossible()).isTrue());
            server.restart();
            engine.revoke(plan, "database/creds/slow/1", true, Duration.ofSeconds(20));
            assertThat(server.roleExists(plan.account())).isFalse();
        }
    }

    @Test
    void aRefusedCommitLeavesNothing() {
        TestDatabase database = connected();
        deferred(database, "RAISE EXCEPTION 'not today'");
        engine.role("late", "INSERT INTO noted VALUES ('{{name}}')");
        Plan plan = engine.plan("late");

        TargetRefusedException refused =
                catchThrowableOfType(TargetRefusedException.class, () -> engine.issue(plan, () -> {}));

        assertThat(refused.effectPossible()).isFalse();
        assertThat(refused).hasMessageContaining("commit").hasMessageContaining("not today");
        assertThat(database.server().roleExists(plan.account())).isFalse();
    }

    @Test
    void aStalledServerIsWaitedForNoLongerThanTheLimit() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            TestDatabase database = TestDatabase.on(server);
            engine.connect(database, true, Map.of());
            engine.role("plain");
            Plan plan = engine.plan("plain");
            long start = System.nanoTime();

            TargetUnavailableException unavailable = catchThrowableOfType(
                    TargetUnavailableException.class,
                    () -> engine.engine()
                            .create(
                                    plan,
                                    engine.creation(
                                            "l",
                                            engine.now().plusSeconds(60),
                                            Duration.ofSeconds(2),
                                            server::suspend)));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
            assertThat(unavailable.effectPossible()).isFalse();
            server.resume();
            Awaitility.await().untilAsserted(() -> engine.revoke(plan, "l", true, Duration.ofSeconds(5)));
            assertThat(server.roleExists(plan.account())).isFalse();
        }
    }

    @Test
    void aRestartedServerIsNotNoticed() {
        try (PostgresServer server = PostgresServer.start()) {
            TestDatabase database = TestDatabase.on(server);
            engine.connect(database, true, Map.of());
            engine.role("plain");
            Issued before = engine.issue("plain");
            server.restart();

            Issued after = engine.issue("plain");
            engine.revoke(before);

            assertThat(database.canLogin(after)).isTrue();
            assertThat(database.canLogin(before)).isFalse();
        }
    }

    @Test
    void anInterruptedCallerLeavesNothing() throws InterruptedException {
        TestDatabase database = connected();
        engine.role("plain");
        Plan plan = engine.plan("plain");
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        Thread creator = new Thread(
                () -> {
                    try {
                        engine.issue(plan, () -> Thread.currentThread().interrupt());
                    } catch (TargetException failure) {
                        outcome.set(failure);
                    }
                },
                "creator");
        creator.start();
        creator.join();

        assertThat(outcome.get()).isInstanceOf(TargetUnavailableException.class).hasMessageContaining("interrupted");
        assertThat(((TargetException) outcome.get()).effectPossible()).isFalse();
        assertThat(database.server().roleExists(plan.account())).isFalse();
        assertThat(database.canLogin(engine.issue("plain"))).isTrue();
    }

    @Test
    void aRemoverWaitsForACreatorUnderWay() throws Exception {
        TestDatabase database = connected();
        engine.role("slow", "SELECT pg_sleep(4)");
        Plan plan = engine.plan("slow");
        String leaseId = engine.newLeaseId(plan);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> creator = threads.submit(() -> engine.engine()
                    .create(plan, engine.creation(leaseId, engine.now().plusSeconds(60), () -> {})));
            Awaitility.await().until(() -> !sleepers(database).isEmpty());

            engine.revoke(plan, leaseId, true, Duration.ofSeconds(20));

            assertThat(creator.isDone() || isDoneSoon(creator)).isTrue();
            assertThat(database.server().roleExists(plan.account())).isFalse();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aRenewalOfAMissingUserSaysSo() {
        TestDatabase database = connected();
        engine.role("plain");
        Issued issued = engine.issue("plain");
        database.execute("DROP ROLE \"" + issued.username() + "\"");

        assertThatThrownBy(() -> engine.renew(issued, Duration.ofHours(1)))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("does not exist any more");
    }

    @Test
    void transactionControlIsRefusedWhenTheRoleIsWritten() {
        connected();
        assertThatThrownBy(() -> engine.role("sly", "COMMIT"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("creation_statements");
    }

    private TestDatabase connected() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.connect(database, true, Map.of());
        return database;
    }

    /** A trigger that runs when a transaction commits that noted something. */
    private static void deferred(TestDatabase database, String body) {
        database.execute(
                "CREATE TABLE noted (what text)",
                "CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN " + body
                        + "; RETURN NULL; END$$",
                "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON noted DEFERRABLE INITIALLY DEFERRED"
                        + " FOR EACH ROW EXECUTE FUNCTION at_commit()");
    }

    private Thread creator(Plan plan, AtomicReference<Throwable> outcome) {
        return new Thread(
                () -> {
                    try {
                        engine.issue(plan, () -> {});
                    } catch (TargetException failure) {
                        outcome.set(failure);
                    }
                },
                "creator");
    }

    private static boolean isDoneSoon(Future<?> future) throws InterruptedException, ExecutionException {
        future.get();
        return true;
    }

    private static List<String> sleepers(TestDatabase database) throws SQLException {
        try (Connection connection = database.server().admin(database.name());
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
                        + " AND state = 'active' AND datname = current_database()")) {
            return rows.next() ? List.of("one") : List.of();
        }
    }
}
