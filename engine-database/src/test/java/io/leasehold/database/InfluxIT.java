package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.internal.influxdb.InfluxPlugin;
import io.leasehold.database.spi.Account;
import io.leasehold.database.spi.AccountListing;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ListedAccount;
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
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.InfluxServer;
import io.leasehold.testkit.server.SharedServers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is particular to InfluxDB: errors inside of success, statements that take effect one by one, no lock on the server. */
class InfluxIT {

    private static final String CREATE = "CREATE USER \"{{username}}\" WITH PASSWORD '{{password}}'";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final InfluxServer server = SharedServers.influxDb();
    private final EngineHarness engine = new EngineHarness();

    @BeforeEach
    void createDatabase() {
        server.execute("CREATE DATABASE app");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aUserMayDoWhatItsStatementsSayAndNothingElse() {
        assertThat(connect(Map.of()).warnings()).isEmpty();
        role(CREATE, "GRANT READ ON \"app\" TO \"{{username}}\";");
        Issued issued = engine.issue("reader");

        assertThat(issued.username()).matches("v_billing_reader_[a-z0-9]{20}_[0-9]{10}");
        assertThat(as(issued, "SELECT * FROM app..books").status()).isEqualTo(200);
        assertThat(as(issued, "SELECT * FROM app..books").body()).doesNotContain("error");
        assertThat(as(issued, "DROP DATABASE app").body()).contains("not authorized");
        engine.renew(issued, Duration.ofHours(2));
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        assertThat(server.users()).doesNotContain(issued.username());
        assertThat(as(issued, "SELECT * FROM app..books").status()).isEqualTo(401);
    }

    @Test
    void whatFailsHalfWayAlthoughTheAnswerSaysSuccessIsTakenBack() {
        connect(Map.of());
        role(CREATE, "GRANT READ ON no_such_db TO \"{{name}}\"");
        Plan plan = engine.plan("reader");

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error)
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("creation_statements: statement 2: GRANT READ")
                .hasMessageContaining("database not found");
        assertThat(error.effectPossible()).isFalse();
        assertThat(server.users()).doesNotContain(plan.account());
    }

