package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.ManagedAccountsContract;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.PasswordRotation;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.testkit.contract.DatabasePluginContract;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.RedisServer;
import io.leasehold.testkit.server.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.SafeEncoder;

/** The Redis plugin manages passwords as the contract says, and says so of itself. */
class RedisManagedIT extends ManagedAccountsContract {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final RedisServer server = SharedServers.redis();
    private final DatabasePluginContract database = new RedisContractIT();

    @Override
    protected DatabasePluginContract database() {
        return database;
    }

    /** The administrator of the documentation. */
    @Override
    protected void createAdministrator(String name, String password) {
        user(
                server,
                name,
                "on",
                ">" + password,
                "~leasehold:*",
                "+ping",
                "+watch",
                "+multi",
                "+exec",
                "+set",
                "+acl|getuser",
                "+acl|setuser",
                "+acl|deluser");
    }

    @Test
    void theUserHasOnePasswordAfterwardsAndAllElseStays() {
        String name = unique("managed");
        user(server, name, "on", ">first", ">second", "~app:*", "&news", "+@read", "-get", "(~other:* +get)");
        dropAfterwards(name);
        String before = rules(name);

        set(name, "new");

        assertThat(accepts(name, "new")).isTrue();
        assertThat(accepts(name, "first")).isFalse();
        assertThat(accepts(name, "second")).isFalse();
        assertThat(rules(name)).isEqualTo(before).contains("~app:*");
    }

    @Test
    void nopassEnds() {
        String name = unique("managed");
        user(server, name, "on", "nopass", "+ping");
        dropAfterwards(name);
        assertThat(accepts(name, "anything")).isTrue();

        set(name, "new");

        assertThat(accepts(name, "new")).isTrue();
        assertThat(accepts(name, "anything")).isFalse();
    }

    @Test
    void aUserThatIsSwitchedOffIsLeftAsItIs() {
        String name = unique("managed");
        user(server, name, "off", ">old", "+ping");
        dropAfterwards(name);

        TargetRefusedException refused = catchThrowableOfType(TargetRefusedException.class, () -> set(name, "new"));

        assertThat(refused).hasMessageContaining("switched off");
        assertThat(refused.effectPossible()).isFalse();
        assertThat(accepts(name, "old"))
                .as("not to be told from a wrong password")
                .isFalse();
        server.execute(Command.ACL, "SETUSER", name, "on");
        assertThat(accepts(name, "old")).isTrue();
    }

    @Test
    void theDefaultUserIsOnlyItsOwnAdministrators() {
        try (RedisServer own = RedisServer.start()) {
            user(own, "other", "on", ">other", "allcommands", "allkeys");
            try (DatabaseTarget other = open(own, "other", "other", Map.of())) {
                assertThatThrownBy(() -> ((ManagedAccounts) other)
                                .setPassword(managed("default", "new", List.of()), new Change()))
                        .isInstanceOf(TargetRefusedException.class)
                        .hasMessageContaining("default");
            }
            try (DatabaseTarget administrator = open(own, own.adminUser(), own.adminPassword(), Map.of())) {
                assertThat(own.adminUser()).isEqualTo("default");
                ManagedAccounts managed = (ManagedAccounts) administrator;

                managed.setPassword(managed("default", "new", List.of()), new Change());

                assertThat(managed.accepts("default", SecretText.of("new"), LIMIT))
                        .isTrue();
                assertThat(managed.accepts("default", SecretText.of(own.adminPassword()), LIMIT))
                        .isFalse();
                own.connect("default", "new").close();
            }
        }
    }

    @Test
    void theNewPasswordOutlivesARestart() {
        try (RedisServer own = RedisServer.startWithAclFile()) {
            user(own, "app", "on", ">old", "+ping");
            own.execute(Command.ACL, "SAVE");
            try (DatabaseTarget target =
                    open(own, own.adminUser(), own.adminPassword(), Map.of("persistence_mode", "ACLFILE"))) {
                ((ManagedAccounts) target).setPassword(managed("app", "new", List.of()), new Change());
            }

            own.restart();

            own.connect("app", "new").close();
        }
    }

