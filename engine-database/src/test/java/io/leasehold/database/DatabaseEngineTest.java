package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.PermissionDeniedException;
import io.leasehold.spi.engine.Plan;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections, roles and plans, without a server. */
class DatabaseEngineTest {

    private static final String CREATION = "CREATE ROLE \"{{name}}\" LOGIN PASSWORD '{{password}}'";

    private final EngineHarness engine = new EngineHarness();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void readingAConnectionShowsNoSecret() {
        connection(Map.of(
                "connection_url",
                "postgresql://root:s%40cret@db.internal:5432/app",
                "root_rotation_statements",
                List.of("ALTER USER \"{{name}}\" PASSWORD '{{password}}'")));

        Map<String, Object> read = engine.read("config/app");

        assertThat(read.toString()).doesNotContain("admin-secret").doesNotContain("s%40cret");
        assertThat(read)
                .containsEntry("plugin_name", "postgresql-database-plugin")
                .containsEntry("allowed_roles", List.of("*"))
                .containsEntry(
                        "root_credentials_rotate_statements",
                        List.of("ALTER USER \"{{name}}\" PASSWORD '{{password}}'"));
        assertThat(read.get("connection_details"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("username", "root_user")
                .containsEntry("max_open_connections", 4)
                .containsEntry("max_idle_connections", 4)
                .doesNotContainKey("password");
    }

    @Test
    void aWriteChangesOnlyWhatIsSent() {
        connection(Map.of("max_open_connections", 9));
        engine.write("config/app", Map.of("allowed_roles", "a,b"));

        assertThat(engine.read("config/app")).containsEntry("allowed_roles", List.of("a", "b"));
        assertThat(engine.read("config/app").get("connection_details").toString())
                .contains("max_open_connections=9");
    }

    @Test
    void aTargetIsTriedAtOnceWhenItsConnectionIsWrittenAnew() {
        connection(Map.of());
        String first = engine.retried().get(0);
        engine.write("config/app", Map.of("password", "repaired"));
        assertThat(engine.retried()).as("the same target").containsExactly(first, first);

        engine.write("config/app", Map.of("connection_url", "postgresql://{{username}}:{{password}}@other/app"));
        assertThat(engine.retried()).hasSize(3).element(2).isNotEqualTo(first);
    }

    @Test
    void typedAndPlainWritesMeanTheSame() {
        engine.write(
                "config/app",
                DatabaseConnection.builder()
                        .pluginName("postgresql-database-plugin")
                        .connectionUrl("postgresql://{{username}}:{{password}}@db.internal/app")
                        .username("root_user")
                        .password("admin-secret")
                        .allowedRoles("*")
                        .verifyConnection(false)
                        .maxConnectionLifetime(Duration.ofSeconds(5))
                        .reassignOwnedTo("owner")
                        .build());
        engine.write(
                "roles/plain",
                DatabaseRole.builder()
                        .dbName("app")
                        .creationStatements(CREATION)
                        .defaultTtl(Duration.ofHours(1))
                        .maxTtl(Duration.ofDays(1))
                        .build());

        assertThat(engine.read("config/app").get("connection_details").toString())
                .contains("reassign_owned_to=owner", "max_connection_lifetime=5");
        assertThat(engine.read("roles/plain"))
                .containsEntry("db_name", "app")
                .containsEntry("creation_statements", List.of(CREATION))
                .containsEntry("default_ttl", 3600L)
                .containsEntry("credential_type", "password");
        assertThat(engine.plan("plain").account()).startsWith("v-billing-plain-");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plugin_name | | empty plugin name",
                "plugin_name | mysterious-plugin | mysterious-plugin",
                "connection_url | | connection_url cannot be empty",
                "connection_url | mysql://x/y | connection_url",
                "max_open_connections | -1 | max_open_connections",
                "max_connection_lifetime | soon | max_connection_lifetime",
                "username_template | {{.Display | username_template",
                "username_template | app-{{.RoleName}} | random",
                "password_policy | strong | password_policy",
                "password_authentication | md5 | password_authentication",
                "pasword_authentication | md5 | pasword_authentication",
            })
    void badConnectionsAreRefusedByTheField(String field, String value, String message) {
        Map<String, Object> fields = new HashMap<>();
        fields.put(field, value == null ? "" : value);

        assertThatThrownBy(() -> connection(fields))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("admin-secret");
        assertThat(engine.list("config")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "db_name | | database name is required",
                "creation_statements | | empty creation statements",
                "creation_statements | CREATE ROLE \"{{nam}}\" | nam",
                "creation_statements | CREATE ROLE \"{{name}} | creation_statements",
                "renew_statements | ALTER ROLE \"{{name}}\" PASSWORD '{{password}}' | renew_statements",
                "default_ttl | 3h | default_ttl",
                "max_ttl | 5 minutes | max_ttl",
                "credential_config | password_policy=strong | credential_config: there is no password policy named",
                "credential_config | pasword_policy=strong | credential_config: unknown field",
                "credential_type | magic | invalid credential_type \"magic\"",
                "credential_type | rsa_private_key | unsupported credential_type",
            })
    void badRolesAreRefusedByTheField(String field, String value, String message) {
        connection(Map.of());
        Map<String, Object> fields =
                new HashMap<>(Map.of("db_name", "app", "creation_statements", CREATION, "max_ttl", "2h"));
        fields.put(field, value == null ? "" : value);

        assertThatThrownBy(() -> engine.write("roles/bad", fields))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
        assertThat(engine.list("roles")).isEmpty();
    }

    @Test
    void issuingNeedsARoleAConnectionAndItsPermission() {
        assertThatThrownBy(() -> engine.plan("nobody"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("unknown role: nobody");
        engine.role("reader");
        assertThatThrownBy(() -> engine.plan("reader"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("failed to find entry for connection with name: \"app\"");
        connection(Map.of("allowed_roles", "write*, other"));
        assertThatThrownBy(() -> engine.plan("reader"))
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("\"reader\" is not an allowed role");
        engine.write("config/app", Map.of("allowed_roles", List.of("read*")));
        assertThat(engine.plan("reader").role()).isEqualTo("reader");
    }

    @Test
    void aPlanPinsWhatRevocationNeedsAndNoPassword() {
        connection(Map.of());
        engine.write(
                "roles/plain",
                Map.of(
                        "db_name", "app",
                        "creation_statements", CREATION,
                        "revocation_statements", "DROP ROLE \"{{name}}\"",
                        "default_ttl", "1h",
                        "max_ttl", "2h"));

        Plan plan = engine.plan("plain", "me", Map.of("ttl", "30m"));

        assertThat(plan.requestedTtl()).isEqualTo(Duration.ofMinutes(30));
        assertThat(plan.terms().ttl()).isEqualTo(Duration.ofHours(1));
        assertThat(plan.terms().maxTtl()).isEqualTo(Duration.ofHours(2));
        assertThat(plan.revocation().values())
                .containsEntry("username", plan.account())
                .containsEntry("target", plan.targetId())
                .containsEntry("revocation_statements", List.of("DROP ROLE \"{{name}}\""))
                .doesNotContainKey("password");
        assertThat(plan.toString()).doesNotContain("admin-secret");
        assertThat(plan.material().toString()).doesNotContainIgnoringCase("password");
    }

    @Test
    void termsFollowTheRoleAsItIsNow() {
        connection(Map.of());
        engine.role("plain");
        Plan plan = engine.plan("plain");
        engine.write("roles/plain", Map.of("max_ttl", "3h"));
        assertThat(engine.engine().terms(plan.revocation()).maxTtl()).isEqualTo(Duration.ofHours(3));

        engine.delete("roles/plain", Map.of());
        assertThatThrownBy(() -> engine.engine().terms(plan.revocation()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("could not find role with name \"plain\"");
    }

    @Test
    void noRecordShowsASecret() {
        assertThat(new DatabaseCredentials("u", "s3cret").toString()).doesNotContain("s3cret");
        assertThat(DatabaseConnection.builder()
                        .password("s3cret")
                        .connectionUrl("postgresql://u:s3cret@h/d")
                        .build()
                        .toString())
                .doesNotContain("s3cret");
    }

    private void connection(Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name", "postgresql-database-plugin",
                "connection_url", "postgresql://{{username}}:{{password}}@db.internal:5432/app",
                "username", "root_user",
                "password", "admin-secret",
                "allowed_roles", "*",
                "verify_connection", false));
        fields.putAll(more);
        engine.write("config/app", fields);
    }
}
