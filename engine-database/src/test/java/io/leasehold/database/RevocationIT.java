package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.harness.TestDatabase;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.testkit.server.SharedServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is left of a user after its removal: nothing of the user, everything of others. */
class RevocationIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final EngineHarness engine = new EngineHarness();

    @AfterEach
    void close() {
        engine.close();
    }

    static Stream<Arguments> everywhere() {
        return Stream.of(15, 16, 17, 18)
                .flatMap(version -> Stream.of(true, false).map(superuser -> Arguments.of(version, superuser)));
    }

    @ParameterizedTest(name = "PostgreSQL {0}, superuser {1}")
    @MethodSource("everywhere")
    void everyKindOfGrantIsUndone(int version, boolean superuser) throws SQLException {
        TestDatabase database = connected(version, superuser, Map.of());
        database.execute("GRANT " + database.owner() + " TO " + database.admin(false) + " WITH ADMIN OPTION");
        engine.role(
                "wide",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public, reports TO \"{{name}}\"",
                "GRANT SELECT (item), UPDATE (item) ON orders TO \"{{name}}\"",
                "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO \"{{name}}\"",
                "GRANT USAGE, CREATE ON SCHEMA reports TO \"{{name}}\"",
                "GRANT EXECUTE ON FUNCTION reports.total() TO \"{{name}}\"",
                "GRANT CREATE, CONNECT, TEMPORARY ON DATABASE " + database.name() + " TO \"{{name}}\"",
                "GRANT " + database.owner() + " TO \"{{name}}\"",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA reports GRANT SELECT ON TABLES TO \"{{name}}\"",
                "ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO \"{{name}}\"",
                "ALTER ROLE \"{{name}}\" SET work_mem = '8MB'");
        Issued issued = engine.issue("wide");

        revokeWithoutTrace(database, issued);
    }

    @ParameterizedTest(name = "PostgreSQL {0}, superuser {1}")
    @MethodSource("everywhere")
    void whatTheUserOwnsGoesToTheAdministrator(int version, boolean superuser) throws SQLException {
        TestDatabase database = connected(version, superuser, Map.of());
        engine.role("maker", "GRANT CREATE, USAGE ON SCHEMA reports TO \"{{name}}\"");
        Issued issued = engine.issue("maker");
        database.executeAs(
                issued,
                "CREATE TABLE reports.kept (id int)",
                "INSERT INTO reports.kept VALUES (42)",
                "CREATE VIEW reports.kept_view AS SELECT * FROM reports.kept",
                "CREATE FUNCTION reports.kept_function() RETURNS int LANGUAGE sql AS 'SELECT 7'",
                "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC");

        revokeWithoutTrace(database, issued);

        assertThat(database.query("SELECT id::text FROM reports.kept_view")).containsExactly("42");
        assertThat(database.query("SELECT reports.kept_function()::text")).containsExactly("7");
        assertThat(database.query("SELECT relowner::regrole::text FROM pg_class WHERE relname = 'kept'"))
                .containsExactly(database.admin(superuser));
    }

    @ParameterizedTest(name = "PostgreSQL {0}, superuser {1}")
    @MethodSource("everywhere")
    void whatTheUserOwnsGoesToWhomTheConnectionNames(int version, boolean superuser) throws SQLException {
        TestDatabase database = TestDatabase.on(SharedServers.postgres(version));
        engine.connect(database, superuser, Map.of("reassign_owned_to", database.owner()));
        engine.role("maker", "GRANT CREATE, USAGE ON SCHEMA public TO \"{{name}}\"");
        Issued issued = engine.issue("maker");
        database.executeAs(issued, "CREATE TABLE kept (id serial)");

        revokeWithoutTrace(database, issued);

        assertThat(database.query("SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relname LIKE 'kept%'"))
                .containsExactly(database.owner());
    }

    @ParameterizedTest(name = "PostgreSQL {0}, superuser {1}")
    @MethodSource("everywhere")
    void grantsAndTablesInAnotherDatabaseAreUndoneThere(int version, boolean superuser) throws SQLException {
        TestDatabase database = connected(version, superuser, Map.of());
        TestDatabase other = TestDatabase.on(database.server());
        other.execute("GRANT " + other.owner() + " TO " + database.admin(false));
        engine.role("plain");
        Issued issued = engine.issue("plain");
        other.execute(
                "SET ROLE " + other.owner(),
                "GRANT SELECT ON orders TO \"" + issued.username() + "\"",
                "GRANT CREATE, USAGE ON SCHEMA reports TO \"" + issued.username() + "\"");
        try (Connection there = java.sql.DriverManager.getConnection(
                        database.server().jdbcUrl(other.name()), issued.username(), issued.password());
                Statement statement = there.createStatement()) {
            statement.execute("CREATE TABLE reports.kept (id int)");
        }

        revokeWithoutTrace(database, issued);

        assertThat(other.danglingGrants()).isEmpty();
        assertThat(other.query("SELECT relowner::regrole::text FROM pg_class WHERE relname = 'kept'"))
                .containsExactly(database.admin(superuser));
    }

    @ParameterizedTest(name = "PostgreSQL {0}, superuser {1}")
    @MethodSource("everywhere")
    void sessionsAreEnded(int version, boolean superuser) throws SQLException {
        TestDatabase database = connected(version, superuser, Map.of());
        engine.role("plain");
        Issued issued = engine.issue("plain");
        try (Connection first = database.login(issued);
                Connection second = database.login(issued)) {
            assertThat(first.isValid(5) && second.isValid(5)).isTrue();

            revokeWithoutTrace(database, issued);

            assertThat(first.isValid(5) || second.isValid(5)).isFalse();
        }
    }

    @Test
    void sessionsAreLeftAloneWhenTheConnectionSaysSo() throws SQLException {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.connect(database, true, Map.of("terminate_sessions", false));
        engine.role("plain");
        Issued issued = engine.issue("plain");
        try (Connection session = database.login(issued)) {
            engine.revoke(issued);

            assertThat(database.server().roleExists(issued.username())).isFalse();
            assertThat(session.isValid(5)).isTrue();
        }
    }

    @Test
    void aSessionThatGoesOnMakingTablesLosesNone() throws Exception {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.connect(database, true, Map.of("terminate_sessions", false));
        engine.role("maker", "GRANT CREATE, USAGE ON SCHEMA reports TO \"{{name}}\"");
        Issued issued = engine.issue("maker");
        java.util.concurrent.atomic.AtomicInteger made = new java.util.concurrent.atomic.AtomicInteger();
        try (Connection session = database.login(issued)) {
            Thread maker = new Thread(() -> makeTables(session, made), "table-maker");
            maker.start();
            Awaitility.await().until(() -> made.get() > 3);

            revokeUntilDone(issued);
            maker.join();
        }

        assertThat(database.query("SELECT count(*)::text FROM pg_class WHERE relname LIKE 'made\\_%'"))
                .containsExactly(String.valueOf(made.get()));
    }

    @Test
    void anAbsentUserIsSuccess() {
        TestDatabase database = connected(18, true, Map.of());
        engine.role("plain");
        Issued issued = engine.issue("plain");
        database.execute("DROP ROLE \"" + issued.username() + "\"");

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());
    }

    @Test
    void aRoleThatTheLeaseNeverMadeIsLeftAlone() {
        TestDatabase database = connected(18, false, Map.of());
        engine.role("plain");
        Plan plan = engine.plan("plain");
        database.execute("CREATE ROLE \"" + plan.account() + "\" LOGIN");

        Revoked revoked = engine.revoke(plan, "database/creds/plain/1", true, LIMIT);

        assertThat(revoked.absence()).isEqualTo(Revoked.Absence.VERIFIED);
        assertThat(revoked.warnings()).singleElement().asString().contains("left alone");
        assertThat(database.server().roleExists(plan.account())).isTrue();
    }

    @Test
    void anUnconfirmedRoleOfTheLeaseIsRemoved() {
        TestDatabase database = connected(18, false, Map.of());
        engine.role("plain");
        Issued issued = engine.issue("plain");

        engine.revoke(issued.plan(), issued.leaseId(), true, LIMIT);

        assertThat(database.server().roleExists(issued.username())).isFalse();
    }

    @Test
    void whatCannotBeUndoneIsNamedAndTheLoginIsLocked() {
        TestDatabase database = connected(18, false, Map.of());
        engine.role("plain");
        Issued issued = engine.issue("plain");
        database.execute(
                "CREATE SCHEMA closed",
                "CREATE TABLE closed.secret (id int)",
                "GRANT SELECT ON closed.secret TO \"" + issued.username() + "\"");

        TargetRefusedException refused =
                catchThrowableOfType(TargetRefusedException.class, () -> engine.revoke(issued));

        assertThat(refused.blockers()).containsExactly("privileges for table closed.secret");
        assertThat(refused).hasMessageContaining("closed.secret").hasMessageContaining("SQLSTATE");
        assertThat(database.canLogin(issued)).isFalse();

        database.execute("REVOKE ALL ON closed.secret FROM \"" + issued.username() + "\"");
        revokeWithoutTraceUnchecked(database, issued);
    }

    @Test
    void revocationStatementsOfTheRoleRun() {
        TestDatabase database = connected(18, true, Map.of());
        database.execute("CREATE TABLE audit (who text)");
        engine.write(
                "roles/audited",
                Map.of(
                        "db_name", "app",
                        "creation_statements", "CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}'",
                        "revocation_statements", "INSERT INTO audit VALUES ('{{name}}'); DROP ROLE \"{{name}}\";"));
        Issued issued = engine.issue("audited");

        revokeWithoutTraceUnchecked(database, issued);

        assertThat(database.query("SELECT who FROM audit")).containsExactly(issued.username());
    }

    @ParameterizedTest(name = "PostgreSQL {0}, superuser {1}")
    @MethodSource("everywhere")
    void aUserThatMadeRolesAndGrantedThemIsRemoved(int version, boolean superuser) throws SQLException {
        TestDatabase database = connected(version, superuser, Map.of());
        engine.role("admin", "ALTER ROLE \"{{name}}\" CREATEROLE");
        Issued issued = engine.issue("admin");
        String made = "made_by_" + database.name();
        database.executeAs(
                issued,
                "CREATE ROLE " + made,
                "CREATE ROLE " + made + "_member",
                "GRANT " + made + " TO " + made + "_member");

        revokeWithoutTrace(database, issued);

        assertThat(database.server().roleExists(made)).isTrue();
    }

    private TestDatabase connected(int version, boolean superuser, Map<String, Object> more) {
        TestDatabase database = TestDatabase.on(SharedServers.postgres(version));
        assertThat(engine.connect(database, superuser, more).warnings()).isEmpty();
        return database;
    }

    private void revokeWithoutTrace(TestDatabase database, Issued issued) throws SQLException {
        List<String> before = rows(database);
        revokeWithoutTraceUnchecked(database, issued);
        assertThat(rows(database)).isEqualTo(before);
    }

    private void revokeWithoutTraceUnchecked(TestDatabase database, Issued issued) {
        String oid = database.oid(issued.username());
        Revoked revoked = engine.revoke(issued);
        assertThat(revoked).isEqualTo(Revoked.verified());
        assertThat(database.server().roleExists(issued.username())).isFalse();
        assertThat(database.traces(oid)).isEmpty();
        assertThat(database.danglingGrants()).isEmpty();
        assertThat(database.query("SELECT pid::text FROM pg_stat_activity WHERE usesysid = ?::oid", oid))
                .isEmpty();
    }

    private static List<String> rows(TestDatabase database) {
        return database.query("SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'v', 'S')"
                + " AND relnamespace::regnamespace::text IN ('public', 'reports') ORDER BY 1");
    }

    private void revokeUntilDone(Issued issued) {
        Awaitility.await()
                .atMost(LIMIT)
                .ignoreExceptionsInstanceOf(TargetRefusedException.class)
                .until(() -> {
                    engine.revoke(issued);
                    return true;
                });
    }

    private static void makeTables(Connection session, java.util.concurrent.atomic.AtomicInteger made) {
        try (Statement statement = session.createStatement()) {
            while (true) {
                statement.execute("CREATE TABLE reports.made_" + made.get() + " (id int)");
                made.incrementAndGet();
            }
        } catch (SQLException rightsGone) {
            assertThat(rightsGone.getSQLState()).isNotBlank();
        }
    }
}
