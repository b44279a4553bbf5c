package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.snowflake.SnowflakeKey;
import io.leasehold.database.snowflake.StandInSnowflake;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revoked;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys, expiry, removals and faults of Snowflake, through its own driver, with the stand-in as its service. */
class SnowflakeIT {

    private static final String CREATE =
            "CREATE USER {{name}} PASSWORD = '{{password}}' DAYS_TO_EXPIRY = {{expiration}}";

    private StandInSnowflake service;
    private final EngineHarness engine = new EngineHarness();

    @BeforeEach
    void start() {
        service = StandInSnowflake.start();
    }

    @AfterEach
    void stop() {
        engine.close();
        service.close();
    }

    @Test
    void theAdministratorLogsInWithAKey() {
        SnowflakeKey key = SnowflakeKey.generate();
        service.createUser("KEYED", Map.of("RSA_PUBLIC_KEY", key.publicBody()));
        connect(byKey("KEYED", key.privatePem()));
        role(CREATE);

        Issued issued = engine.issue("app");
        assertThat(service.user(issued.username())).isNotNull();
        assertThat(engine.read("config/app").toString())
                .doesNotContain(key.privatePem().substring(40, 80));

        engine.revoke(issued);
        assertThat(service.users()).containsExactlyInAnyOrder(StandInSnowflake.ADMIN, "KEYED");
    }

    @Test
    void anotherKeyThanTheUsersIsRefused() {
        service.createUser(
                "KEYED", Map.of("RSA_PUBLIC_KEY", SnowflakeKey.generate().publicBody()));
        String another = SnowflakeKey.generate().privatePem();

        assertThatThrownBy(() -> connect(byKey("KEYED", another)))
                .isInstanceOf(LeaseholdException.class)
                .hasMessageContaining("390100")
                .hasMessageNotContaining(another.substring(40, 80));
    }

    @Test
    void whatIsNoKeyIsRefusedByItsField() {
        for (String pem : List.of(
                "secret-text",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nsecret-text\n-----END PRIVATE KEY-----")) {
            assertThatThrownBy(() -> connect(byKey("KEYED", pem)))
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            error -> assertThat(error.field()).contains("private_key"))
                    .hasMessageNotContaining("secret-text");
        }
    }

    @Test
    void neitherPasswordNorKeyIsRefused() {
        Map<String, Object> fields = fields();
        fields.remove("password");

        assertThatThrownBy(() -> engine.write("config/app", fields))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("private_key");
    }

    @Test
    void aUserIsMadeThatLogsInWithAKeyOfItsOwn() {
        connect(Map.of());
        keyRole("CREATE USER {{name}} RSA_PUBLIC_KEY = '{{public_key}}' DAYS_TO_EXPIRY = {{expiration}}");
        Plan plan = engine.plan("app");
        RsaKeyCredentials login = (RsaKeyCredentials)
                engine.create(plan, engine.now().plusSeconds(3600)).credential();

        assertThat(service.user(login.username()).get("RSA_PUBLIC_KEY")).isNotNull();
        connect(byKey(login.username(), login.rsaPrivateKey()));

        connect(Map.of("private_key", ""));
        assertThat(engine.revoke(plan, engine.newLeaseId(plan), false, Duration.ofSeconds(10)))
                .isEqualTo(Revoked.seen());
        assertThat(service.users()).containsExactly(StandInSnowflake.ADMIN);
    }

