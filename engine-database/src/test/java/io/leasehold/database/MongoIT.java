package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.mongo.StandInMongo;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.testkit.server.FaultyProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to MongoDB, on the stand-in: roles, marks, no lock on the server, names by hand, rights, faults. */
class MongoIT {

    /** The guide's role, as it stands there. */
    private static final String GUIDE_CREATION = "{\"db\": \"analytics\", \"roles\": [{\"role\": \"read\"}]}";

    private static final String GUIDE_REVOCATION = "{\"db\": \"analytics\"}";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int SHUTTING_DOWN = 91;

    private final StandInMongo server = StandInMongo.start();
    private final EngineHarness engine = new EngineHarness();

    @AfterEach
    void close() {
        engine.close();
        server.close();
    }

    @Test
    void theGuidesRoleMakesUsersThatMayReadAndNothingElse() {
        server.execute("analytics", insert());
        assertThat(connect(Map.of()).warnings()).isEmpty();
        guideRole();
        Issued issued = engine.issue("reader");

        assertThat(issued.username()).matches("v-billing-reader-[A-Za-z0-9]{20}-\\d{10}");
        assertThat(server.users()).contains("analytics." + issued.username());
        try (MongoClient client = server.client(issued.username(), issued.password(), "analytics")) {
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
        assertThat(server.users()).doesNotContain("analytics." + issued.username());
        assertThat(server.canLogin(issued.username(), issued.password(), "analytics"))
                .isFalse();
        assertThat(server.killed()).containsExactly(new Document("user", issued.username()).append("db", "analytics"));
    }

    @Test
    void commandsCarryTheMarkTheTimeLimitAndTheWriteConcern() {
        connect(Map.of("write_concern", "{\"wmode\":\"majority\",\"wtimeout\":5000,\"j\":true}"));
        guideRole();
        Issued issued = engine.issue("reader");
        engine.revoke(issued);

        Document concern =
                new Document("w", "majority").append("wtimeout", 5000).append("j", true);
        Document created = server.received("createUser").get(0);
        assertThat(created.get("customData", Document.class).getString("leasehold"))
                .contains(issued.leaseId());
        assertThat(created.get("roles")).isEqualTo(List.of(new Document("role", "read").append("db", "analytics")));
        assertThat(created.get("writeConcern")).isEqualTo(concern);
        assertThat(server.received("dropUser").get(0).get("writeConcern")).isEqualTo(concern);
        for (String command : List.of("usersInfo", "createUser", "dropUser")) {
            assertThat(server.received(command))
                    .as(command)
                    .allSatisfy(document -> assertThat(((Number) document.get("maxTimeMS")).longValue())
                            .isBetween(1L, 20_000L));
        }
    }

    @Test
    void withoutARevocationStatementTheUserIsFoundWhereverItIs() {
        connect(Map.of());
        role("{\"db\":\"sales\",\"roles\":[\"read\",{\"role\":\"readAnyDatabase\",\"db\":\"admin\"}]}");
        Issued issued = engine.issue("reader");
        assertThat(server.users()).contains("sales." + issued.username());
        engine.renew(issued, Duration.ofHours(2));

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());

        assertThat(server.users()).doesNotContain("sales." + issued.username());
    }

    @Test
    void withoutADatabaseUsersAreMadeInAdmin() {
        connect(Map.of());
        role("{\"roles\":[{\"role\":\"read\",\"db\":\"sales\"}]}");

        Issued issued = engine.issue("reader");

        assertThat(server.users()).contains("admin." + issued.username());
    }

    @Test
    void theLeastPrivilegedAdministratorOfTheDocumentationSuffices() {
        leastAdmin();

        assertThat(connect("least_admin", "least", Map.of()).warnings()).isEmpty();
        guideRole();
        Issued issued = engine.issue("reader");
        engine.renew(issued, Duration.ofHours(2));

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        assertThat(server.users()).contains("admin.least_admin").doesNotContain("analytics." + issued.username());
    }

    @Test
    void anAdministratorWithoutRightsIsToldWhichAreMissing() {
        server.createUser("admin", "meek_admin", "meek", "readAnyDatabase");

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
        server.createUser("admin", "user_admin", "plain", "userAdminAnyDatabase");
        assertThat(connect("user_admin", "plain", Map.of()).warnings())
                .singleElement()
                .asString()
                .contains("killAnySession")
                .doesNotContain("dropUser");
        guideRole();
        Issued issued = engine.issue("reader");

        assertThat(engine.revoke(issued).warnings()).singleElement().asString().contains("killAllSessions");
        assertThat(server.users()).doesNotContain("analytics." + issued.username());
    }

    @Test
    void aServerThatAsksForNoLoginsIsToldOf() {
        try (StandInMongo open = StandInMongo.startOpenToAll()) {
            assertThat(connect(open, open.adminUser(), open.adminPassword(), Map.of())
                            .warnings())
                    .singleElement()
                    .asString()
                    .contains("does not ask for logins");
        }
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
        assertThat(server.users()).doesNotContain("analytics." + plan.account());
    }

