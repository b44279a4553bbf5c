package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.database.elastic.StandInElasticsearch;
import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.internal.elasticsearch.ElasticsearchPlugin;
import io.leasehold.database.spi.Account;
import io.leasehold.database.spi.AccountListing;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ListedAccount;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.lease.Reconciliation;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.storage.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is particular to Elasticsearch, with the stand-in as its server: roles per user, marks, a request that overwrites. */
class ElasticsearchIT {

    private static final String OWN_ROLE =
            "{\"elasticsearch_role_definition\":{\"cluster\":[\"monitor\"],\"metadata\":{\"team\":\"a\"}}}";
    private static final String EXISTING_ROLE = "{\"elasticsearch_roles\":[\"viewer\"]}";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final StandInElasticsearch server = StandInElasticsearch.start();
    private final EngineHarness engine = new EngineHarness();

    @AfterEach
    void close() {
        engine.close();
        server.close();
    }

    @Test
    void aUserGetsTheNamedRolesAndItsMark() {
        assertThat(connect(Map.of()).warnings()).isEmpty();
        role(EXISTING_ROLE);
        Issued issued = engine.issue("reader");

        assertThat(issued.username()).startsWith("v-billing-reader-");
        assertThat(server.canLogin(issued.username(), issued.password())).isTrue();
        assertThat(user(issued).at("/roles/0").stringValue()).isEqualTo("viewer");
        assertThat(user(issued).at("/metadata/leasehold").stringValue()).isNotEmpty();
        engine.renew(issued, Duration.ofHours(2));
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        assertThat(server.users()).isEmpty();
        assertThat(server.canLogin(issued.username(), issued.password())).isFalse();
    }

    @Test
    void aRoleOfItsOwnComesAndGoesWithTheUser() {
        connect(Map.of());
        role(OWN_ROLE);
        Issued issued = engine.issue("reader");

        assertThat(server.roles()).containsExactly(issued.username());
        assertThat(user(issued).at("/roles/0").stringValue()).isEqualTo(issued.username());
        assertThat(server.admin("GET", "/_security/role/" + issued.username(), "")
                        .path(issued.username())
                        .at("/metadata/team")
                        .stringValue())
                .isEqualTo("a");
        engine.revoke(issued);
        assertThat(server.roles()).isEmpty();
        assertThat(server.users()).isEmpty();
        assertThat(server.endedApiKeys()).containsExactly(issued.username());
    }

    /** Its mark is of a lease that is not there any more; the removal goes by it all the same. */
    @Test
    void reconcilingRemovesTheRoleWithTheUser() {
        InMemoryStorage storage = new InMemoryStorage();
        try (SecretBroker broker =
                SecretBroker.builder().name("billing").storage(storage).build()) {
            broker.mounts().enable("database", "database");
            broker.write("database/config/app", fields(server.adminUser(), server.adminPassword()));
            broker.write("database/roles/reader", Map.of("db_name", "app", "creation_statements", OWN_ROLE));
            Secret lost = broker.read("database/creds/reader");
            String leaseId = lost.lease().orElseThrow().id();
            storage.leases()
                    .delete(List.of(storage.leases().find(leaseId).orElseThrow().row()));
            server.createUser("made-by-hand", "made-by-hand", "viewer");
            server.admin("PUT", "/_security/role/made-by-hand", "{\"cluster\":[\"all\"]}");

            Reconciliation repaired = broker.write("database/reconcile/app").as(Reconciliation.class);

            assertThat(repaired.accountsWithoutLease()).hasSize(1);
            assertThat(server.users()).containsExactly("made-by-hand");
            assertThat(server.roles()).containsExactly("made-by-hand");
        }
    }

