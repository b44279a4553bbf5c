package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.harness.TestDatabase;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.spi.engine.Plan;
import io.leasehold.testkit.server.MariaDbServer;
import io.leasehold.testkit.server.RedisServer;
import io.leasehold.testkit.server.SharedServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Passwords made by a policy may hold any printable character. What looks like the end of a text, a placeholder, a parameter
 * or a URL to somebody is set, logs in and is removed on every product as any other password; and what a server cannot take
 * is refused by the field.
 */
class PasswordPolicyIT {

    private static final List<String> HOSTILE = List.of(
            "''''''''",
            "\"\"\"\"\"\"",
            "\\\\\\\\\\",
            "a\\'b\\\"c\\",
            "'; DROP ROLE x; --",
            "$$ $x$ $1 $",
            "{{name}}",
            "{{password}} {{expiration}}",
            "{{ {d '2020-01-01'} ?",
            "user:pass@host:1/db?x=y&z=%2F#f",
            "> < # ! ~* &* +@all -@all",
            "/* */ -- # `` [] () {}",
            "    ",
            "%s %d %% E'\\n' U&'\\0041' N''");

    /** Letters of several scripts, a symbol outside the basic plane. */
    private static final String UNICODE = "\u00e4\u00df\u4e2d\u0416\uD83D\uDE00";

    private final EngineHarness engine = new EngineHarness();

    @AfterEach
    void close() {
        engine.close();
    }

    static Stream<String> hostile() {
        return HOSTILE.stream();
    }

    @Test
    void theRolesPolicyWinsOverTheConnections() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.policy("of-connection", "made by the connection's");
        engine.policy("of-role", "made by the role's");
        engine.connect(database, true, Map.of());
        engine.role("app");
        assertThat(engine.issue("app").password()).as("the built-in rule").matches("[0-9A-Za-z-]{20}");

        engine.write("config/app", Map.of("password_policy", "of-connection"));
        assertThat(engine.issue("app").password()).isEqualTo("made by the connection's");
        assertThat(engine.read("config/app")).containsEntry("password_policy", "of-connection");

        engine.write("roles/app", Map.of("credential_config", Map.of("password_policy", "of-role")));
        assertThat(engine.issue("app").password()).isEqualTo("made by the role's");
        assertThat(engine.read("roles/app")).containsEntry("credential_config", Map.of("password_policy", "of-role"));

