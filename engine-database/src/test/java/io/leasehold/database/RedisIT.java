package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.internal.redis.RedisPlugin;
import io.leasehold.database.spi.Account;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.RedisServer;
import io.leasehold.testkit.server.SharedServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.util.SafeEncoder;

/** What is particular to Redis: rules, no lock and no expiry on the server, names by hand, rights of the administrator. */
class RedisIT {

    private static final String READER = "[\"~app:*\",\"+@read\"]";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** The administrator of the documentation. */
    private static final List<String> LEAST_ADMIN = List.of(
            "reset",
            "on",
            ">least",
            "~leasehold:*",
            "+ping",
            "+watch",
            "+multi",
            "+exec",
            "+set",
            "+acl|getuser",
            "+acl|setuser",
            "+acl|deluser");

    private final RedisServer server = SharedServers.redis();
    private final EngineHarness engine = new EngineHarness();

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aUserMayDoWhatItsRulesSayAndNothingElse() {
        server.execute(Command.SET, "app:1", "book");
        connect(Map.of());
        role(READER);
        Issued issued = engine.issue("reader");

        assertThat(issued.username()).startsWith("V_BILLING_READER_");
        try (Connection session = server.connect(issued.username(), issued.password())) {
            assertThat(session.executeCommand(new CommandArguments(Command.GET).add("app:1")))
                    .isEqualTo("book".getBytes(StandardCharsets.UTF_8));
            assertNoPermission(
                    session, new CommandArguments(Command.SET).add("app:1").add("x"));
            assertNoPermission(session, new CommandArguments(Command.GET).add("other:1"));
            assertNoPermission(
                    session,
                    new CommandArguments(Command.PUBLISH).add("channel").add("x"));
        }
        engine.renew(issued, Duration.ofHours(2));
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());
        assertThat(server.users()).doesNotContain(issued.username());
        assertThatThrownBy(() -> server.connect(issued.username(), issued.password()))
                .isInstanceOf(JedisAccessControlException.class);
    }

    @Test
    void whatTheServerGivesToNewUsersByDefaultIsNotGiven() {
        try (RedisServer own = RedisServer.start()) {
            own.execute(Command.CONFIG, "SET", "acl-pubsub-default", "allchannels");
            connect(own, Map.of());
            role("[\"+publish\"]");
            Issued issued = engine.issue("reader");

            try (Connection session = own.connect(issued.username(), issued.password())) {
                assertNoPermission(
                        session,
                        new CommandArguments(Command.PUBLISH).add("channel").add("x"));
            }
        }
    }

    @Test
    void theLeastPrivilegedAdministratorOfTheDocumentationSuffices() {
        admin("least_admin", LEAST_ADMIN);

        assertThat(connect("least_admin", "least", Map.of()).warnings()).isEmpty();
        role("[\"~app:*\",\"+@read\",\"(~tmp:* +set)\"]");
        Issued issued = engine.issue("reader");
        engine.renew(issued, Duration.ofHours(2));

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());
        assertThat(server.users()).contains("least_admin").doesNotContain(issued.username());
    }

    @Test
    void anAdministratorWithoutRightsIsToldWhichAreMissing() {
        admin("meek_admin", List.of("reset", "on", ">meek", "+ping", "+acl|getuser"));

        assertThat(connect("meek_admin", "meek", Map.of()).warnings())
                .singleElement()
                .asString()
                .contains("ACL SETUSER", "ACL DELUSER", "WATCH", "SET on ~leasehold:*", "EXEC")
                .doesNotContain("ACL GETUSER");
        role(READER);
        assertThatThrownBy(() -> engine.issue("reader"))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("NOPERM");
    }

    @Test
    void aRuleThatTheServerRefusesLeavesNoUser() {
        connect(Map.of());
        role("[\"~*\",\"+@read\",\"+@no-such-category\"]");
        Plan plan = engine.plan("reader");

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error)
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("creation_statements")
                .hasMessageContaining("+@no-such-category");
        assertThat(error.effectPossible()).isFalse();
        assertThat(server.users()).doesNotContain(plan.account());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"~*\",\"nopass\"]", "[\"~*\",\">own-password\"]", "[\"+@read\",\"off\"]", "~* +@read"})
    void rulesThatAreTheLeasesOwnAreRefusedWhenTheRoleIsWritten(String statement) {
        connect(Map.of());

        assertThatThrownBy(() -> role(statement))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("creation_statements")
                .hasMessageNotContaining("own-password");
    }

    @Test
    void aUserMadeByHandWithThatNameIsLeftAlone() {
        connect(Map.of());
        role(READER);
        Plan plan = engine.plan("reader");
        server.execute(Command.ACL, "SETUSER", plan.account(), "on", ">by-hand", "+ping");
        List<String> before = acls();

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error).hasMessageContaining("already exists");
        assertThat(error.effectPossible()).isFalse();
        assertThat(acls()).isEqualTo(before);
        try (Connection session = server.connect(plan.account(), "by-hand")) {
            assertThat(session.ping()).isTrue();
        }
        server.execute(Command.ACL, "DELUSER", plan.account());
    }

    @Test
    void aCreatorThatWasStoppedUntilItsUserWasRevokedMakesNoUser() {
        connect(Map.of());
        role(READER);
        Plan plan = engine.plan("reader");

        TargetException error = catchThrowableOfType(
                TargetException.class,
                () -> engine.issue(
                        plan,
                        () -> assertThat(engine.revoke(plan, "late", true, LIMIT))
                                .isEqualTo(Revoked.verified())));

        assertThat(error).isInstanceOf(TargetUnavailableException.class).hasMessageContaining("another session");
        assertThat(error.effectPossible()).isFalse();
        assertThat(server.users()).doesNotContain(plan.account());
    }

    @Test
    void aConfirmationThatFailsMakesNoUser() {
        connect(Map.of());
        role(READER);
        Plan plan = engine.plan("reader");

        assertThatThrownBy(() -> engine.issue(plan, () -> {
                    throw new IllegalStateException("too late");
                }))
                .hasMessage("too late");

        assertThat(server.users()).doesNotContain(plan.account());
    }

    @Test
    void withoutTheRightToTheKeyAbsenceIsOnlySeen() {
        connect(Map.of());
        role(READER);
        Issued issued = engine.issue("reader");
        admin("keyless_admin", List.of("reset", "on", ">keyless", "+acl|getuser", "+acl|deluser"));
        connect("keyless_admin", "keyless", Map.of("verify_connection", false));

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        assertThat(server.users()).doesNotContain(issued.username());
    }

    @Test
    void aUserThatIsGoneIsRevokedButNotRenewed() {
        connect(Map.of());
        role(READER);
        Issued issued = engine.issue("reader");
        server.execute(Command.ACL, "DELUSER", issued.username());

        assertThatThrownBy(() -> engine.renew(issued, Duration.ofHours(1)))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("does not exist any more");
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());
        assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());
        assertThat(server.users()).doesNotContain(issued.username());
    }

    @Test
    void usersThatARestartForgotAreRevoked() {
        try (RedisServer own = RedisServer.start()) {
            connect(own, Map.of());
            role(READER);
            Issued issued = engine.issue("reader");
            own.restart();
            assertThat(own.users()).containsExactly("default");

            assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACLFILE", "rewrite"})
    void persistedUsersSurviveARestartAndRemovedOnesDoNotComeBack(String mode) {
        try (RedisServer own = mode.equals("ACLFILE") ? RedisServer.startWithAclFile() : RedisServer.start()) {
            connect(own, Map.of("persistence_mode", mode));
            role(READER);
            Issued kept = engine.issue("reader");
            Issued removed = engine.issue("reader");
            engine.revoke(removed);

            own.restart();

            assertThat(own.users()).contains(kept.username()).doesNotContain(removed.username());
            own.connect(kept.username(), kept.password()).close();
            // Deleted by an attempt that came no further: the file still has the user.
            own.execute(Command.ACL, "DELUSER", kept.username());
            engine.revoke(kept);
            own.restart();
            assertThat(own.users()).containsExactly("default");
        }
    }

    @Test
    void aUserThatCannotBePersistedIsTakenBack() {
        assertThatThrownBy(() -> connect(Map.of("persistence_mode", "ACLFILE")))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("ACL SAVE");
        connect(Map.of("persistence_mode", "ACLFILE", "verify_connection", false));
        role(READER);
        Plan plan = engine.plan("reader");

        TargetException error = catchThrowableOfType(TargetException.class, () -> engine.issue(plan, () -> {}));

        assertThat(error).hasMessageContaining("ACL SAVE");
        assertThat(error.effectPossible()).isFalse();
        assertThat(server.users()).doesNotContain(plan.account());
    }

    @Test
    void neitherTheDefaultUserNorTheAdministratorIsEverRemoved() {
        admin("own_admin", LEAST_ADMIN);
        ConnectionSettings settings = new ConnectionSettings(
                "redis://" + server.host() + ":" + server.port(),
                "own_admin",
                SecretText.of("least"),
                1,
                1,
                Duration.ZERO,
                Map.of());
        try (DatabaseTarget target = new RedisPlugin().open(settings, new TargetIdentity("t", "app", "leasehold"))) {
            for (String name : List.of("default", "own_admin")) {
                Account account = new Account(name, "mark", List.of(), List.of());

                assertThatThrownBy(() -> target.revoke(
                                account, new Revocation("lease", 1, false, LIMIT, Instant.EPOCH, Instant.EPOCH)))
                        .isInstanceOfSatisfying(
                                TargetRefusedException.class,
                                error -> assertThat(error.effectPossible()).isFalse());
            }
        }
        assertThat(server.users()).contains("default", "own_admin");
    }

    @Test
    void aServerThatDoesNotAnswerIsUnavailableWithinTheTimeLimit() {
        try (RedisServer own = RedisServer.start()) {
            connect(own, Map.of());
            role(READER);
            Issued issued = engine.issue("reader");
            own.suspend();

            assertThatThrownBy(() -> engine.revoke(issued.plan(), issued.leaseId(), false, Duration.ofSeconds(1)))
                    .isInstanceOf(TargetUnavailableException.class);

            own.resume();
            engine.revoke(issued);
            own.stop();
            assertThatThrownBy(() -> engine.issue("reader"))
                    .isInstanceOfSatisfying(
                            TargetUnavailableException.class,
                            error -> assertThat(error.effectPossible()).isFalse())
                    .hasMessageContaining("refused");
        }
    }

    /** The commands of the transaction are on their way, and a server that goes on executes them. */
    @Test
    void aServerThatStopsAnsweringInTheMiddleLeavesTheOutcomeOpen() {
        try (RedisServer own = RedisServer.start()) {
            connect(own, Map.of());
            role(READER);
            Plan plan = engine.plan("reader");

            TargetException error = catchThrowableOfType(
                    TargetException.class,
                    () -> engine.engine()
                            .create(
                                    plan,
                                    engine.creation(
                                            engine.newLeaseId(plan),
                                            engine.now().plusSeconds(60),
                                            Duration.ofSeconds(2),
                                            own::suspend)));
            own.resume();

            assertThat(error).isInstanceOf(TargetUnavailableException.class);
            assertThat(error.effectPossible()).isTrue();
            assertThat(engine.revoke(plan, "lost", true, LIMIT)).isEqualTo(Revoked.verified());
            assertThat(own.users()).containsExactly("default");
        }
    }

    @Test
    void connectionsAreKeptForTheNextWorkAndEndWithTheTarget() {
        try (RedisServer own = RedisServer.start()) {
            connect(own, Map.of("max_open_connections", 2));
            role(READER);

            List<Issued> issued =
                    IntStream.range(0, 5).mapToObj(i -> engine.issue("reader")).toList();
            issued.forEach(engine::revoke);

            assertThat(connections(own)).isEqualTo(1);
            engine.write("reset/app", Map.of());
            Awaitility.await().until(() -> connections(own) == 0);
        }
    }

    @Test
    void noConnectionIsKeptWhereNoneIsWanted() {
        try (RedisServer own = RedisServer.start()) {
            connect(own, Map.of("max_idle_connections", -1));
            role(READER);

            engine.revoke(engine.issue("reader"));

            Awaitility.await().until(() -> connections(own) == 0);
        }
    }

    /** The first exchange finds it dead, and is repeated on a new one. */
    @Test
    void aKeptConnectionThatTheServerClosedIsNotNoticed() {
        try (RedisServer own = RedisServer.start()) {
            connect(own, Map.of());
            role(READER);
            for (int i = 0; i < 3; i++) {
                own.execute(Command.CLIENT, "KILL", "TYPE", "normal");
                Issued issued = engine.issue("reader");
                own.execute(Command.CLIENT, "KILL", "TYPE", "normal");
                assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());
            }
            assertThat(own.users()).containsExactly("default");
        }
    }

    /** A creation that was given up leaves nothing noted or watched on a connection that others use. */
    @Test
    void aConnectionWithAnUnfinishedTransactionIsNotKept() {
        try (RedisServer own = RedisServer.start()) {
            connect(own, Map.of());
            role(READER);
            for (int i = 0; i < 3; i++) {
                Plan plan = engine.plan("reader");
                assertThatThrownBy(() -> engine.issue(plan, () -> {
                            throw new IllegalStateException("given up");
                        }))
                        .hasMessage("given up");
            }
            engine.revoke(engine.issue("reader"));
            assertThat(own.users()).containsExactly("default");
        }
    }

    /** Connections of others than the one that asks. */
    private static int connections(RedisServer at) {
        String clients = SafeEncoder.encode((byte[]) at.execute(Command.CLIENT, "LIST"));
        return clients.strip().split("\n").length - 1;
    }

    @Test
    void aLostAnswerToTheTransactionLeavesTheOutcomeOpen() {
        try (FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            connect(Map.of("port", proxy.port()));
            role(READER);
            Plan plan = engine.plan("reader");
            String answersBefore = "+QUEUED\r\n";

            TargetException error = catchThrowableOfType(
                    TargetException.class,
                    () -> engine.issue(
                            plan, () -> proxy.cutAfter(FaultyProxy.Direction.TO_CLIENT, answersBefore.length())));

            assertThat(error).isInstanceOf(TargetUnavailableException.class);
            assertThat(error.effectPossible()).isTrue();
            Awaitility.await().until(() -> server.users().contains(plan.account()));
            proxy.pass();
            assertThat(engine.revoke(plan, "lost", true, LIMIT)).isEqualTo(Revoked.verified());
            assertThat(server.users()).doesNotContain(plan.account());
        }
    }

    @Test
    void aReplicaIsNamedAsTheReason() {
        try (RedisServer own = RedisServer.start()) {
            own.execute(Command.REPLICAOF, "127.0.0.1", "1");

            assertThatThrownBy(() -> connect(own, Map.of()))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("replica");
        }
    }

    private Reply.Data connect(Map<String, Object> more) {
        return connect(server.adminUser(), server.adminPassword(), more);
    }

    private void connect(RedisServer other, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of("host", other.host(), "port", other.port()));
        fields.putAll(more);
        connect(other.adminUser(), other.adminPassword(), fields);
    }

    private Reply.Data connect(String user, String password, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                "valkey-database-plugin",
                "host",
                server.host(),
                "port",
                server.port(),
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

    private void admin(String name, List<String> rules) {
        List<String> arguments = new ArrayList<>(List.of("SETUSER", name));
        arguments.addAll(rules);
        server.execute(Command.ACL, arguments.toArray(String[]::new));
    }

    /** Every user with all that it may do. */
    private List<String> acls() {
        return ((List<?>) server.execute(Command.ACL, "LIST"))
                .stream().map(line -> SafeEncoder.encode((byte[]) line)).toList();
    }

    private static void assertNoPermission(Connection session, CommandArguments command) {
        assertThatThrownBy(() -> session.executeCommand(command))
                .isInstanceOf(JedisAccessControlException.class)
                .hasMessageStartingWith("NOPERM");
    }
}
