package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.ExclusiveRotationContract;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.PasswordRotation;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PostgreSQL plugin manages passwords as the contract says, and says so of itself. */
class PostgresManagedIT extends ExclusiveRotationContract {

    private final PostgresServer server = SharedServers.postgres();
    private final DatabasePluginContract database = new PostgresContractIT();

    @Override
    protected DatabasePluginContract database() {
        return database;
    }

    @Override
    protected void createAdministrator(String name, String password) {
        server.execute("postgres", "CREATE ROLE " + name + " LOGIN CREATEROLE PASSWORD '" + password + "'");
    }

    @Override
    protected List<String> rotation() {
        return List.of("ALTER USER \"{{username}}\" WITH PASSWORD '{{password}}'");
    }

    @Override
    protected List<String> failingRotation() {
        return List.of("SELECT '{{password}}'::date");
    }

    /** A verifier is only made of ASCII, see {@link #aPasswordBeyondAsciiIsSentInClearOnRequest}. */
    @Override
    protected List<String> unicodePasswords() {
        return List.of();
    }

    @Override
    protected boolean somebodyWaits() {
        return !query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                .isEmpty();
    }

    @Test
    void theServerGetsAVerifier() {
        String role = role("LOGIN");

        set(role, "new");

        assertThat(query("SELECT rolpassword FROM pg_authid WHERE rolname = '" + role + "'"))
                .allMatch(stored -> stored.startsWith("SCRAM-SHA-256$4096:"));
        assertThat(server.logText()).doesNotContain("'new'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "scram-sha-256"})
    void aPasswordBeyondAsciiIsSentInClearOnRequest(String form) {
        String role = role("LOGIN");
        String password = "p\u00e4\u00df-\u5bc6";
        ConnectionSettings settings = new ConnectionSettings(
                database.connectionUrl(),
                database.adminUser(),
                SecretText.of(database.adminPassword()),
                1,
                1,
                Duration.ZERO,
                Map.of("password_authentication", form));
        if (form.equals("password")) {
            managed(settings).setPassword(managed(role, password, List.of()), new Change());
            assertThat(accepts(role, password)).isTrue();
            return;
        }
        assertThatThrownBy(() -> managed(settings).setPassword(managed(role, password, List.of()), new Change()))
                .isInstanceOfSatisfying(
                        TargetRefusedException.class,
                        refused -> assertThat(refused.effectPossible()).isFalse())
                .hasMessageContaining("password_authentication=password");
        assertThat(accepts(role, "old")).isTrue();
    }

    @Test
    void nothingButThePasswordChanges() {
        String role = role("LOGIN CREATEDB CONNECTION LIMIT 7 VALID UNTIL '2100-01-01'");
        server.execute(
                "postgres", "COMMENT ON ROLE " + role + " IS 'kept'", "ALTER ROLE " + role + " SET work_mem = '5MB'");
        String rest = "SELECT row(rolcanlogin, rolcreatedb, rolconnlimit, rolvaliduntil, rolconfig,"
                + " shobj_description(oid, 'pg_authid'))::text FROM pg_roles WHERE rolname = '" + role + "'";
        List<String> before = query(rest);

        set(role, "new");

        assertThat(query(rest)).isEqualTo(before);
    }

    @Test
    void anExpiredRoleIsLeftAsItWas() {
        String role = role("LOGIN VALID UNTIL '2001-01-01'");
        String stored = "SELECT rolpassword FROM pg_authid WHERE rolname = '" + role + "'";
        List<String> before = query(stored);

        TargetRefusedException refused = catchThrowableOfType(TargetRefusedException.class, () -> set(role, "new"));

        assertThat(refused).hasMessageContaining("has expired");
        assertThat(refused.effectPossible()).isFalse();
        assertThat(query(stored)).isEqualTo(before);
    }

    @Test
    void statementsOfOnesOwnMayMoveTheExpiry() {
        String role = role("LOGIN VALID UNTIL '2001-01-01'");

        set(
                role,
                "new",
                List.of(
                        "ALTER ROLE \"{{name}}\" PASSWORD '{{password}}'; ALTER ROLE \"{{name}}\" VALID UNTIL 'infinity'"),
                new Change());

        assertThat(accepts(role, "new")).isTrue();
    }

    @Test
    void onlyACommitWhoseAnswerIsLostLeavesTheOutcomeOpen() {
        String role = role("LOGIN");
        String end = "SELECT pg_terminate_backend(pg_backend_pid()) FROM (SELECT '{{password}}') AS unused";
        TargetException before =
                catchThrowableOfType(TargetException.class, () -> set(role, "new", List.of(end), new Change()));
        assertThat(before).isInstanceOf(TargetUnavailableException.class);
        assertThat(before.effectPossible()).isFalse();

        String table = unique("noted");
        server.execute(
                "postgres",
                "CREATE TABLE " + table + " (x int)",
                "CREATE FUNCTION " + table + "() RETURNS trigger LANGUAGE plpgsql"
                        + " AS $$BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END$$",
                "CREATE CONSTRAINT TRIGGER ending AFTER INSERT ON " + table
                        + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION " + table + "()");
        List<String> statements =
                List.of("ALTER ROLE \"{{name}}\" PASSWORD '{{password}}'", "INSERT INTO " + table + " VALUES (1)");
        TargetException commit =
                catchThrowableOfType(TargetException.class, () -> set(role, "new", statements, new Change()));
        server.execute("postgres", "DROP TABLE " + table, "DROP FUNCTION " + table);

        assertThat(commit).isInstanceOf(TargetUnavailableException.class).hasMessageContaining("commit");
        assertThat(commit.effectPossible()).isTrue();
        assertThat(accepts(role, "old")).isTrue();
    }

    @Test
    void aLoginOfTheUrlIsNotThatOfTheFields() {
        PasswordRotation rotation = (PasswordRotation) plugin();
        String at = server.host() + ":" + server.port() + "/postgres";

        assertThat(rotation.logsInByFields(settings("postgresql://{{username}}:{{password}}@" + at, "app", "secret")))
                .isTrue();
        assertThat(rotation.logsInByFields(settings("postgresql://app:secret@" + at, "app", "secret")))
                .isFalse();
        assertThat(rotation.logsInByFields(settings("postgresql://app:{{password}}@" + at, "app", "secret")))
                .isFalse();
        assertThat(rotation.logsInByFields(
                        settings("host=h user={{username}} password=secret dbname=d", "app", "secret")))
                .isFalse();
        assertThat(rotation.logsInByFields(settings("jdbc:postgresql://h/d?user=app&password=secret", "app", "secret")))
                .isFalse();
        assertThat(rotation.logsInByFields(
                        new ConnectionSettings(database.connectionUrl(), "app", null, 1, 1, Duration.ZERO, Map.of())))
                .isFalse();
    }

    private ManagedAccounts managed(ConnectionSettings settings) {
        return (ManagedAccounts) open(settings);
    }

    private String role(String options) {
        String role = unique("managed");
        server.execute("postgres", "CREATE ROLE " + role + " " + options + " PASSWORD 'old'");
        dropAfterwards(role);
        return role;
    }

    private List<String> query(String sql) {
        try (Connection admin = server.admin("postgres");
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