        engine.write("roles/app", Map.of("credential_config", Map.of("password_policy", "")));
        assertThat(engine.issue("app").password()).isEqualTo("made by the connection's");
        engine.write("config/app", Map.of("password_policy", ""));
        assertThat(engine.issue("app").password()).matches("[0-9A-Za-z-]{20}");
    }

    @Test
    void aPolicyThatIsMissedWhenAPasswordIsMadeIsNamedWithWhatToDo() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.policy("strong", "made by the policy");
        engine.connect(database, true, Map.of("password_policy", "strong"));
        engine.role("app");
        engine.deletePolicy("strong");

        assertThatThrownBy(() -> engine.plan("app"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("\"strong\", which password_policy of the connection names")
                .hasMessageContaining("sys/policies/password/strong");
        engine.policy("strong", "made by the policy");
        engine.write("roles/app", Map.of("credential_config", Map.of("password_policy", "strong")));
        engine.deletePolicy("strong");
        assertThatThrownBy(() -> engine.plan("app"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("password_policy of the role's credential_config");
    }

    @Test
    void managedPasswordsAreMadeByThePoliciesToo() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        String root = database.name() + "_root";
        String legacy = database.name() + "_legacy";
        database.execute(
                "CREATE ROLE " + root + " SUPERUSER LOGIN PASSWORD 'first'",
                "CREATE ROLE " + legacy + " LOGIN PASSWORD 'first'");
        engine.policy("of-connection", "the connection's {{password}}");
        engine.policy("of-role", "the role's $1 \\");
        engine.connect(
                database, true, Map.of("username", root, "password", "first", "password_policy", "of-connection"));

        engine.write("rotate-root/app", Map.of());
        assertThat(database.server().canLogin(root, "the connection's {{password}}", database.name()))
                .isTrue();
        engine.write("static-roles/legacy", Map.of("db_name", "app", "username", legacy, "rotation_period", "24h"));
        assertThat(engine.read("static-creds/legacy")).containsEntry("password", "the connection's {{password}}");
        engine.write("static-roles/legacy", Map.of("credential_config", Map.of("password_policy", "of-role")));
        engine.write("rotate-role/legacy", Map.of());
        assertThat(engine.read("static-creds/legacy")).containsEntry("password", "the role's $1 \\");
        assertThat(database.server().canLogin(legacy, "the role's $1 \\", database.name()))
                .isTrue();
        assertThatThrownBy(() -> engine.write(
                        "static-roles/legacy", Map.of("credential_config", Map.of("password_policy", "of-rule"))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("credential_config: there is no password policy named \"of-rule\"");
    }

    @Test
    void aRotationWithoutItsPolicyIsRecordedAndGoesOnOnceThePolicyIsBack() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        String legacy = database.name() + "_legacy";
        database.execute("CREATE ROLE " + legacy + " LOGIN PASSWORD 'first'");
        engine.policy("strong", "made before");
        engine.connect(database, true, Map.of("password_policy", "strong"));
        engine.write("static-roles/legacy", Map.of("db_name", "app", "username", legacy, "rotation_period", "10m"));
        engine.deletePolicy("strong");

        engine.moveClock(Duration.ofMinutes(11));
        engine.runDuties();
        Awaitility.await().until(() -> engine.read("static-roles/legacy").containsKey("rotation_error"));
        assertThat(engine.read("static-roles/legacy").get("rotation_error"))
                .asString()
                .contains("no password policy \"strong\", which password_policy of the connection names");
        assertThatThrownBy(() -> engine.write("rotate-role/legacy", Map.of()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("sys/policies/password/strong");
        assertThat(engine.read("static-creds/legacy")).containsEntry("password", "made before");

        engine.policy("strong", "made afterwards");
        engine.moveClock(Duration.ofMinutes(11));
        Awaitility.await().until(() -> {
            engine.runDuties();
            return "made afterwards".equals(engine.read("static-creds/legacy").get("password"));
        });
        assertThat(database.server().canLogin(legacy, "made afterwards", database.name()))
                .isTrue();
        assertThat(engine.read("static-roles/legacy")).doesNotContainKey("rotation_error");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void postgresTakesAnyPassword(String password) {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.policy("hostile", password);
        engine.connect(database, true, Map.of("password_policy", "hostile"));
        engine.role("app");
        for (String method : List.of("password", "scram-sha-256")) {
            engine.write("config/app", Map.of("password_authentication", method));
            Issued issued = engine.issue("app");
            assertThat(issued.password()).isEqualTo(password);
            assertThat(database.canLogin(issued)).isTrue();
            engine.revoke(issued);
            assertThat(database.server().roleExists(issued.username())).isFalse();
        }
    }

    @Test
    void postgresTakesLettersOfAllScriptsAndAVerifierOfThemIsRefused() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.policy("unicode", UNICODE);
        engine.connect(database, true, Map.of("password_policy", "unicode", "password_authentication", "password"));
        engine.role("app");
        Issued issued = engine.issue("app");
        assertThat(database.canLogin(issued)).isTrue();
        engine.revoke(issued);

        engine.write("config/app", Map.of("password_authentication", "scram-sha-256"));
        Plan plan = engine.plan("app");
        assertThatThrownBy(() -> engine.issue(plan, () -> {}))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("not printable ASCII")
                .hasMessageContaining("write password_authentication=password")
                .hasMessageNotContaining(UNICODE);
        assertThat(database.server().roleExists(plan.account())).isFalse();
    }

    @Test
    void aPasswordThatCannotStandWhereTheStatementPutsItIsRefused() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        engine.policy("dollars", "p'$p$q");
        engine.connect(database, true, Map.of("password_policy", "dollars", "password_authentication", "password"));
        engine.write(
                "roles/app",
                Map.of(
                        "db_name",
                        "app",
                        "creation_statements",
                        "CREATE ROLE \"{{name}}\" PASSWORD $p${{password}}$p$"));
        Plan plan = engine.plan("app");

        assertThatThrownBy(() -> engine.issue(plan, () -> {}))
                .isInstanceOfAny(InvalidRequestException.class, TargetRefusedException.class)
                .hasMessageContaining("use another tag")
                .hasMessageNotContaining("p'$p$q");
        assertThat(database.server().roleExists(plan.account())).isFalse();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void mariaDbTakesAnyPassword(String password) throws SQLException {
        mariaDbTakes(password);
    }

    @Test
    void mariaDbTakesLettersOfAllScripts() throws SQLException {
        mariaDbTakes(UNICODE);
    }

    private void mariaDbTakes(String password) throws SQLException {
        MariaDbServer server = SharedServers.mariaDb();
        engine.policy("hostile", password);
        engine.write(
                "config/app",
                Map.of(
                        "plugin_name",
                        "mysql-database-plugin",
                        "allowed_roles",
                        "*",
                        "connection_url",
                        "{{username}}:{{password}}@tcp(" + server.host() + ":" + server.port() + ")/",
                        "username",
                        server.adminUser(),
                        "password",
                        server.adminPassword(),
                        "password_policy",
                        "hostile"));
        engine.write(
                "roles/app",
                Map.of(
                        "db_name",
                        "app",
                        "creation_statements",
                        "CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}'"));
        Issued issued = engine.issue("app");
        Properties login = new Properties();
        login.setProperty("user", issued.username());
        login.setProperty("password", password);
        try (Connection session = DriverManager.getConnection(server.jdbcUrl(""), login)) {
            assertThat(session.isValid(5)).isTrue();
        }
        engine.revoke(issued);
        assertThat(server.roleExists(issued.username())).isFalse();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void redisTakesAnyPassword(String password) {
        redisTakes(password);
    }

    @Test
    void redisTakesLettersOfAllScripts() {
        redisTakes(UNICODE);
    }

    private void redisTakes(String password) {
        RedisServer server = SharedServers.redis();
        engine.policy("hostile", password);
        engine.write("config/app", redis(server));
        engine.write("roles/app", Map.of("db_name", "app", "creation_statements", "[\"~app:*\",\"+@read\"]"));
        Issued issued = engine.issue("app");
        try (redis.clients.jedis.Connection session = server.connect(issued.username(), password)) {
            assertThat(session.isConnected()).isTrue();
        }
        engine.revoke(issued);
        assertThat(server.users()).doesNotContain(issued.username());
    }

    private static Map<String, Object> redis(RedisServer server) {
        return Map.of(
                "plugin_name", "redis-database-plugin",
                "allowed_roles", "*",
                "host", server.host(),
                "port", server.port(),
                "username", server.adminUser(),
                "password", server.adminPassword(),
                "password_policy", "hostile");
    }
}