    @Test
    void aUserMadeByHandWithThatNameIsLeftAlone() {
        connect(Map.of());
        guideRole();
        Plan before = engine.plan("reader");
        server.createUser("analytics", before.account(), "by-hand", "read");
        Plan between = engine.plan("reader");

        TargetException seen = catchThrowableOfType(TargetException.class, () -> engine.issue(before, () -> {}));
        TargetException raced = catchThrowableOfType(
                TargetException.class,
                () -> engine.issue(
                        between, () -> server.createUser("analytics", between.account(), "by-hand", "read")));

        for (TargetException error : List.of(seen, raced)) {
            assertThat(error).isInstanceOf(TargetRefusedException.class).hasMessageContaining("already exists");
            assertThat(error.effectPossible()).isFalse();
        }
        for (Plan plan : List.of(before, between)) {
            assertThat(engine.revoke(plan, "never-confirmed", true, LIMIT).warnings())
                    .singleElement()
                    .asString()
                    .contains("did not make");
            assertThat(server.canLogin(plan.account(), "by-hand", "analytics")).isTrue();
        }
    }

    @Test
    void aUserOfAnUncertainCreationIsKnownByItsMark() {
        connect(Map.of());
        guideRole();
        Issued issued = engine.issue("reader");

        assertThat(engine.revoke(issued.plan(), issued.leaseId(), true, LIMIT)).isEqualTo(Revoked.seen());

        assertThat(server.users()).doesNotContain("analytics." + issued.username());
    }

    @Test
    void aConfirmationThatFailsMakesNoUser() {
        connect(Map.of());
        guideRole();

        assertThatThrownBy(() -> engine.issue(engine.plan("reader"), () -> {
                    throw new IllegalStateException("too late");
                }))
                .hasMessage("too late");

        assertThat(server.received("createUser")).isEmpty();
    }

    @Test
    void aUserThatIsGoneIsRevokedButNotRenewed() {
        connect(Map.of());
        guideRole();
        Issued issued = engine.issue("reader");
        server.dropUser("analytics", issued.username());

        assertThatThrownBy(() -> engine.renew(issued, Duration.ofHours(1)))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("does not exist any more");
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
    }

    @Test
    void aCreationThatWasDoneAndAnsweredWithAnErrorIsTakenBack() {
        connect(Map.of());
        guideRole();
        Plan interrupted = engine.plan("reader");
        server.failNext("createUser", true, SHUTTING_DOWN);
        assertTakenBack(interrupted);
        Plan alone = engine.plan("reader");
        server.losesMembersNext("createUser");
        assertTakenBack(alone);
    }

