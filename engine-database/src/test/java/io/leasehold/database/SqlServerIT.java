package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.mssql.StandInSqlServer;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revoked;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The guide's role, removals, rights and faults, with the stand-in as the server. */
class SqlServerIT {

    /** The guide's role, as the shell hands it over: a backslash at the end of a line joins it with the next one. */
    private static final String GUIDE_CREATION = """
            CREATE LOGIN [{{name}}] WITH PASSWORD = '{{password}}'; \
            USE erp; CREATE USER [{{name}}] FOR LOGIN [{{name}}]; \
            GRANT SELECT, INSERT, UPDATE, DELETE TO [{{name}}];""";

    private static final String GUIDE_REVOCATION = """
            USE erp; DROP USER IF EXISTS [{{name}}]; \
            DROP LOGIN [{{name}}];""";

    private final StandInSqlServer server = StandInSqlServer.start();
    private final EngineHarness engine = new EngineHarness();

    @AfterEach
    void stop() {
        engine.close();
        server.close();
    }

    @Test
    void theGuidesRoleMakesALoginWithAUserAndRemovesBoth() throws SQLException {
        assertThat(connect(Map.of()).warnings()).singleElement().asString().contains("taken for the database");
        guideRole();
        Issued issued = engine.issue("erp-app");

        assertThat(issued.username()).matches("v-billing-erp-app-[A-Za-z0-9]{20}-\\d{10}");
        assertThat(server.granted("erp", issued.username())).isEqualTo("SELECT, INSERT, UPDATE, DELETE");
        try (Connection session = server.connect(issued.username(), issued.password())) {
            assertThat(session.isValid(5)).isTrue();
            engine.renew(issued, Duration.ofHours(2));

            assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());

            assertThat(session.isValid(5)).isFalse();
        }
        assertGone(issued);
        assertThat(engine.revoke(issued)).as("gone already").isEqualTo(Revoked.verified());
        assertThat(server.locks()).isZero();
    }

    @Test
    void aLoginIsRemovedInEveryDatabaseAndItsSchemasStay() {
        connect(Map.of());
        role("CREATE LOGIN [{{name}}] WITH PASSWORD = '{{password}}'", "CREATE USER [{{name}}] FOR LOGIN [{{name}}]");
        Issued issued = engine.issue("erp-app");
        server.addUser("master", issued.username());
        server.addSchema("erp", "reports", issued.username());

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());

        assertGone(issued);
        assertThat(server.users("master")).doesNotContain(issued.username());
        assertThat(server.owner("erp", "reports")).isEqualTo("dbo");
    }

    @Test
    void revocationStatementsThatFailDoNotKeepTheLogin() {
        connect(Map.of());
        guideRole();
        Issued issued = engine.issue("erp-app");
        server.failNext("DROP USER IF EXISTS", false, 15138, "owns a schema");

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());

        assertGone(issued);
    }

    @Test
    void aRemovalThatFailsHalfWayLeavesNobodyWhoCanLogInAndIsRepeated() {
        connect(Map.of());
        guideRole();
        Issued issued = engine.issue("erp-app");
        server.failNext("DROP LOGIN", false, 15174, "owns one or more databases");
        server.failNext("DROP LOGIN", false, 15174, "owns one or more databases");

        TargetRefusedException refused =
                catchThrowableOfType(TargetRefusedException.class, () -> engine.revoke(issued));

        assertThat(refused).hasMessageContaining("15174").hasMessageContaining("drop the login");
        assertThat(refused.effectPossible()).isTrue();
        assertThatThrownBy(() -> server.connect(issued.username(), issued.password()))
                .hasMessageContaining("account is disabled");
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());
        assertGone(issued);
    }

    @Test
    void aCreationThatFailsHalfWayLeavesNothing() {
        connect(Map.of());
        guideRole();
        for (String statement : List.of("CREATE USER", "GRANT SELECT")) {
            server.failNext(statement, true, 229, "permission was denied");

            TargetRefusedException refused =
                    catchThrowableOfType(TargetRefusedException.class, () -> engine.issue("erp-app"));

            assertThat(refused).hasMessageContaining("error 229");
            assertThat(refused.effectPossible()).isFalse();
            assertThat(server.logins()).containsExactly(server.adminUser());
            assertThat(server.users("erp")).isEmpty();
        }
        assertThat(server.locks()).isZero();
        engine.issue("erp-app");
    }

    @Test
    void aNameThatIsTakenIsLeftAlone() {
        connect(Map.of());
        guideRole();
        var plan = engine.plan("erp-app");
        Issued first = engine.issue(plan, () -> {});

        TargetRefusedException refused =
                catchThrowableOfType(TargetRefusedException.class, () -> engine.issue(plan, () -> {}));

        assertThat(refused).hasMessageContaining("already exists");
        assertThat(refused.effectPossible()).isFalse();
        assertThat(server.logins()).contains(first.username());
    }

    @Test
    void statementsThatMakeNoLoginAreRefused() {
        connect(Map.of());
        role("CREATE USER [{{name}}] WITH PASSWORD = '{{password}}'");

        assertThatThrownBy(() -> engine.issue("erp-app"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("did not create");
        assertThat(server.users("erp")).isEmpty();
    }

    /** The lease ends; who was renamed is not the lease's any more. */
    @Test
    void aLoginRenamedByHandIsLeftAlone() {
        connect(Map.of());
        guideRole();
        Issued issued = engine.issue("erp-app");
        server.renameLogin(issued.username(), "renamed_by_hand");

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());

        assertThat(server.logins()).contains("renamed_by_hand");
    }

    @Test
    void aLoginDroppedByHandIsRevoked() {
        connect(Map.of());
        guideRole();
        Issued issued = engine.issue("erp-app");
        server.removeLogin(issued.username());

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());
    }

    @Test
    void aContainedDatabaseHasToBeNamed() {
        assertThatThrownBy(() -> engine.write("config/app", fields("?encrypt=disable", Map.of("contained_db", true))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("names no database");
    }

    @Test
    void anAdministratorWhoDoesNotSeeLoginsIsRefused() {
        server.createLogin("weak", "weak-password");
        server.addUser("erp", "weak");
        Map<String, Object> fields = fields("/erp?encrypt=disable", Map.of());
        fields.putAll(Map.of("username", "weak", "password", "weak-password"));

        assertThatThrownBy(() -> engine.write("config/app", fields))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("ALTER ANY LOGIN")
                .hasMessageNotContaining("weak-password");
    }

    @Test
    void anAdministratorWhoMayNotEndSessionsIsToldSoAndWhyALoginStays() throws SQLException {
        server.createLogin("limited", "limited-password", "ALTER ANY LOGIN", "ALTER ANY USER");
        server.addUser("erp", "limited");
        Map<String, Object> fields = fields("/erp?encrypt=disable", Map.of());
        fields.putAll(Map.of("username", "limited", "password", "limited-password"));
        assertThat(engine.write("config/app", fields).warnings()).anyMatch(w -> w.contains("ALTER ANY CONNECTION"));
        guideRole();
        Issued issued = engine.issue("erp-app");

        try (Connection session = server.connect(issued.username(), issued.password())) {
            assertThatThrownBy(() -> engine.revoke(issued)).hasMessageContaining("15434");
            assertThat(session.isValid(5)).isTrue();
        }
        assertThatThrownBy(() -> server.connect(issued.username(), issued.password()))
                .hasMessageContaining("disabled");
    }

    @Test
    void connectionsThatTheServerEndedAreReplaced() {
        connect(Map.of());
        guideRole();
        engine.issue("erp-app");
        server.endConnections();

        Issued issued = engine.issue("erp-app");

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());
    }

    @Test
    void anAnswerThatIsNotKnownLeavesAnEffectPossible() {
        connect(Map.of());
        guideRole();
        server.dropConnectionAfter("COMMIT TRAN");

        TargetUnavailableException lost =
                catchThrowableOfType(TargetUnavailableException.class, () -> engine.issue("erp-app"));

        assertThat(lost.effectPossible()).isTrue();
    }

    @Test
    void aRoleWithAClientsCommandsIsRefusedByItsField() {
        connect(Map.of());
        for (String statement : List.of(
                "CREATE LOGIN [{{name}}] WITH PASSWORD = '{{password}}'\nGO\nUSE erp",
                "BEGIN TRANSACTION",
                "COMMIT",
                "ROLLBACK TRAN")) {
            assertThatThrownBy(() -> role(statement))
                    .as(statement)
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            error -> assertThat(error.field()).contains("creation_statements"))
                    .hasMessageMatching("(?s).*(GO is a command of a client|is not accepted).*");
        }
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        int port = server.port();
        server.close();

        assertThatThrownBy(() -> engine.write("config/app", fields("/erp?encrypt=disable", Map.of())))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining(Integer.toString(port));
    }

    private Map<String, Object> fields(String database, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                "mssql-database-plugin",
                "allowed_roles",
                "erp-app",
                "connection_url",
                "sqlserver://{{username}}:{{password}}@127.0.0.1:" + server.port() + database,
                "username",
                server.adminUser(),
                "password",
                server.adminPassword()));
        fields.putAll(more);
        return fields;
    }

    private Reply.Data connect(Map<String, Object> more) {
        return engine.write("config/app", fields("/erp?encrypt=disable", more));
    }

    private void guideRole() {
        engine.write(
                "roles/erp-app",
                Map.of(
                        "db_name",
                        "app",
                        "creation_statements",
                        GUIDE_CREATION,
                        "revocation_statements",
                        GUIDE_REVOCATION,
                        "default_ttl",
                        "1h",
                        "max_ttl",
                        "8h"));
    }

    private void role(String... statements) {
        engine.write("roles/erp-app", Map.of("db_name", "app", "creation_statements", List.of(statements)));
    }

    private void assertGone(Issued issued) {
        assertThat(server.logins()).doesNotContain(issued.username());
        assertThat(server.users("erp")).doesNotContain(issued.username());
        assertThatThrownBy(() -> server.connect(issued.username(), issued.password()))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getErrorCode()).isEqualTo(18456));
    }
}
