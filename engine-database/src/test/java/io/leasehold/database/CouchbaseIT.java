package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.couchbase.StandInCouchbase;
import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.internal.couchbase.CouchbasePlugin;
import io.leasehold.database.mongo.StandInCertificates;
import io.leasehold.database.spi.Account;
import io.leasehold.database.spi.AccountListing;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ListedAccount;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to Couchbase, with the stand-in as its server: roles with parameters, groups, marks, several nodes, TLS. */
class CouchbaseIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final StandInCouchbase server = StandInCouchbase.start();
    private final EngineHarness engine = new EngineHarness();

    @AfterEach
    void close() {
        engine.close();
        server.close();
    }

    @Test
    void aUserGetsItsRolesItsGroupsAndItsMark() {
        server.createGroup("readers", "data_reader[app]");
        assertThat(connect(Map.of()).warnings()).isEmpty();
        role(
                "{\"roles\":[{\"role\":\"data_writer\",\"bucket_name\":\"app\",\"scope_name\":\"shop\"},{\"role\":\"ro_admin\"}],"
                        + "\"groups\":[\"readers\"]}");
        Issued issued = engine.issue("reader");

        assertThat(issued.username()).matches("V_BILLING_READER_[A-Z0-9]{20}_[0-9]{10}");
        assertThat(server.canLogin(issued.username(), issued.password())).isTrue();
        assertThat(server.user(issued.username()).at("/roles/0/role").stringValue())
                .isEqualTo("data_writer");
        assertThat(server.user(issued.username()).at("/roles/0/scope_name").stringValue())
                .isEqualTo("shop");
        assertThat(server.user(issued.username()).at("/groups/0").stringValue()).isEqualTo("readers");
        assertThat(server.user(issued.username()).path("name").stringValue()).startsWith("leasehold:");
        engine.renew(issued, Duration.ofHours(2));
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        assertThat(server.users()).isEmpty();
        assertThat(server.canLogin(issued.username(), issued.password())).isFalse();
    }

    @Test
    void aRoleWithoutStatementsMakesReadOnlyAdministrators() {
        connect(Map.of());
        engine.write("roles/reader", Map.of("db_name", "app"));
        Issued issued = engine.issue("reader");

        assertThat(server.user(issued.username()).at("/roles/0/role").stringValue())
                .isEqualTo("ro_admin");
    }

    @Test
    void whatTheServerRefusesLeavesNoUser() {
        connect(Map.of());
        role("{\"roles\":[{\"role\":\"ro_admin\"},{\"role\":\"data_reader\",\"bucket_name\":\"no_such_bucket\"}]}");
        Plan plan = engine.plan("reader");

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error)
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("creation_statements")
                .hasMessageContaining("data_reader[no_such_bucket]");
        assertThat(error.effectPossible()).isFalse();
        assertThat(server.users()).isEmpty();
    }

    @Test
    void aUserMadeByHandWithThatNameIsLeftAlone() {
        connect(Map.of());
        role("{\"roles\":[{\"role\":\"ro_admin\"}]}");
        Plan plan = engine.plan("reader");
        server.createUser(plan.account(), "made-by-hand", "ro_admin");

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error).hasMessageContaining("already exists");
        assertThat(error.effectPossible()).isFalse();
        assertThat(engine.revoke(plan, "lease", true, LIMIT).warnings())
                .singleElement()
                .asString()
                .contains("did not make");
        assertThat(server.canLogin(plan.account(), "made-by-hand")).isTrue();
    }

    @Test
    void aConfirmationThatFailsMakesNoUser() {
        connect(Map.of());
        role("{\"roles\":[{\"role\":\"ro_admin\"}]}");

        assertThatThrownBy(() -> engine.issue(engine.plan("reader"), () -> {
                    throw new IllegalStateException("too late");
                }))
                .hasMessage("too late");

        assertThat(server.users()).isEmpty();
    }

    @Test
    void aLostAnswerLeavesTheOutcomeOpen() {
        connect(Map.of());
        role("{\"roles\":[{\"role\":\"ro_admin\"}]}");
        Plan plan = engine.plan("reader");
        String lease = engine.newLeaseId(plan);
        server.http().breakNext("PUT", "/settings/rbac/users/local/", true);

        TargetException error = catchThrowableOfType(
                TargetException.class,
                () -> engine.engine()
                        .create(plan, engine.creation(lease, engine.now().plusSeconds(60), () -> {})));

        assertThat(error).isInstanceOf(TargetUnavailableException.class);
        assertThat(error.effectPossible()).isTrue();
        assertThat(server.users()).containsExactly(plan.account());
        assertThat(engine.revoke(plan, lease, true, LIMIT)).isEqualTo(Revoked.seen());
        assertThat(server.users()).isEmpty();
    }

    @Test
    void aUserThatIsGoneIsRevokedButNotRenewed() {
        connect(Map.of());
        role("{\"roles\":[{\"role\":\"ro_admin\"}]}");
        Issued issued = engine.issue("reader");
        server.deleteUser(issued.username());

        assertThatThrownBy(() -> engine.renew(issued, Duration.ofHours(1)))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("does not exist any more");
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
    }

    @Test
    void aServerThatIsRestartedInBetweenIsMetAgainWithItsUsers() {
        connect(Map.of());
        role("{\"roles\":[{\"role\":\"ro_admin\"}]}");
        Issued first = engine.issue("reader");

        server.http().restart();

        Issued second = engine.issue("reader");
        engine.revoke(first);
        assertThat(server.users()).containsExactly(second.username());
    }

    @Test
    void anotherNodeIsAskedWhenOneCannotBeReached() {
        try (StandInCouchbase down = StandInCouchbase.start()) {
            down.http().stop();
            connect(Map.of("hosts", down.http().url() + "," + server.http().url()));
            role("{\"roles\":[{\"role\":\"ro_admin\"}]}");

            engine.revoke(engine.issue("reader"));

            server.http().stop();
            assertThatThrownBy(() -> engine.issue("reader"))
                    .isInstanceOfSatisfying(
                            TargetUnavailableException.class,
                            error -> assertThat(error.effectPossible()).isFalse());
        }
    }

    @Test
    void wrongCredentialsAreRefusedAndNotRepeated() {
        assertThatThrownBy(() -> connect("Administrator", "wrong-and-hidden", Map.of()))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("error verifying connection")
                .hasMessageContaining("the password is wrong")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void anAdministratorWithoutRightsIsRefused() {
        server.createUser("meek", "meek-password", "ro_admin");

        assertThatThrownBy(() -> connect("meek", "meek-password", Map.of()))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("Forbidden");
    }

    @Test
    void aServerThatWantsLongerPasswordsThanThereAreIsAWarning() {
        server.shortestPassword(24);

        assertThat(connect(Map.of()).warnings())
                .singleElement()
                .asString()
                .contains("24 characters", "password_policy");
    }

    @Test
    void theAdministratorIsNeverRemoved() {
        server.createUser("own_admin", "own-password", "security_admin_local");
        try (DatabaseTarget target = target("own_admin", "own-password")) {
            Account account = new Account("own_admin", "mark", List.of(), List.of());

            assertThatThrownBy(() -> target.revoke(
                            account, new Revocation("lease", 1, false, LIMIT, Instant.EPOCH, Instant.EPOCH)))
                    .isInstanceOf(TargetRefusedException.class);
        }
        assertThat(server.users()).containsExactly("own_admin");
    }

    @Test
    void usersAreListedWithTheirMarks() {
        connect(Map.of());
        role("{\"roles\":[{\"role\":\"ro_admin\"}]}");
        Issued issued = engine.issue("reader");
        server.createUser("by_hand", "made-by-hand", "ro_admin");
        List<ListedAccount> listed = new ArrayList<>();

        try (DatabaseTarget target = target(server.adminUser(), server.adminPassword())) {
            ((AccountListing) target).accounts(LIMIT, listed::add);
        }

        String fullName = server.user(issued.username()).path("name").stringValue();
        assertThat(listed)
                .containsExactlyInAnyOrder(
                        new ListedAccount("by_hand", ""),
                        new ListedAccount(issued.username(), fullName.substring("leasehold:".length())));
    }

    @Test
    void overTlsTheGivenAuthorityIsTrustedAndNoOther(@TempDir Path folder) throws Exception {
        StandInCertificates certificates = new StandInCertificates(folder);
        String pem = Base64.getEncoder().encodeToString(certificates.authority().getBytes(StandardCharsets.UTF_8));
        try (StandInCouchbase secure = StandInCouchbase.startWithTls(certificates.server("server", "ip:127.0.0.1"))) {
            Map<String, Object> login = Map.of("hosts", secure.http().url(), "password", secure.adminPassword());
            Map<String, Object> trusting = new HashMap<>(login);
            trusting.put("base64pem", pem);

            assertThatThrownBy(() -> connect(login))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("certification path");
            assertThat(connect(trusting).warnings()).isEmpty();
        }
    }

    private DatabaseTarget target(String user, String password) {
        ConnectionSettings settings = new ConnectionSettings(
                server.http().url(), user, SecretText.of(password), 1, 1, Duration.ZERO, Map.of());
        return new CouchbasePlugin().open(settings, new TargetIdentity("t", "app", "leasehold"));
    }

    private Reply.Data connect(Map<String, Object> more) {
        return connect(server.adminUser(), server.adminPassword(), more);
    }

    private Reply.Data connect(String user, String password, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                "couchbase-database-plugin",
                "hosts",
                server.http().url(),
                "username",
                user,
                "password",
                password,
                "allowed_roles",
                "*"));
        fields.putAll(more);
        return engine.write("config/app", fields);
    }

    private void role(String statement) {
        engine.write("roles/reader", Map.of("db_name", "app", "creation_statements", statement));
    }
}