    @Test
    void aPasswordThatCannotBePersistedMayBeSet() {
        try (DatabaseTarget target =
                open(server, server.adminUser(), server.adminPassword(), Map.of("persistence_mode", "ACLFILE"))) {
            String name = unique("managed");
            user(server, name, "on", ">old", "+ping");
            dropAfterwards(name);

            TargetException failure = catchThrowableOfType(
                    TargetException.class,
                    () -> ((ManagedAccounts) target).setPassword(managed(name, "new", List.of()), new Change()));

            assertThat(failure.effectPossible()).isTrue();
            assertThat(accepts(name, "new")).isTrue();
        }
    }

    @Test
    void anAnswerThatIsLostLeavesTheOutcomeOpen() {
        String name = unique("managed");
        user(server, name, "on", ">old", "+ping");
        dropAfterwards(name);
        String answersBefore = "+OK\r\n+QUEUED\r\n+QUEUED\r\n";
        try (FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            DatabaseTarget target = open(settings(
                    "redis://" + proxy.host() + ":" + proxy.port(), server.adminUser(), server.adminPassword()));

            TargetException failure = catchThrowableOfType(
                    TargetException.class,
                    () -> ((ManagedAccounts) target)
                            .setPassword(
                                    managed(name, "new", List.of()),
                                    new Change(() ->
                                            proxy.cutAfter(FaultyProxy.Direction.TO_CLIENT, answersBefore.length()))));

            assertThat(failure).isInstanceOf(TargetUnavailableException.class);
            assertThat(failure.effectPossible()).isTrue();
            Awaitility.await().until(() -> accepts(name, "new"));
        }
    }

    @Test
    void whoConfirmedBeforeAnotherChangeIsNotExecuted() {
        String name = unique("managed");
        user(server, name, "on", ">old", "+ping");
        dropAfterwards(name);

        TargetUnavailableException overtaken = catchThrowableOfType(
                TargetUnavailableException.class,
                () -> set(name, "stale", List.of(), new Change(() -> set(name, "new"))));

        assertThat(overtaken.effectPossible()).isFalse();
        assertThat(overtaken.answered()).isTrue();
        assertThat(accepts(name, "new")).isTrue();
        assertThat(accepts(name, "stale")).isFalse();
    }

    @Test
    void anAdministratorWithoutTheRightChangesNothing() {
        String administrator = unique("root");
        user(server, administrator, "on", ">old", "~leasehold:*", "+watch", "+multi", "+exec", "+set", "+acl|getuser");
        dropAfterwards(administrator);
        try (DatabaseTarget target = open(server, administrator, "old", Map.of())) {
            TargetException failure = catchThrowableOfType(
                    TargetException.class,
                    () -> ((ManagedAccounts) target)
                            .setPassword(managed(administrator, "new", List.of()), new Change()));

            assertThat(failure).hasMessageContaining("NOPERM");
            assertThat(failure.effectPossible()).isFalse();
            assertThat(accepts(administrator, "old")).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"resetpass\",\">{{password}}\"]", ">{{password}}", "x"})
    void thereAreNoStatements(String statement) {
        PasswordRotation rotation = (PasswordRotation) plugin();

        assertThatThrownBy(() -> rotation.checkRotation("rotation_statements", List.of(statement)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains("rotation_statements"));
        assertThatThrownBy(() -> set(unique("absent"), "new", List.of(statement), new Change()))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("rotation_statements");
    }

    private DatabaseTarget open(RedisServer at, String username, String password, Map<String, Object> fields) {
        return open(new ConnectionSettings(
                "redis://" + at.host() + ":" + at.port(),
                username,
                SecretText.of(password),
                1,
                1,
                Duration.ZERO,
                fields));
    }

    private static void user(RedisServer at, String name, String... rules) {
        String[] command = new String[rules.length + 2];
        command[0] = "SETUSER";
        command[1] = name;
        System.arraycopy(rules, 0, command, 2, rules.length);
        at.execute(Command.ACL, command);
    }

    /** A user as the server writes it, without its passwords. */
    private String rules(String name) {
        for (Object line : (List<?>) server.execute(Command.ACL, "LIST")) {
            String text = String.valueOf(SafeEncoder.encodeObject(line));
            if (text.startsWith("user " + name + " ")) {
                return text.replaceAll(" #[0-9a-f]{64}", "");
            }
        }
        throw new AssertionError("no such user");
    }
}
