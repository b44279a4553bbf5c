package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.error.InvalidRequestException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a connection without an administrator must be, and what it is not for. No server is there to be asked. */
class SelfManagedTest {

    private final EngineHarness engine = new EngineHarness();

    @AfterEach
    void close() {
        engine.close();
    }

    private void connect(Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name", "postgresql-database-plugin",
                "allowed_roles", "*",
                "connection_url", "postgresql://{{username}}:{{password}}@127.0.0.1:1/app",
                "self_managed", true));
        fields.putAll(more);
        engine.write("config/app", fields);
    }

    @Test
    void itIsWrittenWithoutALogin() {
        connect(Map.of());

        assertThat(engine.read("config/app")).containsEntry("self_managed", true);
    }

    @ParameterizedTest
    @CsvSource({
        "username, admin, username",
        "password, secret, password",
        "root_rotation_statements, ALTER USER x, root_rotation_statements",
        "rotation_period, 1h, no administrator",
        "connection_url, postgresql://app:secret@127.0.0.1:1/app, connection_url",
        "plugin_name, redis-database-plugin, cannot have accounts change their own passwords",
    })
    void whatStandsInItsWayIsSaidByField(String field, String value, String message) {
        assertThatThrownBy(() -> connect(Map.of(field, value)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret@");
        assertThat(engine.list("config")).isEmpty();
    }

    @Test
    void aProductThatCannotIsToldWhichCan() {
        assertThatThrownBy(() -> connect(Map.of("plugin_name", "mongodb-database-plugin")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("mysql-database-plugin")
                .hasMessageContaining("postgresql-database-plugin");
    }

    @Test
    void itStaysWhatItIs() {
        connect(Map.of());

        assertThatThrownBy(() -> engine.write(
                        "config/app", Map.of("self_managed", false, "username", "admin", "password", "secret")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("cannot be changed");
        engine.delete("config/app", Map.of());
        connect(Map.of("self_managed", false, "username", "admin", "password", "x", "verify_connection", false));
        assertThat(engine.read("config/app")).containsEntry("self_managed", false);
    }

    @Test
    void nobodyThereCouldMakeUsers() {
        engine.role("early");
        connect(Map.of());

        assertThatThrownBy(() -> engine.role("late"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("db_name")
                .hasMessageContaining("static roles only");
        assertThatThrownBy(() -> engine.plan("early"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("static roles only");
    }

    @Test
    void twoAccountsInTurnWouldNeedBothPasswords() {
        connect(Map.of());

        assertThatThrownBy(() -> engine.write(
                        "static-roles/x",
                        Map.of(
                                "db_name",
                                "app",
                                "username",
                                "one",
                                "alternate_username",
                                "two",
                                "rotation_period",
                                "1h",
                                "self_managed_password",
                                "secret")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("alternate_username");
    }

    @Test
    void aConnectionWithAnAdministratorNeedsNoPresentPassword() {
        connect(Map.of("self_managed", false, "username", "admin", "password", "x", "verify_connection", false));

        assertThatThrownBy(() -> engine.write(
                        "static-roles/x",
                        Map.of(
                                "db_name",
                                "app",
                                "username",
                                "one",
                                "rotation_period",
                                "1h",
                                "self_managed_password",
                                "secret")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("self_managed_password")
                .hasMessageContaining("has an administrator");
    }

    @Test
    void noTextFormShowsThePassword() {
        DatabaseStaticRole role =
                DatabaseStaticRole.builder().selfManagedPassword("secret").build();

        assertThat(role.selfManagedPassword()).isEqualTo("secret");
        assertThat(role.toString()).doesNotContain("secret");
        assertThat(DatabaseConnection.builder().selfManaged(true).build().selfManaged())
                .isTrue();
    }
}