    @Test
    void rollbackStatementsRunBeforeTheUserIsDropped() {
        connect(Map.of());
        engine.write(
                "roles/reader",
                Map.of(
                        "db_name",
                        "app",
                        "creation_statements",
                        List.of(
                                CREATE,
                                "CREATE DATABASE \"half_{{name}}\"",
                                "GRANT READ ON no_such_db TO \"{{name}}\""),
                        "rollback_statements",
                        List.of("DROP DATABASE \"half_{{name}}\"")));
        Plan plan = engine.plan("reader");

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error.effectPossible()).isFalse();
        assertThat(server.users()).doesNotContain(plan.account());
        assertThat(server.execute("SHOW DATABASES")).doesNotContain("half_");
    }

    @Test
    void rollbackStatementsThatFailDoNotKeepTheUser() {
        connect(Map.of());
        engine.write(
                "roles/reader",
                Map.of(
                        "db_name",
                        "app",
                        "creation_statements",
                        List.of(CREATE, "GRANT READ ON no_such_db TO \"{{name}}\""),
                        "rollback_statements",
                        List.of("NONSENSE \"{{name}}\"")));
        Plan plan = engine.plan("reader");

        assertThat(catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}))
                        .effectPossible())
                .isFalse();
        assertThat(server.users()).doesNotContain(plan.account());
    }

    @Test
    void statementsThatMakeNoUserAreRefused() {
        connect(Map.of());
        role("CREATE DATABASE app");

        assertThatThrownBy(() -> engine.issue("reader"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("did not create the user");
    }

    @Test
    void revocationStatementsRunFirstAndWhatTheyLeaveIsDropped() {
        connect(Map.of());
        for (String statement : List.of(
                "DROP USER \"{{name}}\"", "REVOKE ALL PRIVILEGES FROM \"{{name}}\"", "NONSENSE FOR \"{{name}}\"")) {
            engine.write(
                    "roles/reader",
                    Map.of("db_name", "app", "creation_statements", CREATE, "revocation_statements", statement));
            Issued issued = engine.issue("reader");

            assertThat(engine.revoke(issued)).as(statement).isEqualTo(Revoked.seen());
            assertThat(server.users()).as(statement).doesNotContain(issued.username());
        }
    }

    @Test
    void statementsThatCannotBeReadAreRefusedWhenTheRoleIsWritten() {
        connect(Map.of());

        for (String bad : List.of(
                "CREATE USER \"{{name}}\" WITH PASSWORD '{{password}}",
                "CREATE USER \"{{nmae}}\" WITH PASSWORD 'x'",
                CREATE + " UNTIL '{{expiration}}'")) {
            assertThatThrownBy(() -> role(bad))
                    .as(bad)
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageStartingWith("creation_statements: statement 1");
        }
        assertThatThrownBy(() -> engine.write(
                        "roles/reader",
                        Map.of("db_name", "app", "creation_statements", CREATE, "renew_statements", "SHOW USERS")))
                .hasMessageStartingWith("renew_statements");
    }

    @Test
    void hostileNamesAndPasswordsArriveAsTheyAre() {
        engine.policy("hostile", "it's \\ \"q\" -- */ {{name}};\n\u00fc");
        connect(Map.of("password_policy", "hostile"));
        role(CREATE);

        Issued issued = engine.issue(engine.plan("reader", "x'); DROP USER \"a\"; --", Map.of()), () -> {});

        assertThat(as(issued, "SHOW DATABASES").status()).isEqualTo(200);
        engine.revoke(issued);
        assertThat(server.users()).doesNotContain(issued.username());
    }

    @Test
    void aUserMadeByHandWithThatNameIsLeftAlone() {
        connect(Map.of());
        role(CREATE);
        Plan before = engine.plan("reader");
        server.execute("CREATE USER \"" + before.account() + "\" WITH PASSWORD 'by-hand'");
        Plan between = engine.plan("reader");

        TargetException seen = catchThrowableOfType(TargetException.class, () -> engine.issue(before, () -> {}));
        TargetException overtaken = catchThrowableOfType(
                TargetException.class,
                () -> engine.issue(
                        between,
                        () -> server.execute("CREATE USER \"" + between.account() + "\" WITH PASSWORD 'by-hand'")));

        for (TargetException error : List.of(seen, overtaken)) {
            assertThat(error).hasMessageContaining("already exists");
            assertThat(error.effectPossible()).isFalse();
        }
        for (String name : List.of(before.account(), between.account())) {
            assertThat(server.query(name, "by-hand", "SHOW DATABASES").status()).isEqualTo(200);
            server.execute("DROP USER \"" + name + "\"");
        }
    }

    @Test
    void aUserMadeByHandBetweenTheStatementsIsLeftAloneWhateverFailsThen() {
        connect(Map.of());
        for (String second : List.of(CREATE, "GRANT READ ON no_such_db TO \"{{name}}\"")) {
            role("CREATE DATABASE app", second, CREATE);
            Plan plan = engine.plan("reader");

            TargetException error = catchThrowableOfType(
                    TargetException.class,
                    () -> engine.issue(
                            plan,
                            () -> server.execute("CREATE USER \"" + plan.account() + "\" WITH PASSWORD 'by-hand'")));

            assertThat(error.effectPossible()).as(second).isFalse();
            assertThat(server.query(plan.account(), "by-hand", "SHOW DATABASES").status())
                    .as(second)
                    .isEqualTo(200);
            server.execute("DROP USER \"" + plan.account() + "\"");
        }
    }

    @Test
    void aConfirmationThatFailsMakesNoUser() {
        connect(Map.of());
        role(CREATE);
        Plan plan = engine.plan("reader");

        assertThatThrownBy(() -> engine.issue(plan, () -> {
                    throw new IllegalStateException("too late");
                }))
                .hasMessage("too late");

        assertThat(server.users()).doesNotContain(plan.account());
    }

    @Test
    void aUserThatIsGoneOrWasReplacedIsRevokedButNotRenewedWhenGone() {
        connect(Map.of());
        role(CREATE);
        Issued issued = engine.issue("reader");
        server.execute("DROP USER \"" + issued.username() + "\"");

        assertThatThrownBy(() -> engine.renew(issued, Duration.ofHours(1)))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("does not exist any more");
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
    }

    @Test
    void aServerThatIsRestartedInBetweenIsMetAgainWithItsUsers() {
        try (InfluxServer own = InfluxServer.start()) {
            connect(own, Map.of());
            role(CREATE);
            Issued first = engine.issue("reader");

            own.restart();

            Issued second = engine.issue("reader");
            engine.revoke(first);
            assertThat(own.users()).contains(second.username()).doesNotContain(first.username());
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsUnavailableWithinTheTimeLimit() {
        try (InfluxServer own = InfluxServer.start()) {
            connect(own, Map.of());
            role(CREATE);
            Issued issued = engine.issue("reader");
            own.suspend();

            assertThatThrownBy(() -> engine.revoke(issued.plan(), issued.leaseId(), false, Duration.ofSeconds(1)))
                    .isInstanceOf(TargetUnavailableException.class);

            own.resume();
            engine.revoke(issued);
            own.stop();
            assertThatThrownBy(() -> engine.issue("reader"))
                    .isInstanceOfSatisfying(
                            TargetUnavailableException.class,
                            error -> assertThat(error.effectPossible()).isFalse())
                    .hasMessageContaining("refused");
        }
    }

    @Test
    void aLostAnswerLeavesTheOutcomeOpen() {
        try (FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            connect(Map.of("port", proxy.port()));
            role(CREATE);
            Plan plan = engine.plan("reader");

            TargetException error = catchThrowableOfType(
                    TargetException.class,
                    () -> engine.issue(plan, () -> proxy.cutAfter(FaultyProxy.Direction.TO_CLIENT, 0)));

            assertThat(error).isInstanceOf(TargetUnavailableException.class);
            assertThat(error.effectPossible()).isTrue();
            Awaitility.await().until(() -> server.users().contains(plan.account()));
            proxy.pass();
            assertThat(engine.revoke(plan, "lost", true, LIMIT)).isEqualTo(Revoked.seen());
            assertThat(server.users()).doesNotContain(plan.account());
        }
    }

    @Test
    void aStatementThatDoesNotArriveMakesNoUser() {
        try (FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            connect(Map.of("port", proxy.port()));
            role(CREATE);
            Plan plan = engine.plan("reader");

            TargetException error = catchThrowableOfType(
                    TargetException.class,
                    () -> engine.issue(plan, () -> {
                        proxy.refuse();
                        // The client has seen the end of its connection when nothing of it is left here.
                        Awaitility.await().until(() -> proxy.connections() == 0);
                    }));

            assertThat(error).isInstanceOf(TargetUnavailableException.class);
            assertThat(server.users()).doesNotContain(plan.account());
        }
    }

    @Test
    void wrongCredentialsAreRefusedAndNotRepeated() {
        assertThatThrownBy(() -> connect(server.adminUser(), "wrong-and-hidden", Map.of()))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("error verifying connection")
                .hasMessageContaining("the password is wrong")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void aUserWithoutAdminPrivilegeCannotBeTheAdministrator() {
        server.execute("CREATE USER meek WITH PASSWORD 'meek'");

        assertThatThrownBy(() -> connect("meek", "meek", Map.of()))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("requires admin privilege");
        server.execute("DROP USER meek");
    }

    @Test
    void aServerThatLetsEverybodyInIsToldAsAWarning() {
        try (InfluxServer open = InfluxServer.startOpenToAll()) {
            assertThat(connect(open, Map.of()).warnings())
                    .singleElement()
                    .asString()
                    .contains("does not ask for logins");
        }
    }

    @Test
    void theServersOwnLogHidesPasswords() {
        try (InfluxServer own = InfluxServer.start()) {
            connect(own, Map.of());
            engine.write("roles/reader", Map.of("db_name", "app"));
            Issued issued = engine.issue("reader");

            assertThat(own.logText())
                    .contains(issued.username())
                    .doesNotContain(issued.password())
                    .doesNotContain(own.adminPassword());
        }
    }

    @Test
    void theAdministratorIsNeverRemoved() {
        try (DatabaseTarget target = target()) {
            Account account = new Account(server.adminUser(), "mark", List.of(), List.of());

            assertThatThrownBy(() -> target.revoke(
                            account, new Revocation("lease", 1, false, LIMIT, Instant.EPOCH, Instant.EPOCH)))
                    .isInstanceOfSatisfying(
                            TargetRefusedException.class,
                            error -> assertThat(error.effectPossible()).isFalse());
        }
        assertThat(server.users()).contains(server.adminUser());
    }

    @Test
    void allUsersAreListedButTheAdministrator() {
        connect(Map.of());
        role(CREATE);
        Issued issued = engine.issue("reader");
        server.execute("CREATE USER \"by \\\"hand\\\"\" WITH PASSWORD 'x'");
        List<ListedAccount> listed = new ArrayList<>();

        try (DatabaseTarget target = target()) {
            ((AccountListing) target).accounts(LIMIT, listed::add);
        }

        assertThat(listed)
                .contains(new ListedAccount(issued.username(), ""), new ListedAccount("by \"hand\"", ""))
                .extracting(ListedAccount::username)
                .doesNotContain(server.adminUser());
        engine.revoke(issued);
        server.execute("DROP USER \"by \\\"hand\\\"\"");
    }

    @Test
    void aTargetThatIsClosedLeavesNoThreadsOfItsOwn() {
        try (DatabaseTarget target = target("quiet")) {
            target.verify(LIMIT);
        }

        Awaitility.await()
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("leasehold-quiet-http")));
    }

    private DatabaseTarget target() {
        return target("app");
    }

    private DatabaseTarget target(String connectionName) {
        ConnectionSettings settings = new ConnectionSettings(
                "http://" + server.host() + ":" + server.port(),
                server.adminUser(),
                SecretText.of(server.adminPassword()),
                1,
                1,
                Duration.ZERO,
                Map.of());
        return new InfluxPlugin().open(settings, new TargetIdentity("t", connectionName, "leasehold"));
    }

    private Reply.Data connect(Map<String, Object> more) {
        return connect(server.adminUser(), server.adminPassword(), more);
    }

    private Reply.Data connect(InfluxServer other, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of("host", other.host(), "port", other.port()));
        fields.putAll(more);
        return connect(other.adminUser(), other.adminPassword(), fields);
    }

    private Reply.Data connect(String user, String password, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                "influxdb-database-plugin",
                "host",
                server.host(),
                "port",
                server.port(),
                "username",
                user,
                "password",
                password,
                "allowed_roles",
                "*"));
        fields.putAll(more);
        return engine.write("config/app", fields);
    }

    private void role(String... statements) {
        engine.write("roles/reader", Map.of("db_name", "app", "creation_statements", List.of(statements)));
    }

    private InfluxServer.Answer as(Issued issued, String statement) {
        return server.query(issued.username(), issued.password(), statement);
    }
}
