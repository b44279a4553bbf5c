package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.internal.cassandra.CassandraPlugin;
import io.leasehold.database.spi.Account;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.testkit.server.CassandraServer;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.SharedServers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to Cassandra: statements without transactions, names by hand, rights of the administrator, lost nodes. */
class CassandraIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** The guide's role, as it stands there. */
    private static final String GUIDE_CREATION = "CREATE USER '{{username}}' WITH PASSWORD '{{password}}' NOSUPERUSER;"
            + " GRANT SELECT ON KEYSPACE library TO {{username}};";

    private final CassandraServer server = SharedServers.cassandra();
    private final EngineHarness engine = new EngineHarness();

    @BeforeEach
    void library() {
        server.execute("CREATE KEYSPACE IF NOT EXISTS library WITH replication ="
                + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
        server.execute("CREATE TABLE IF NOT EXISTS library.books (id int PRIMARY KEY, title text)");
        server.execute("INSERT INTO library.books (id, title) VALUES (1, 'Emma')");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void theGuidesRoleMakesUsersThatMayReadAndNothingElse() {
        assertThat(connect(Map.of()).warnings()).isEmpty();
        role(GUIDE_CREATION);
        Issued issued = engine.issue("reader");

        assertThat(issued.username()).matches("v_billing_reader_[a-z0-9]{20}_\\d{10}");
        try (CqlSession session = server.connect(issued.username(), issued.password())) {
            assertThat(session.execute("SELECT title FROM library.books").one().getString(0))
                    .isEqualTo("Emma");
            assertUnauthorized(() -> session.execute("INSERT INTO library.books (id, title) VALUES (2, 'x')"));
            assertUnauthorized(() -> session.execute("SELECT role FROM system_auth.roles"));
            engine.renew(issued, Duration.ofHours(2));

            assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());

            assertUnauthorized(() -> session.execute("SELECT title FROM library.books"));
            assertThat(session.execute("SELECT key FROM system.local").all())
                    .as("the connection itself stays, as the documentation says")
                    .hasSize(1);
        }
        assertThat(server.roles()).doesNotContain(issued.username());
        assertThatThrownBy(() -> server.connect(issued.username(), issued.password()))
                .isInstanceOf(AllNodesFailedException.class);
        assertThat(engine.revoke(issued)).as("again").isEqualTo(Revoked.seen());
    }

    @Test
    void statementsMayHoldWhatTheLanguageKnows() {
        connect(Map.of());
        role("// a role; with a comment\nCREATE ROLE \"{{name}}\" WITH PASSWORD = $${{password}}$$ AND LOGIN = true;"
                + " /* and; */ INSERT INTO library.books (id, title) VALUES (7, $$a; 'b'$$) -- the end; of it");

        Issued issued = engine.issue("reader");

        server.connect(issued.username(), issued.password()).close();
        assertThat(server.execute("SELECT title FROM library.books WHERE id = 7")
                        .get(0)
                        .getString(0))
                .isEqualTo("a; 'b'");
        engine.revoke(issued);
    }

    @Test
    void theLeastPrivilegedAdministratorOfTheDocumentationSuffices() {
        admin("least_admin", "least");
        grantLeast(server, "least_admin");
        server.execute("GRANT AUTHORIZE ON KEYSPACE library TO least_admin");
        server.execute("GRANT SELECT ON KEYSPACE library TO least_admin");

        assertThat(connect("least_admin", "least", Map.of()).warnings()).isEmpty();
        role(GUIDE_CREATION);
        Issued issued = engine.issue("reader");
        engine.renew(issued, Duration.ofHours(2));

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        assertThat(server.roles()).contains("least_admin").doesNotContain(issued.username());
    }

    @Test
    void anAdministratorWithoutRightsIsToldWhichAreMissing() {
        admin("meek_admin", "meek");

        assertThat(connect("meek_admin", "meek", Map.of()).warnings())
                .hasSize(2)
                .anyMatch(warning -> warning.contains("CREATE, ALTER, DROP, DESCRIBE on ALL ROLES"))
                .anyMatch(warning -> warning.contains("credentials_cache_keys"));
        assertThat(connect("meek_admin", "meek", Map.of("skip_verification", true))
                        .warnings())
                .isEmpty();
        role("");
        assertThatThrownBy(() -> engine.issue("reader"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("the administrator lacks a right");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DROP USER '{{name}}'"})
    void aStatementThatFailsHalfWayLeavesNoUser(String rollback) {
        connect(Map.of());
        engine.write(
                "roles/reader",
                Map.of(
                        "db_name",
                        "app",
                        "creation_statements",
                        GUIDE_CREATION + "GRANT SELECT ON KEYSPACE nowhere TO \"{{name}}\"",
                        "rollback_statements",
                        rollback));
        Plan plan = engine.plan("reader");

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error)
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("creation_statements: statement 3")
                .hasMessageContaining("nowhere");
        assertThat(error.effectPossible()).isFalse();
        assertThat(server.roles()).doesNotContain(plan.account());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER ROLE \"{{name}}\" WITH LOGIN = false",
                "REVOKE SELECT ON KEYSPACE nowhere FROM \"{{name}}\""
            })
    void aRollbackThatRemovesNothingOrFailsLeavesNoUserEither(String rollback) {
        connect(Map.of());
        role(Map.of(
                "creation_statements",
                GUIDE_CREATION + "GRANT SELECT ON KEYSPACE nowhere TO \"{{name}}\"",
                "rollback_statements",
                rollback));
        Plan plan = engine.plan("reader");

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error).hasMessageContaining("creation_statements: statement 3");
        assertThat(error.effectPossible()).isFalse();
        assertThat(server.roles()).doesNotContain(plan.account());
    }

    @Test
    void statementsThatMakeNoUserAreRefusedAndTakenBack() {
        connect(Map.of());
        role(Map.of(
                "creation_statements",
                "CREATE ROLE \"{{name}}_other\" WITH PASSWORD = '{{password}}'",
                "rollback_statements",
                "DROP ROLE \"{{name}}_other\""));
        Plan plan = engine.plan("reader");

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error)
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("creation_statements: they did not create the user {{name}}");
        assertThat(error.effectPossible())
                .as("a node may not see it yet, so the lease is kept and its role removed once more")
                .isTrue();
        assertThat(server.roles()).doesNotContain(plan.account(), plan.account() + "_other");
        assertThat(engine.revoke(plan, "not-made", false, LIMIT)).isEqualTo(Revoked.seen());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "; REVOKE SELECT ON KEYSPACE nowhere FROM \"{{name}}\"",
                "; DROP ROLE \"{{name}}\"",
                "; NONSENSE"
            })
    void revocationStatementsOfOnesOwnAreUsedAndTheUserIsRemovedWhateverBecomesOfThem(String more) {
        connect(Map.of());
        role(Map.of(
                "creation_statements",
                GUIDE_CREATION,
                "revocation_statements",
                "INSERT INTO library.books (id, title) VALUES (8, '{{name}}')" + more));
        Issued issued = engine.issue("reader");

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());

        assertThat(server.roles()).doesNotContain(issued.username());
        assertThat(server.execute("SELECT title FROM library.books WHERE id = 8")
                        .get(0)
                        .getString(0))
                .isEqualTo(issued.username());
        assertThat(engine.revoke(issued)).as("again").isEqualTo(Revoked.seen());
    }

    @Test
    void revocationStatementsThatCannotBeDoneNowAreTriedAgain() {
        server.execute("CREATE KEYSPACE IF NOT EXISTS scattered WITH replication ="
                + " {'class': 'SimpleStrategy', 'replication_factor': 3}");
        server.execute("CREATE TABLE IF NOT EXISTS scattered.users (name text PRIMARY KEY)");
        connect(Map.of());
        role(Map.of(
                "creation_statements",
                GUIDE_CREATION,
                "revocation_statements",
                "INSERT INTO scattered.users (name) VALUES ('{{name}}')"));
        Issued issued = engine.issue("reader");

        assertThatThrownBy(() -> engine.revoke(issued))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("revocation_statements: statement 1");

        server.execute("DROP KEYSPACE scattered");
        assertThat(engine.revoke(issued)).as("they fail for good now").isEqualTo(Revoked.seen());
        assertThat(server.roles()).doesNotContain(issued.username());
    }

    @Test
    void aUserMadeByHandWithThatNameIsLeftAlone() {
        connect(Map.of());
        role(GUIDE_CREATION);
        Plan early = engine.plan("reader");
        Plan late = engine.plan("reader");
        admin(early.account(), "by-hand");

        assertTaken(early, () -> {});
        assertTaken(late, () -> admin(late.account(), "by-hand"));

        for (Plan plan : List.of(early, late)) {
            server.connect(plan.account(), "by-hand").close();
            server.execute("DROP ROLE " + plan.account());
        }
    }

    private void assertTaken(Plan plan, EngineHarness.Confirmation confirmation) {
        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, confirmation));

        assertThat(error).hasMessageContaining("already exists");
        assertThat(error.effectPossible()).isFalse();
    }

    @Test
    void aUserThatIsGoneIsRevokedButNotRenewed() {
        connect(Map.of());
        role(GUIDE_CREATION);
        Issued issued = engine.issue("reader");
        server.execute("DROP ROLE " + issued.username());

        assertThatThrownBy(() -> engine.renew(issued, Duration.ofHours(1)))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("does not exist any more");
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
    }

    @Test
    void aConfirmationThatFailsMakesNoUser() {
        connect(Map.of());
        role(GUIDE_CREATION);
        Plan plan = engine.plan("reader");

        assertThatThrownBy(() -> engine.issue(plan, () -> {
                    throw new IllegalStateException("too late");
                }))
                .hasMessage("too late");

        assertThat(server.roles()).doesNotContain(plan.account());
    }

    @Test
    void theAdministratorIsNeverRemoved() {
        admin("own_admin", "own");
        grantLeast(server, "own_admin");
        ConnectionSettings settings = new ConnectionSettings(
                server.host() + ":" + server.port(), "own_admin", SecretText.of("own"), 1, 1, Duration.ZERO, Map.of());
        try (DatabaseTarget target =
                new CassandraPlugin().open(settings, new TargetIdentity("t", "app", "leasehold"))) {
            Account account = new Account("own_admin", "mark", List.of(), List.of());

            assertThatThrownBy(() -> target.revoke(
                            account, new Revocation("lease", 1, false, LIMIT, Instant.EPOCH, Instant.EPOCH)))
                    .isInstanceOfSatisfying(
                            TargetRefusedException.class,
                            error -> assertThat(error.effectPossible()).isFalse());
        }
        assertThat(server.roles()).contains("own_admin");
    }

    @Test
    void aPlaceholderForAnExpiryIsRefusedSinceThereIsNone() {
        connect(Map.of());

        assertThatThrownBy(() -> role("CREATE ROLE \"{{name}}\" WITH PASSWORD = '{{expiration}}'"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("creation_statements")
                .hasMessageContaining("{{expiration}}");
    }

    @Test
    void aHostThatIsNotThereIsUnavailableAndNamed() {
        server.execute("SELECT key FROM system.local");
        try (FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            proxy.refuse();

            assertThatThrownBy(() -> connect(proxy, Map.of()))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("error verifying connection")
                    .hasMessageContaining("127.0.0.1:" + proxy.port())
                    .hasMessageNotContaining(server.adminPassword());
        }
    }

    @Test
    void anAnswerThatIsLostLeavesAUserThatTheLeaseStillRemoves() {
        try (FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            connect(proxy, Map.of());
            role(GUIDE_CREATION);
            Plan plan = engine.plan("reader");

            TargetException error = catchThrowableOfType(
                    TargetException.class,
                    () -> engine.issue(plan, () -> proxy.cutAfter(FaultyProxy.Direction.TO_CLIENT, 0)));

            assertThat(error).isInstanceOf(TargetUnavailableException.class);
            assertThat(error.effectPossible()).isTrue();
            proxy.pass();
            engine.revoke(plan, "lost", false, LIMIT);
            assertThat(server.roles()).doesNotContain(plan.account());
        }
    }

    @Test
    void aServerThatStopsAnsweringIsUnavailableWithinTheTimeLimit() {
        try (FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            connect(proxy, Map.of());
            role(GUIDE_CREATION);
            Issued issued = engine.issue("reader");
            proxy.stall();
            long start = System.nanoTime();

            assertThatThrownBy(() -> engine.revoke(issued.plan(), issued.leaseId(), false, Duration.ofSeconds(1)))
                    .isInstanceOf(TargetUnavailableException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            proxy.pass();
            engine.revoke(issued);
            assertThat(server.roles()).doesNotContain(issued.username());
        }
    }

    @Test
    void theDriversThreadsAreOursAndEndWithTheTarget() {
        connect(Map.of());
        role(GUIDE_CREATION);
        engine.revoke(engine.issue("reader"));
        assertThat(driverThreads()).isNotEmpty().allMatch(Thread::isDaemon);

        engine.close();

        Awaitility.await("the threads end").until(() -> driverThreads().isEmpty());
    }

    private static List<Thread> driverThreads() {
        return Stream.of(Thread.getAllStackTraces().keySet().toArray(Thread[]::new))
                .filter(thread -> thread.getName().startsWith("leasehold-app-"))
                .toList();
    }

    /** What the documentation gives to an administrator, without the rights that its roles hand on. */
    static void grantLeast(CassandraServer server, String name) {
        for (String right : List.of("CREATE", "ALTER", "DROP", "DESCRIBE")) {
            server.execute("GRANT " + right + " ON ALL ROLES TO " + name);
        }
        server.execute("GRANT MODIFY ON system_views.credentials_cache_keys TO " + name);
    }

    private void admin(String name, String password) {
        server.execute("DROP ROLE IF EXISTS " + name);
        server.execute("CREATE ROLE " + name + " WITH PASSWORD = '" + password + "' AND LOGIN = true");
    }

    private void role(String creation) {
        role(Map.of("creation_statements", creation));
    }

    private void role(Map<String, Object> statements) {
        Map<String, Object> fields = new HashMap<>(statements);
        fields.put("db_name", "app");
        engine.write("roles/reader", fields);
    }

    private Reply.Data connect(Map<String, Object> more) {
        return connect(server.adminUser(), server.adminPassword(), more);
    }

    private Reply.Data connect(FaultyProxy proxy, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(more);
        fields.put("hosts", proxy.host());
        fields.put("port", proxy.port());
        return connect(server.adminUser(), server.adminPassword(), fields);
    }

    private Reply.Data connect(String user, String password, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                "cassandra-database-plugin",
                "hosts",
                server.host(),
                "port",
                server.port(),
                "protocol_version",
                4,
                "username",
                user,
                "password",
                password,
                "allowed_roles",
                "*"));
        fields.putAll(more);
        return engine.write("config/app", fields);
    }

    private static void assertUnauthorized(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(UnauthorizedException.class);
    }
}
