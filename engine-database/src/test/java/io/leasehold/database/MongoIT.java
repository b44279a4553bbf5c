package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.Issued;
import io.leasehold.database.mongo.MongoUnderTest;
import io.leasehold.database.mongo.StandInMongo;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.testkit.server.FaultyProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The behaviour with the stand-in as the server, what it is told, and faults that only it can be made to have. */
class MongoIT extends MongoBehaviour {

    private static final int SHUTTING_DOWN = 91;

    private final StandInMongo server = StandInMongo.start();

    @Override
    MongoUnderTest server() {
        return server;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatARemovedUserWasDoingIsEnded() {
        connect(Map.of());
        guideRole();
        Issued issued = engine.issue("reader");

        engine.revoke(issued);

        assertThat(server.killed()).containsExactly(new Document("user", issued.username()).append("db", "analytics"));
        assertThat(server.received("dropUser").get(0).get("writeConcern"))
                .as("the majority by default")
                .isEqualTo(new Document("w", "majority"));
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

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            proxy.pass();
            engine.revoke(issued);
            assertThat(server.users()).doesNotContain("analytics." + issued.username());
        }
    }

    @Test
    void aRestartInBetweenIsSurvived() {
        connect(Map.of("server_selection_timeout", "4s"));
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
    void anUnreachableHostIsUnavailableAndNamed() {
        server.stop();

        assertThatThrownBy(() -> connect(Map.of("server_selection_timeout", "1s")))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("error verifying connection")
                .hasMessageContaining("refused")
                .hasMessageNotContaining(server.adminPassword());
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

    private void connect(FaultyProxy proxy) {
        connect(
                server,
                server.adminUser(),
                server.adminPassword(),
                Map.of("connection_url", "mongodb://" + proxy.host() + ":" + proxy.port() + "/admin"));
    }
}
