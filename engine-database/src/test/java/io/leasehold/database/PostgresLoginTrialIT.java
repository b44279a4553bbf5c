package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.harness.TestDatabase;
import io.leasehold.database.internal.postgresql.PostgresPlugin;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.server.PostgresOptions;
import io.leasehold.testkit.server.PostgresServer;
import io.leasehold.testkit.server.SharedServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a tried login says on every version, and which rights an administrator needs to change a password. */
class PostgresLoginTrialIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String RIGHT = "right";
    private static final String WRONG = "wrong";

    private final List<AutoCloseable> opened = new ArrayList<>();

    static IntStream versions() {
        return IntStream.rangeClosed(15, 18);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @ParameterizedTest(name = "PostgreSQL {0}")
    @MethodSource("versions")
    void whatIsRefusedAfterTheAuthenticationIsTaken(int version) throws Exception {
        TestDatabase database = TestDatabase.on(SharedServers.postgres(version));
        ManagedAccounts target = target(database, database.guideUrl());
        String plain = role(database, "LOGIN");
        String locked = role(database, "NOLOGIN");
        String limited = role(database, "LOGIN CONNECTION LIMIT 0");
        String readOnly = role(database, "LOGIN");
        database.execute("ALTER ROLE " + readOnly + " SET default_transaction_read_only = on");

        for (String role : List.of(plain, locked, limited, readOnly)) {
            assertThat(accepts(target, role, RIGHT)).as(role).isTrue();
            assertThat(accepts(target, role, WRONG)).as(role).isFalse();
        }

        database.execute("REVOKE CONNECT ON DATABASE " + database.name() + " FROM PUBLIC");
        assertThat(accepts(target, plain, RIGHT)).as("no right to the database").isTrue();
        assertThat(accepts(target, plain, WRONG)).isFalse();

        database.server().execute("postgres", "ALTER DATABASE " + database.name() + " ALLOW_CONNECTIONS false");
        assertThat(accepts(target, plain, RIGHT))
                .as("the database takes nobody")
                .isTrue();
        assertThat(accepts(target, plain, WRONG)).isFalse();

        ManagedAccounts nowhere = target(database, database.guideUrl() + "_gone");
        assertThat(accepts(nowhere, plain, RIGHT)).as("no such database").isTrue();
        assertThat(accepts(nowhere, plain, WRONG)).isFalse();
    }

    @ParameterizedTest(name = "PostgreSQL {0}")
    @MethodSource("versions")
    void theDatabasesLimitIsAfterTheAuthentication(int version) throws Exception {
        TestDatabase database = TestDatabase.on(SharedServers.postgres(version));
        ManagedAccounts target = target(database, database.guideUrl());
        String role = role(database, "LOGIN");
        database.execute("ALTER DATABASE " + database.name() + " CONNECTION LIMIT 0");

        assertThat(accepts(target, role, RIGHT)).isTrue();
        assertThat(accepts(target, role, WRONG)).isFalse();
    }

    @ParameterizedTest(name = "PostgreSQL {0}")
    @MethodSource("versions")
    void expiredAndMissingPasswordsAreRefused(int version) {
        TestDatabase database = TestDatabase.on(SharedServers.postgres(version));
        ManagedAccounts target = target(database, database.guideUrl());
        String expired = role(database, "LOGIN VALID UNTIL '2001-01-01'");
        String without = role(database, "LOGIN");
        database.execute("ALTER ROLE " + without + " PASSWORD NULL");

        assertThat(accepts(target, expired, RIGHT)).isFalse();
        assertThat(accepts(target, without, RIGHT)).isFalse();
        assertThat(accepts(target, "no_such_role", RIGHT)).isFalse();
    }

    @ParameterizedTest(name = "PostgreSQL {0}")
    @MethodSource("versions")
    void aServerThatRejectsTheHostDoesNotSay(int version) throws Exception {
        TestDatabase database = TestDatabase.on(SharedServers.postgres(version));
        ManagedAccounts target = target(database, database.guideUrl());
        String rejected = role(database, "LOGIN");
        String withoutTls = role(database, "LOGIN");
        String identified = role(database, "LOGIN");
        String trusted = role(database, "LOGIN");
        authentication(database, "host all " + rejected + " all reject");
        authentication(database, "hostssl all " + withoutTls + " all reject");
        authentication(database, "host all " + identified + " all ident");
        authentication(database, "host all " + trusted + ",no_such_role all trust");

        Awaitility.await("the rules are read").until(() -> accepts(target, trusted, WRONG));
        assertThatThrownBy(() -> accepts(target, rejected, RIGHT))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("28000");
        assertThat(accepts(target, withoutTls, RIGHT)).isTrue();
        assertThat(accepts(target, withoutTls, WRONG))
                .as("told by the second of two tries")
                .isFalse();
        assertThat(accepts(target, identified, RIGHT))
                .as("refused by another method")
                .isFalse();
        assertThat(accepts(target, "no_such_role", RIGHT)).isFalse();
    }

    @Test
    void whatHasNoSlotLeftWasTakenOnlyIfTheSlotIsKeptForOthers() throws Exception {
        PostgresServer server = start(
                PostgresOptions.defaults().with("max_connections", "4").with("superuser_reserved_connections", "2"));
        server.execute("postgres", "CREATE ROLE app LOGIN PASSWORD '" + RIGHT + "'");
        ManagedAccounts target = open(
                "postgresql://" + server.host() + ":" + server.port() + "/postgres",
                server.adminUser(),
                server.adminPassword());

        sessions(server, 2);
        assertThat(accepts(target, "app", RIGHT)).as("slots for superusers").isTrue();
        assertThat(accepts(target, "app", WRONG)).isFalse();

        sessions(server, 2);
        assertThatThrownBy(() -> accepts(target, "app", RIGHT))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("53300");
    }

    @Test
    void aServerThatIsDownOrHangsDoesNotSay() {
        PostgresServer server = start(PostgresOptions.defaults());
        ManagedAccounts target = open(
                "postgresql://" + server.host() + ":" + server.port() + "/postgres",
                server.adminUser(),
                server.adminPassword());
        assertThat(accepts(target, server.adminUser(), server.adminPassword())).isTrue();

        server.suspend();
        long start = System.nanoTime();
        assertThatThrownBy(() -> target.accepts(
                        server.adminUser(), SecretText.of(server.adminPassword()), Duration.ofMillis(900)))
                .isInstanceOf(TargetUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        server.resume();

        server.stop();
        assertThatThrownBy(() -> accepts(target, server.adminUser(), WRONG))
                .isInstanceOf(TargetUnavailableException.class);
    }

    @Test
    void aRefusalCountsOnlyFromAllHosts() {
        TestDatabase database = TestDatabase.on(SharedServers.postgres());
        String role = role(database, "LOGIN");
        try (FaultyProxy proxy =
                FaultyProxy.to(database.server().host(), database.server().port())) {
            String hosts = proxy.host() + ":" + proxy.port() + ","
                    + database.server().host() + ":" + database.server().port();
            ManagedAccounts target = target(database, "postgresql://" + hosts + "/" + database.name());
            assertThat(accepts(target, role, WRONG)).isFalse();

            proxy.refuse();

            assertThat(accepts(target, role, RIGHT)).isTrue();
            assertThatThrownBy(() -> accepts(target, role, WRONG)).isInstanceOf(TargetUnavailableException.class);
        }
    }

    @ParameterizedTest(name = "PostgreSQL {0}")
    @MethodSource("versions")
    void aLesserAdministratorNeedsItsRightOverTheRole(int version) {
        TestDatabase database = TestDatabase.on(SharedServers.postgres(version));
        String role = role(database, "LOGIN");
        ManagedAccounts target = open(database.guideUrl(), database.admin(false), database.adminPassword(false));

        if (version >= 16) {
            TargetRefusedException refused =
                    catchThrowableOfType(TargetRefusedException.class, () -> set(target, role, "new"));
            assertThat(refused).hasMessageContaining("42501");
            assertThat(refused.effectPossible()).isFalse();
            assertThat(accepts(target, role, RIGHT)).isTrue();
            database.execute(
                    "GRANT " + role + " TO " + database.admin(false) + " WITH ADMIN TRUE, INHERIT FALSE, SET FALSE");
        }
        set(target, role, "new");

        assertThat(accepts(target, role, "new")).isTrue();
    }

    @ParameterizedTest(name = "PostgreSQL {0}")
    @MethodSource("versions")
    void everyRoleMaySetItsOwn(int version) {
        TestDatabase database = TestDatabase.on(SharedServers.postgres(version));
        String role = role(database, "LOGIN");
        ManagedAccounts target = open(database.guideUrl(), role, RIGHT);

        set(target, role, "new");

        assertThat(accepts(target, role, "new")).isTrue();
        assertThat(accepts(target, role, RIGHT)).isFalse();
    }

    private static void set(ManagedAccounts target, String role, String password) {
        target.setPassword(new ManagedAccount(role, SecretText.of(password), List.of()), new PasswordChange() {
            @Override
            public Duration timeLeft() {
                return LIMIT;
            }

            @Override
            public void confirm() {}
        });
    }

    private static boolean accepts(ManagedAccounts target, String role, String password) {
        return target.accepts(role, SecretText.of(password), LIMIT);
    }

    private ManagedAccounts target(TestDatabase database, String url) {
        return open(url, database.admin(true), database.adminPassword(true));
    }

    private ManagedAccounts open(String url, String username, String password) {
        ConnectionSettings settings =
                new ConnectionSettings(url, username, SecretText.of(password), 1, 1, Duration.ZERO, Map.of());
        DatabaseTarget target = new PostgresPlugin().open(settings, new TargetIdentity("t", "app", "leasehold"));
        opened.add(0, target);
        return (ManagedAccounts) target;
    }

    private PostgresServer start(PostgresOptions options) {
        PostgresServer server = PostgresServer.start(options);
        opened.add(server);
        return server;
    }

    private void sessions(PostgresServer server, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            Connection session =
                    DriverManager.getConnection(server.jdbcUrl("postgres"), server.adminUser(), server.adminPassword());
            opened.add(0, session);
        }
    }

    private static String role(TestDatabase database, String options) {
        String role = "trial_" + UUID.randomUUID().toString().substring(0, 8);
        database.execute("CREATE ROLE " + role + " " + options + " PASSWORD '" + RIGHT + "'");
        return role;
    }

    /** Puts a line in front of the server's pg_hba.conf, which names a role that no other test knows. */
    private static void authentication(TestDatabase database, String line) {
        database.execute(
                "COPY (SELECT 1) TO PROGRAM 'sed -i \"1i " + line + "\" pg_hba.conf'", "SELECT pg_reload_conf()");
    }
}