    @Test
    void aRoleWithKeysNeedsThePublicOneAndNoPassword() {
        connect(Map.of());

        assertThatThrownBy(() -> keyRole("CREATE USER {{name}}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("{{public_key}}");
        assertThatThrownBy(() ->
                        keyRole("CREATE USER {{name}} PASSWORD = '{{password}}' RSA_PUBLIC_KEY = '{{public_key}}'"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("{{password}} has no value");
        assertThatThrownBy(() -> role("CREATE USER {{name}} RSA_PUBLIC_KEY = '{{public_key}}'"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("{{public_key}} has no value");
    }

    private void keyRole(String statement) {
        engine.write(
                "roles/app",
                Map.of("db_name", "app", "creation_statements", statement, "credential_type", "rsa_private_key"));
    }

    /** The service counts days; a lease of hours has one, and the broker ends it in time. */
    @Test
    void usersExpireAfterWholeDays() {
        connect(Map.of());
        role(CREATE);
        Issued issued = engine.issue("app");
        assertThat(days(issued)).isEqualTo("1");

        engine.renew(issued, Duration.ofHours(2));
        assertThat(days(issued)).isEqualTo("1");

        engine.renew(issued, Duration.ofHours(47));
        assertThat(days(issued)).isEqualTo("2");
    }

    @Test
    void aUserThatIsGoneAlreadyIsRevoked() {
        connect(Map.of());
        role(CREATE);
        Issued issued = engine.issue("app");
        service.dropUser(issued.username());

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
    }

    /** The lease ends; who was renamed is not the lease's any more, and reconciling finds it by its mark. */
    @Test
    void aUserRenamedByHandIsLeftAlone() {
        connect(Map.of());
        role(CREATE);
        Issued issued = engine.issue("app");
        service.renameUser(issued.username().toUpperCase(Locale.ROOT), "RENAMED_BY_HAND");

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        assertThat(service.users()).contains("RENAMED_BY_HAND");
        assertThat(service.exactly("RENAMED_BY_HAND").get("COMMENT")).contains(issued.leaseId());
    }

    @Test
    void sessionsThatTheServiceEndedAreReplaced() {
        connect(Map.of());
        role(CREATE);
        Issued before = engine.issue("app");
        service.endSessions();

        Issued after = engine.issue("app");

        engine.revoke(before);
        engine.revoke(after);
        assertThat(service.users()).containsExactly(StandInSnowflake.ADMIN);
    }

    @Test
    void aCreationThatFailsHalfWayLeavesNothing() {
        connect(Map.of());
        role(CREATE, "GRANT ROLE NO_SUCH_ROLE TO USER {{name}}");

        assertThatThrownBy(() -> engine.issue("app"))
                .isInstanceOfSatisfying(
                        TargetRefusedException.class,
                        refused -> assertThat(refused.effectPossible()).isFalse())
                .hasMessageContaining("statement 2")
                .hasMessageContaining("2003");
        assertThat(service.users()).containsExactly(StandInSnowflake.ADMIN);
    }

    @Test
    void aNameThatIsTakenIsLeftAlone() {
        connect(Map.of());
        role(CREATE);
        Plan plan = engine.plan("app");
        Issued first = engine.issue(plan, () -> {});

        assertThatThrownBy(() -> engine.issue(plan, () -> {}))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("already exists");
        assertThat(service.user(first.username())).isNotNull();
    }

    @Test
    void revocationStatementsThatFailDoNotKeepTheUser() {
        connect(Map.of());
        engine.write(
                "roles/app",
                Map.of(
                        "db_name",
                        "app",
                        "creation_statements",
                        CREATE,
                        "revocation_statements",
                        "REVOKE ROLE NO_SUCH_ROLE FROM USER {{name}}"));

        engine.revoke(engine.issue("app"));

        assertThat(service.users()).containsExactly(StandInSnowflake.ADMIN);
    }

    /** The stand-in knows no blocks, and refuses it in one piece. */
    @Test
    void blocksGoWhole() {
        connect(Map.of());
        role(CREATE, "BEGIN GRANT ROLE READER TO USER {{name}}; END;");

        assertThatThrownBy(() -> engine.issue("app")).hasMessageContaining("statement 2");

        assertThat(service.received()).anyMatch(sql -> sql.matches("BEGIN GRANT ROLE READER TO USER \\w+; END;?"));
    }

    @Test
    void whatCannotBeReadIsRefusedWhenTheRoleIsWritten() {
        connect(Map.of());
        for (String statement : List.of("CREATE USER {{name}} PASSWORD = '{{password}}", "CREATE USER {{nmae}}")) {
            assertThatThrownBy(() -> role(statement))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("creation_statements");
        }
    }

    private String days(Issued issued) {
        return service.user(issued.username()).get("DAYS_TO_EXPIRY");
    }

    private Map<String, Object> byKey(String user, String pem) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("username", user);
        fields.put("password", null);
        fields.put("private_key", pem);
        return fields;
    }

    private Map<String, Object> fields() {
        return new HashMap<>(Map.of(
                "plugin_name",
                "snowflake-database-plugin",
                "allowed_roles",
                "*",
                "connection_url",
                "{{username}}:{{password}}@127.0.0.1:" + service.port() + "/erp?account=acct&protocol=http",
                "username",
                StandInSnowflake.ADMIN,
                "password",
                service.adminPassword()));
    }

    private Reply.Data connect(Map<String, Object> more) {
        Map<String, Object> fields = fields();
        fields.putAll(more);
        fields.values().removeIf(value -> value == null);
        return engine.write("config/app", fields);
    }

    private void role(String... statements) {
        engine.write("roles/app", Map.of("db_name", "app", "creation_statements", List.of(statements)));
    }
}
