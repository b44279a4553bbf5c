package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.mongo.MongoUnderTest;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revoked;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for MongoDB's users on any server: roles, marks, names by hand, rights of the administrator. */
abstract class MongoBehaviour {

    static final Duration LIMIT = Duration.ofSeconds(10);

    /** The guide's role, as it stands there. */
    static final String GUIDE_CREATION = "{\"db\": \"analytics\", \"roles\": [{\"role\": \"read\"}]}";

    private static final String GUIDE_REVOCATION = "{\"db\": \"analytics\"}";
    private static final int UNAUTHORIZED = 13;

    final EngineHarness engine = new EngineHarness();

    abstract MongoUnderTest server();

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void theGuidesRoleMakesUsersThatMayReadAndNothingElse() {
        server().execute("analytics", insert());
        assertThat(connect(Map.of()).warnings()).isEmpty();
        guideRole();
        Issued issued = engine.issue("reader");

        assertThat(issued.username()).matches("v-billing-reader-[A-Za-z0-9]{20}-\\d{10}");
        assertThat(server().users()).contains("analytics." + issued.username());
        try (MongoClient client = server().client(issued.username(), issued.password(), "analytics")) {
            assertThat(client.getDatabase("analytics")
                            .getCollection("books")
                            .find()
                            .first())
                    .containsEntry("title", "Emma");
            assertUnauthorized(() -> client.getDatabase("analytics").runCommand(insert()));
            assertUnauthorized(() ->
                    client.getDatabase("other").getCollection("books").find().first());
            engine.renew(issued, Duration.ofHours(2));

            assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());

            assertUnauthorized(() -> client.getDatabase("analytics")
                    .getCollection("books")
                    .find()
                    .first());
        }
        assertThat(server().users()).doesNotContain("analytics." + issued.username());
        assertThat(server().canLogin(issued.username(), issued.password(), "analytics"))
                .isFalse();
    }

    @Test
    void withoutARevocationStatementTheUserIsFoundWhereverItIs() {
        connect(Map.of());
        role("{\"db\":\"sales\",\"roles\":[\"read\",{\"role\":\"readAnyDatabase\",\"db\":\"admin\"}]}");
        Issued issued = engine.issue("reader");
        assertThat(server().users()).contains("sales." + issued.username());
        engine.renew(issued, Duration.ofHours(2));

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());

        assertThat(server().users()).doesNotContain("sales." + issued.username());
    }

    @Test
    void withoutADatabaseUsersAreMadeInAdmin() {
        connect(Map.of());
        role("{\"roles\":[{\"role\":\"read\",\"db\":\"sales\"}]}");

        Issued issued = engine.issue("reader");

        assertThat(server().users()).contains("admin." + issued.username());
    }

    @Test
    void theLeastPrivilegedAdministratorOfTheDocumentationSuffices() {
        leastAdmin();

        assertThat(connect("least_admin", "least", Map.of()).warnings()).isEmpty();
        guideRole();
        Issued issued = engine.issue("reader");
        engine.renew(issued, Duration.ofHours(2));

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        assertThat(server().users()).contains("admin.least_admin").doesNotContain("analytics." + issued.username());
    }

    @Test
    void anAdministratorWithoutRightsIsToldWhichAreMissing() {
        server().createUser("admin", "meek_admin", "meek", "readAnyDatabase");

        assertThat(connect("meek_admin", "meek", Map.of()).warnings())
                .singleElement()
                .asString()
                .contains("viewUser", "createUser", "grantRole", "dropUser", "killAnySession");
        guideRole();
        assertThatThrownBy(() -> engine.issue("reader"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("the administrator lacks a right");
    }

    @Test
    void sessionsThatMayNotBeKilledAreAWarningAndNoFailure() {
        server().createUser("admin", "user_admin", "plain", "userAdminAnyDatabase");
        assertThat(connect("user_admin", "plain", Map.of()).warnings())
                .singleElement()
                .asString()
                .contains("killAnySession")
                .doesNotContain("dropUser");
        guideRole();
        Issued issued = engine.issue("reader");

        assertThat(engine.revoke(issued).warnings()).singleElement().asString().contains("killAllSessions");
        assertThat(server().users()).doesNotContain("analytics." + issued.username());
    }

    @Test
    void aRoleThatTheServerDoesNotHaveLeavesNoUser() {
        connect(Map.of());
        role("{\"db\":\"analytics\",\"roles\":[\"reader\"]}");
        Plan plan = engine.plan("reader");

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error)
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("creation_statements")
                .hasMessageContaining("reader@analytics");
        assertThat(error.effectPossible()).isFalse();
        assertThat(server().users()).doesNotContain("analytics." + plan.account());
    }

    @Test
    void aUserMadeByHandWithThatNameIsLeftAlone() {
        connect(Map.of());
        guideRole();
        Plan before = engine.plan("reader");
        server().createUser("analytics", before.account(), "by-hand", "read");
        Plan between = engine.plan("reader");

        TargetException seen = catchThrowableOfType(TargetException.class, () -> engine.issue(before, () -> {}));
        TargetException raced = catchThrowableOfType(
                TargetException.class,
                () -> engine.issue(
                        between, () -> server().createUser("analytics", between.account(), "by-hand", "read")));

        for (TargetException error : List.of(seen, raced)) {
            assertThat(error).isInstanceOf(TargetRefusedException.class).hasMessageContaining("already exists");
            assertThat(error.effectPossible()).isFalse();
        }
        for (Plan plan : List.of(before, between)) {
            assertThat(engine.revoke(plan, "never-confirmed", true, LIMIT).warnings())
                    .singleElement()
                    .asString()
                    .contains("did not make");
            assertThat(server().canLogin(plan.account(), "by-hand", "analytics"))
                    .isTrue();
        }
    }

    @Test
    void aUserOfAnUncertainCreationIsKnownByItsMark() {
        connect(Map.of());
        guideRole();
        Issued issued = engine.issue("reader");

        assertThat(engine.revoke(issued.plan(), issued.leaseId(), true, LIMIT)).isEqualTo(Revoked.seen());

        assertThat(server().users()).doesNotContain("analytics." + issued.username());
    }

    @Test
    void aUserThatIsGoneIsRevokedButNotRenewed() {
        connect(Map.of());
        guideRole();
        Issued issued = engine.issue("reader");
        server().dropUser("analytics", issued.username());

        assertThatThrownBy(() -> engine.renew(issued, Duration.ofHours(1)))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("does not exist any more");
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
    }

    @Test
    void aWrongPasswordIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> connect(server().adminUser(), "not-to-be-seen", Map.of()))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("error verifying connection")
                .hasMessageContaining("Authentication failed")
                .hasMessageNotContaining("not-to-be-seen");
    }

    @Test
    void aLoginInTheUrlWorksAndIsNotShown() {
        String url = "mongodb://" + server().adminUser() + ":" + server().adminPassword() + "@" + server().host() + ":"
                + server().port() + "/admin";

        Reply.Data written = engine.write(
                "config/app",
                Map.of("plugin_name", "mongodb-database-plugin", "connection_url", url, "allowed_roles", "*"));

        assertThat(written.warnings()).singleElement().asString().contains("literal password");
        assertThat(engine.read("config/app").toString())
                .doesNotContain(server().adminPassword())
                .contains(server().host());
        guideRole();
        engine.revoke(engine.issue("reader"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "o'brien\", \"roles\": [\"root\"], \"x\": \"",
                "$where {$ne: 1} .system.users",
                "{{username}} \\u0000 `",
                "a.b/c\\d:e@f"
            })
    void hostileNamesAreNamesAndNothingElse(String name) {
        connect(Map.of());
        guideRole();
        Plan plan = engine.plan("reader", name, Map.of());

        Issued issued = engine.issue(plan, () -> {});

        assertThat(issued.username()).doesNotContain(".");
        assertThat(server().execute("analytics", new Document("usersInfo", issued.username()))
                        .getList("users", Document.class))
                .singleElement()
                .extracting(user -> user.get("roles"))
                .isEqualTo(List.of(new Document("role", "read").append("db", "analytics")));
        assertThat(server().canLogin(issued.username(), issued.password(), "analytics"))
                .isTrue();
        engine.revoke(issued);
        assertThat(server().users()).doesNotContain("analytics." + issued.username());
    }

    @Test
    void theAdministratorsNameIsNeverRemoved() {
        Map<String, Object> fields = new HashMap<>(Map.of("username_template", "{{random 20}}"));
        connect(fields);
        guideRole();
        Plan plan = engine.plan("reader");
        server().createUser("admin", plan.account(), "by-hand", "root");
        connect(plan.account(), "by-hand", Map.of());

        assertThatThrownBy(() -> engine.revoke(plan, "lease", false, LIMIT))
                .isInstanceOfSatisfying(
                        TargetRefusedException.class,
                        error -> assertThat(error.effectPossible()).isFalse())
                .hasMessageContaining("administrator's own");
        assertThat(server().users()).contains("admin." + plan.account());
    }

    final Reply.Data connect(Map<String, Object> more) {
        return connect(server().adminUser(), server().adminPassword(), more);
    }

    final Reply.Data connect(String user, String password, Map<String, Object> more) {
        return connect(server(), user, password, more);
    }

    final Reply.Data connect(MongoUnderTest to, String user, String password, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                "mongodb-database-plugin",
                "connection_url",
                "mongodb://{{username}}:{{password}}@" + to.host() + ":" + to.port() + "/admin",
                "username",
                user,
                "password",
                password,
                "allowed_roles",
                "*"));
        fields.putAll(more);
        return engine.write("config/app", fields);
    }

    final void guideRole() {
        engine.write(
                "roles/reader",
                Map.of(
                        "db_name",
                        "app",
                        "creation_statements",
                        GUIDE_CREATION,
                        "revocation_statements",
                        GUIDE_REVOCATION,
                        "default_ttl",
                        "2h",
                        "max_ttl",
                        "24h"));
    }

    final void role(String creation) {
        engine.write("roles/reader", Map.of("db_name", "app", "creation_statements", creation));
    }

    /** The administrator of the documentation. */
    private void leastAdmin() {
        server().execute("admin", Document.parse("""
                        {
                          createRole: "leaseholdAdmin",
                          privileges: [
                            { resource: { db: "", collection: "" }, actions: ["viewUser", "createUser", "grantRole", "dropUser"] },
                            { resource: { cluster: true }, actions: ["killAnySession"] }
                          ],
                          roles: []
                        }"""));
        server().createUser("admin", "least_admin", "least", "leaseholdAdmin");
    }

    private static Document insert() {
        return new Document("insert", "books").append("documents", List.of(new Document("title", "Emma")));
    }

    private static void assertUnauthorized(ThrowingCallable command) {
        assertThatThrownBy(command)
                .isInstanceOfSatisfying(
                        MongoCommandException.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(UNAUTHORIZED));
    }
}