    @Test
    void aUserThatIsRefusedTakesItsRoleWithIt() {
        connect(Map.of());
        engine.policy("short", "short");
        engine.write(
                "roles/reader",
                Map.of(
                        "db_name",
                        "app",
                        "creation_statements",
                        OWN_ROLE,
                        "credential_config",
                        Map.of("password_policy", "short")));
        Plan plan = engine.plan("reader");

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error)
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("creation_statements: put user")
                .hasMessageContaining("at least [6] characters");
        assertThat(error.effectPossible()).isFalse();
        assertThat(server.roles()).isEmpty();
        assertThat(server.users()).isEmpty();
    }

    @Test
    void whatTheServerSaysOfADefinitionIsTold() {
        connect(Map.of());
        role("{\"elasticsearch_role_definition\":{\"clutser\":[\"monitor\"]}}");

        assertThatThrownBy(() -> engine.issue("reader"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("put role")
                .hasMessageContaining("clutser");
        assertThat(server.roles()).isEmpty();
    }

    @Test
    void aUserOrARoleMadeByHandWithThatNameIsLeftAlone() {
        connect(Map.of());
        role(OWN_ROLE);
        Plan user = engine.plan("reader");
        Plan role = engine.plan("reader");
        server.createUser(user.account(), "made-by-hand", "viewer");
        server.admin("PUT", "/_security/role/" + role.account(), "{\"cluster\":[\"all\"]}");

        for (Plan plan : List.of(user, role)) {
            TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

            assertThat(error).hasMessageContaining("already exists");
            assertThat(error.effectPossible()).isFalse();
        }
        assertThat(server.canLogin(user.account(), "made-by-hand")).isTrue();
        assertThat(server.roles()).containsExactly(role.account());
    }

    @Test
    void aStrangerWithTheNameOfAnUncertainCreationIsLeftAlone() {
        connect(Map.of());
        role(OWN_ROLE);
        Plan plan = engine.plan("reader");
        server.createUser(plan.account(), "made-by-hand", "viewer");
        server.admin("PUT", "/_security/role/" + plan.account(), "{\"cluster\":[\"all\"]}");

        Revoked revoked = engine.revoke(plan, "lease", true, LIMIT);

        assertThat(revoked.warnings()).singleElement().asString().contains("did not make");
        assertThat(server.canLogin(plan.account(), "made-by-hand")).isTrue();
        assertThat(server.roles()).containsExactly(plan.account());
    }

    @Test
    void aUserThatSomebodyMadeAfterTheLookIsTold() {
        connect(Map.of());
        role(EXISTING_ROLE);
        Plan plan = engine.plan("reader");

        TargetException error = catchThrowableOfType(
                TargetException.class,
                () -> engine.issue(plan, () -> server.createUser(plan.account(), "made-by-hand", "viewer")));

        assertThat(error).hasMessageContaining("made by somebody else at the same moment");
        assertThat(error.effectPossible()).isFalse();
        assertThat(server.users()).containsExactly(plan.account());
    }

    @Test
    void aConfirmationThatFailsMakesNothing() {
        connect(Map.of());
        role(OWN_ROLE);

        assertThatThrownBy(() -> engine.issue(engine.plan("reader"), () -> {
                    throw new IllegalStateException("too late");
                }))
                .hasMessage("too late");

        assertThat(server.users()).isEmpty();
        assertThat(server.roles()).isEmpty();
    }

    @Test
    void aLostAnswerLeavesTheOutcomeOpen() {
        connect(Map.of());
        role(OWN_ROLE);
        for (String what : List.of("role", "user")) {
            Plan plan = engine.plan("reader");
            server.http().breakNext("PUT", "/_security/" + what + "/" + plan.account(), true);

            String lease = engine.newLeaseId(plan);

            TargetException error = catchThrowableOfType(
                    TargetException.class,
                    () -> engine.engine()
                            .create(plan, engine.creation(lease, engine.now().plusSeconds(60), () -> {})));

            assertThat(error).isInstanceOf(TargetUnavailableException.class);
            assertThat(error.effectPossible()).as(what).isTrue();
            assertThat(server.roles()).as(what).containsExactly(plan.account());
            engine.revoke(plan, lease, true, LIMIT);
            assertThat(server.users()).as(what).isEmpty();
            assertThat(server.roles()).as(what).isEmpty();
        }
    }

    @Test
    void aClusterThatCannotDoItNowIsUnavailable() {
        connect(Map.of());
        role(EXISTING_ROLE);
        Plan plan = engine.plan("reader");
        server.http()
                .answerNext(
                        "PUT",
                        "/_security/user/",
                        true,
                        503,
                        "{\"error\":{\"type\":\"unavailable_shards_exception\",\"reason\":\"primary shard is not active\"}}");

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error).isInstanceOf(TargetUnavailableException.class).hasMessageContaining("primary shard");
        assertThat(error.effectPossible()).isTrue();
    }

    @Test
    void aUserThatIsGoneIsRevokedButNotRenewed() {
        connect(Map.of());
        role(OWN_ROLE);
        Issued issued = engine.issue("reader");
        server.deleteUser(issued.username());

        assertThatThrownBy(() -> engine.renew(issued, Duration.ofHours(1)))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("does not exist any more");
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        assertThat(server.roles()).isEmpty();
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
    }

    @Test
    void apiKeysThatCannotBeEndedAreAWarning() {
        connect(Map.of());
        role(EXISTING_ROLE);
        Issued issued = engine.issue("reader");
        server.http()
                .answerNext("DELETE", "/_security/api_key", false, 403, "{\"error\":{\"reason\":\"unauthorized\"}}");

        assertThat(engine.revoke(issued).warnings()).singleElement().asString().contains("API keys");
        assertThat(server.users()).isEmpty();
    }

    @Test
    void theOldPathsAreUsedOnRequest() {
        connect(Map.of("use_old_xpack", true));
        role(OWN_ROLE);
        engine.revoke(engine.issue("reader"));

        assertThat(server.users()).isEmpty();
        assertThat(server.http().received())
                .filteredOn(request -> request.method().equals("PUT"))
                .isNotEmpty()
                .allMatch(request -> request.path().startsWith("/_xpack/security/"));
    }

    @Test
    void aServerThatIsRestartedInBetweenIsMetAgainWithItsUsers() {
        connect(Map.of());
        role(EXISTING_ROLE);
        Issued first = engine.issue("reader");

        server.http().restart();

        Issued second = engine.issue("reader");
        engine.revoke(first);
        assertThat(server.users()).containsExactly(second.username());
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
    void anAdministratorWithoutThePrivilegeIsRefused() {
        server.createUser("meek", "meek-password", "viewer");

        assertThatThrownBy(() -> connect("meek", "meek-password", Map.of()))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("manage_security");
    }

    @Test
    void theLeastPrivilegedAdministratorOfTheDocumentationSuffices() {
        server.admin("PUT", "/_security/role/leasehold_admin", "{\"cluster\":[\"manage_security\"]}");
        server.createUser("leasehold_admin", "least-password", "leasehold_admin");

        assertThat(connect("leasehold_admin", "least-password", Map.of()).warnings())
                .isEmpty();
        role(OWN_ROLE);
        engine.revoke(engine.issue("reader"));
        assertThat(server.users()).containsExactly("leasehold_admin");
        assertThat(server.roles()).containsExactly("leasehold_admin");
    }

    @Test
    void neitherTheAdministratorNorAReservedUserIsEverRemoved() {
        server.createUser("own_admin", "own-password", "superuser");
        try (DatabaseTarget target = target("own_admin", "own-password")) {
            assertThatThrownBy(() -> target.revoke(
                            account("own_admin"),
                            new Revocation("lease", 1, false, LIMIT, Instant.EPOCH, Instant.EPOCH)))
                    .isInstanceOf(TargetRefusedException.class);
            assertThat(target.revoke(
                                    account("elastic"),
                                    new Revocation("lease", 1, false, LIMIT, Instant.EPOCH, Instant.EPOCH))
                            .warnings())
                    .isNotEmpty();
        }
        assertThat(server.canLogin("elastic", server.adminPassword())).isTrue();
        assertThat(server.canLogin("own_admin", "own-password")).isTrue();
    }

    @Test
    void usersAreListedWithTheirMarksButTheProductsOwn() {
        connect(Map.of());
        role(EXISTING_ROLE);
        Issued issued = engine.issue("reader");
        server.createUser("by hand", "made-by-hand", "viewer");
        List<ListedAccount> listed = new ArrayList<>();

        try (DatabaseTarget target = target(server.adminUser(), server.adminPassword())) {
            ((AccountListing) target).accounts(LIMIT, listed::add);
        }

        assertThat(listed).hasSize(2).contains(new ListedAccount("by hand", ""));
        assertThat(listed)
                .filteredOn(account -> account.username().equals(issued.username()))
                .singleElement()
                .satisfies(account -> assertThat(account.mark())
                        .isEqualTo(user(issued).at("/metadata/leasehold").stringValue()));
    }

    private static Account account(String name) {
        return new Account(name, "mark", List.of(), List.of());
    }

    private DatabaseTarget target(String user, String password) {
        ConnectionSettings settings = new ConnectionSettings(
                server.http().url(), user, SecretText.of(password), 1, 1, Duration.ZERO, Map.of());
        return new ElasticsearchPlugin().open(settings, new TargetIdentity("t", "app", "leasehold"));
    }

    private tools.jackson.databind.JsonNode user(Issued issued) {
        return server.admin("GET", "/_security/user/" + issued.username(), "").path(issued.username());
    }

    private Reply.Data connect(Map<String, Object> more) {
        return connect(server.adminUser(), server.adminPassword(), more);
    }

    private Reply.Data connect(String user, String password, Map<String, Object> more) {
        Map<String, Object> fields = fields(user, password);
        fields.putAll(more);
        return engine.write("config/app", fields);
    }

    private Map<String, Object> fields(String user, String password) {
        return new HashMap<>(Map.of(
                "plugin_name",
                "elasticsearch-database-plugin",
                "url",
                server.http().url(),
                "username",
                user,
                "password",
                password,
                "allowed_roles",
                "*"));
    }

    private void role(String statement) {
        engine.write("roles/reader", Map.of("db_name", "app", "creation_statements", statement));
    }
}