    @Test
    void aRollbackThatFailsLeavesTheRestToTheReaper() {
        connect(Map.of());
        guideRole();
        Plan plan = engine.plan("reader");
        server.failNext("createUser", true, SHUTTING_DOWN);
        server.failNext("dropUser", false, SHUTTING_DOWN);

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error.effectPossible()).isTrue();
        assertThat(engine.revoke(plan, "never-confirmed", false, LIMIT)).isEqualTo(Revoked.seen());
        assertThat(server.users()).doesNotContain("analytics." + plan.account());
    }

    @Test
    void aRemovalThatTheServerDoesNotConfirmIsTriedAgain() {
        connect(Map.of());
        guideRole();
        Issued issued = engine.issue("reader");
        server.losesMembersNext("dropUser");

        assertThatThrownBy(() -> engine.revoke(issued))
                .isInstanceOfSatisfying(
                        TargetUnavailableException.class,
                        error -> assertThat(error.effectPossible()).isTrue())
                .hasMessageContaining("dropUser");

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
    }

    @Test
    void anAnswerThatIsLostLeavesAUserThatTheLeaseStillRemoves() {
        try (FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            connect(proxy);
            guideRole();
            Plan plan = engine.plan("reader");

            TargetException error = catchThrowableOfType(
                    TargetException.class,
                    () -> engine.issue(plan, () -> proxy.cutAfter(FaultyProxy.Direction.TO_CLIENT, 0)));

            assertThat(error).isInstanceOf(TargetUnavailableException.class);
            assertThat(error.effectPossible()).isTrue();
            proxy.pass();
            engine.revoke(plan, "lost", false, LIMIT);
            assertThat(server.users()).doesNotContain("analytics." + plan.account());
        }
    }

    @Test
    void aServerThatStopsAnsweringIsUnavailableWithinTheTimeLimit() {
        try (FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            connect(proxy);
            guideRole();
            Issued issued = engine.issue("reader");
            proxy.stall();
            long start = System.nanoTime();

            assertThatThrownBy(() -> engine.revoke(issued.plan(), issued.leaseId(), false, Duration.ofSeconds(1)))
                    .isInstanceOf(TargetUnavailableException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            proxy.pass();
            engine.revoke(issued);
            assertThat(server.users()).doesNotContain("analytics." + issued.username());
        }
    }

    @Test
    void aRestartInBetweenIsSurvived() {
        connect(Map.of("server_selection_timeout", "1s"));
        guideRole();
        Issued issued = engine.issue("reader");
        server.stop();
        assertThatThrownBy(() -> engine.issue("reader"))
                .isInstanceOfSatisfying(
                        TargetUnavailableException.class,
                        error -> assertThat(error.effectPossible()).isFalse())
                .hasMessageNotContaining(server.adminPassword());
        server.restart();

        engine.renew(issued, Duration.ofHours(1));
        assertThat(engine.issue("reader").username()).isNotEqualTo(issued.username());
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
    }

    @Test
    void aWrongPasswordIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> connect(server.adminUser(), "not-to-be-seen", Map.of()))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("error verifying connection")
                .hasMessageContaining("Authentication failed")
                .hasMessageNotContaining("not-to-be-seen");
    }

    @Test
    void anUnreachableHostIsUnavailableAndNamed() {
        server.stop();

        assertThatThrownBy(() -> connect(Map.of("server_selection_timeout", "1s")))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("error verifying connection")
                .hasMessageContaining("refused")
                .hasMessageNotContaining(server.adminPassword());
    }

    @Test
    void aLoginInTheUrlWorksAndIsNotShown() {
        String url = "mongodb://" + server.adminUser() + ":" + server.adminPassword() + "@" + server.host() + ":"
                + server.port() + "/admin";

        Reply.Data written = engine.write(
                "config/app",
                Map.of("plugin_name", "mongodb-database-plugin", "connection_url", url, "allowed_roles", "*"));

        assertThat(written.warnings()).singleElement().asString().contains("literal password");
        assertThat(engine.read("config/app").toString())
                .doesNotContain(server.adminPassword())
                .contains(server.host());
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
        assertThat(server.received("createUser").get(0).get("roles"))
                .isEqualTo(List.of(new Document("role", "read").append("db", "analytics")));
        assertThat(server.canLogin(issued.username(), issued.password(), "analytics"))
                .isTrue();
        engine.revoke(issued);
        assertThat(server.users()).doesNotContain("analytics." + issued.username());
    }

    @Test
    void theAdministratorsNameIsNeverRemoved() {
        Map<String, Object> fields = new HashMap<>(Map.of("username_template", "{{random 20}}"));
        connect(fields);
        guideRole();
        Plan plan = engine.plan("reader");
        server.createUser("admin", plan.account(), "by-hand", "root");
        connect(plan.account(), "by-hand", Map.of());

        assertThatThrownBy(() -> engine.revoke(plan, "lease", false, LIMIT))
                .isInstanceOfSatisfying(
                        TargetRefusedException.class,
                        error -> assertThat(error.effectPossible()).isFalse())
                .hasMessageContaining("administrator's own");
        assertThat(server.users()).contains("admin." + plan.account());
    }

    @Test
    void aRoleThatWouldLeaveItsUsersBehindIsRefused() {
        connect(Map.of());

        assertThatThrownBy(() -> engine.write(
                        "roles/reader",
                        Map.of(
                                "db_name",
                                "app",
                                "creation_statements",
                                GUIDE_CREATION,
                                "revocation_statements",
                                "{\"db\":\"admin\"}")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("revocation_statements");
    }

    private void assertTakenBack(Plan plan) {
        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error).isInstanceOf(TargetUnavailableException.class);
        assertThat(error.effectPossible()).isFalse();
        assertThat(server.users()).doesNotContain("analytics." + plan.account());
    }

    private Reply.Data connect(Map<String, Object> more) {
        return connect(server.adminUser(), server.adminPassword(), more);
    }

    private Reply.Data connect(String user, String password, Map<String, Object> more) {
        return connect(server, user, password, more);
    }

    private Reply.Data connect(StandInMongo to, String user, String password, Map<String, Object> more) {
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

    private void connect(FaultyProxy proxy) {
        connect(
                server,
                server.adminUser(),
                server.adminPassword(),
                Map.of("connection_url", "mongodb://" + proxy.host() + ":" + proxy.port() + "/admin"));
    }

    private void guideRole() {
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

    private void role(String creation) {
        engine.write("roles/reader", Map.of("db_name", "app", "creation_statements", creation));
    }

    /** The administrator of the documentation. */
    private void leastAdmin() {
        server.execute("admin", Document.parse("""
                        {
                          createRole: "leaseholdAdmin",
                          privileges: [
                            { resource: { db: "", collection: "" }, actions: ["viewUser", "createUser", "grantRole", "dropUser"] },
                            { resource: { cluster: true }, actions: ["killAnySession"] }
                          ],
                          roles: []
                        }"""));
        server.createUser("admin", "least_admin", "least", "leaseholdAdmin");
    }

    private static Document insert() {
        return new Document("insert", "books").append("documents", List.of(new Document("title", "Emma")));
    }

    private static void assertUnauthorized(org.assertj.core.api.ThrowableAssert.ThrowingCallable command) {
        assertThatThrownBy(command)
                .isInstanceOfSatisfying(
                        MongoCommandException.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(13));
    }
}
