package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.internal.oracle.StandInOraclePlugin;
import io.leasehold.database.oracle.StandInOracle;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revoked;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Roles, removals, rights and faults of Oracle, with the stand-in in place of its driver. */
class OracleIT {

    private static final String CREATE = "CREATE USER {{username}} IDENTIFIED BY \"{{password}}\"";

    private final StandInOracle server = StandInOracle.INSTANCE;
    private final EngineHarness engine = new EngineHarness();

    @AfterEach
    void close() {
        engine.close();
        server.comeBack();
        server.users().stream()
                .filter(name -> !name.equals(StandInOracle.ADMIN))
                .forEach(server::dropUser);
    }

    @Test
    void aUserComesAndGoesWithItsSessions() throws SQLException {
        assertThat(connect(Map.of()).warnings()).isEmpty();
        role(Map.of("creation_statements", CREATE + "; GRANT CREATE SESSION, CONNECT TO {{username}};"));
        Issued issued = engine.issue("app");

        assertThat(issued.username()).matches("V_[A-Z0-9_]{0,28}").hasSizeLessThanOrEqualTo(30);
        assertThat(server.granted(issued.username())).contains("CREATE SESSION", "CONNECT");
        try (Connection session = login(issued)) {
            engine.renew(issued, Duration.ofHours(2));

            assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());

            assertThat(session.isValid(5)).isFalse();
        }
        assertThat(server.users()).containsExactly(StandInOracle.ADMIN);
        assertThat(engine.revoke(issued)).as("gone already").isEqualTo(Revoked.seen());
    }

    @Test
    void blocksGoWholeAndKeepTheirSemicolon() {
        connect(Map.of());
        String block = "BEGIN EXECUTE IMMEDIATE 'GRANT CREATE SESSION TO {{username}}'; END;";
        role(Map.of("creation_statements", CREATE + "; " + block));

        Issued issued = engine.issue("app");

        assertThat(server.granted(issued.username())).contains("CREATE SESSION");
        assertThat(server.received()).contains(block.replace("{{username}}", issued.username()));
    }

    @Test
    void elementsAreSentWholeOnRequest() {
        connect(Map.of("split_statements", false));
        role(Map.of(
                "creation_statements",
                List.of(CREATE + ";", "BEGIN EXECUTE IMMEDIATE 'GRANT CREATE SESSION TO {{username}}'; END;")));

        assertThat(server.granted(engine.issue("app").username())).contains("CREATE SESSION");
    }

    @Test
    void aCreationThatFailsHalfWayLeavesNothing() {
        connect(Map.of());
        role(Map.of("creation_statements", List.of(CREATE, "GRANT SELECT ON NO_SUCH_TABLE TO {{username}}")));

        TargetRefusedException refused = catchThrowableOfType(TargetRefusedException.class, () -> engine.issue("app"));

        assertThat(refused).hasMessageContaining("statement 2").hasMessageContaining("ORA-00942");
        assertThat(refused.effectPossible()).isFalse();
        assertThat(server.users()).containsExactly(StandInOracle.ADMIN);
    }

    @Test
    void whatCannotBeTakenBackIsToldAsPossible() {
        connect(Map.of());
        role(Map.of("creation_statements", List.of(CREATE, "GRANT SELECT ON NO_SUCH_TABLE TO {{username}}")));
        server.failNext("DROP USER", false, 1031, "insufficient privileges");

        TargetRefusedException refused = catchThrowableOfType(TargetRefusedException.class, () -> engine.issue("app"));

        assertThat(refused.effectPossible()).isTrue();
    }

    @Test
    void aNameThatIsTakenIsLeftAlone() {
        connect(Map.of());
        role(Map.of("creation_statements", CREATE));
        Plan plan = engine.plan("app");
        Issued first = engine.issue(plan, () -> {});

        TargetRefusedException refused =
                catchThrowableOfType(TargetRefusedException.class, () -> engine.issue(plan, () -> {}));

        assertThat(refused).hasMessageContaining("already exists");
        assertThat(refused.effectPossible()).isFalse();
        assertThat(server.users()).contains(first.username());
    }

    @Test
    void aNameWithoutQuotesIsFoundAsTheServerFoldedIt() {
        connect(Map.of("username_template", "app_{{random 20}}"));
        role(Map.of("creation_statements", CREATE));
        Issued issued = engine.issue("app");
        assertThat(server.users()).contains(issued.username().toUpperCase(java.util.Locale.ROOT));

        engine.revoke(issued);

        assertThat(server.users()).containsExactly(StandInOracle.ADMIN);
    }

    @Test
    void tablesOfAUserKeepItLockedUntilARoleSaysWhatBecomesOfThem() {
        connect(Map.of());
        role(Map.of("creation_statements", CREATE));
        Issued kept = engine.issue("app");
        server.giveTable(kept.username());

        assertThatThrownBy(() -> engine.revoke(kept)).hasMessageContaining("ORA-01922");
        assertThat(server.isLocked(kept.username())).isTrue();

        role(Map.of("creation_statements", CREATE, "revocation_statements", "DROP USER {{username}} CASCADE"));
        Issued dropped = engine.issue("app");
        server.giveTable(dropped.username());
        engine.revoke(dropped);
        assertThat(server.users()).doesNotContain(dropped.username());
    }

    @Test
    void revocationStatementsThatFailDoNotKeepTheUser() {
        connect(Map.of());
        role(Map.of("creation_statements", CREATE, "revocation_statements", "REVOKE CONNECT FROM {{username}}"));

        engine.revoke(engine.issue("app"));

        assertThat(server.users()).containsExactly(StandInOracle.ADMIN);
    }

    @Test
    void anAdministratorWhoMayNotEndSessionsIsToldSo() {
        server.createUser("LIMITED", "limited-password", "CREATE USER", "ALTER USER", "DROP USER");
        Reply.Data answer = connect(Map.of("username", "LIMITED", "password", "limited-password"));

        assertThat(answer.warnings()).singleElement().asString().contains("ALTER SYSTEM");
        assertThat(connect(Map.of("username", "LIMITED", "password", "limited-password", "disconnect_sessions", false))
                        .warnings())
                .isEmpty();
    }

    @Test
    void sessionsThatTheServerEndedAreReplaced() {
        connect(Map.of());
        role(Map.of("creation_statements", CREATE));
        engine.issue("app");
        server.endSessions();

        engine.revoke(engine.issue("app"));
    }

    @Test
    void aDatabaseThatIsDownIsUnavailable() {
        connect(Map.of());
        role(Map.of("creation_statements", CREATE));
        server.goDown();

        assertThatThrownBy(() -> engine.issue("app"))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("ORA-12541");
    }

    @Test
    void whatOracleCannotReadIsRefusedWhenTheRoleIsWritten() {
        connect(Map.of());
        for (String statement :
                List.of("BEGIN NULL; END;\n/\n", "CREATE USER {{name}} IDENTIFIED BY q'[{{password}}]'")) {
            assertThatThrownBy(() -> role(Map.of("creation_statements", statement)))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("creation_statements");
        }
    }

    private Connection login(Issued issued) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", issued.username());
        properties.setProperty("password", issued.password());
        return server.connect("jdbc:oracle:thin:@", properties);
    }

    private Reply.Data connect(Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                StandInOraclePlugin.NAME,
                "allowed_roles",
                "*",
                "connection_url",
                "{{username}}/{{password}}@//db.example.com:1521/orclpdb1",
                "username",
                StandInOracle.ADMIN,
                "password",
                server.adminPassword()));
        fields.putAll(more);
        return engine.write("config/app", fields);
    }

    private void role(Map<String, Object> statements) {
        Map<String, Object> fields = new HashMap<>(statements);
        fields.put("db_name", "app");
        engine.write("roles/app", fields);
        assertThat(Set.of("app")).containsAll(engine.list("roles"));
    }
}
