package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.harness.ManagedAccountsContract.Change;
import io.leasehold.database.internal.cassandra.CassandraPlugin;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.testkit.server.CassandraServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server as it is by itself, which remembers passwords for a while and takes no two at once; and one that is restarted. */
class CassandraDefaultsIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static CassandraServer server;

    private final EngineHarness engine = new EngineHarness();

    @BeforeAll
    static void start() {
        server = CassandraServer.startWithCaches();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aPasswordThatNodesStillRememberProvesNothing() {
        create("app_one");
        try (DatabaseTarget target = open(server.adminUser(), server.adminPassword())) {
            ManagedAccounts managed = (ManagedAccounts) target;
            Awaitility.await()
                    .ignoreExceptionsInstanceOf(TargetUnavailableException.class)
                    .until(() -> {
                        // The node has just seen a login, and goes by that.
                        server.connect("app_one", "initial").close();
                        set(managed, "app_one", "second");
                        return true;
                    });

            assertThat(managed.accepts("app_one", SecretText.of("second"), LIMIT))
                    .isTrue();
            assertThat(managed.accepts("app_one", SecretText.of("initial"), LIMIT))
                    .isFalse();
        }
    }

    /** The change is made behind the plugin's back, so that nothing was forgotten, and cannot be for want of the right. */
    @Test
    void withoutTheRightToMakeNodesForgetItIsWaitedFor() {
        create("app_two");
        create("lesser_admin");
        for (String right : List.of("CREATE", "ALTER", "DROP", "DESCRIBE")) {
            server.execute("GRANT " + right + " ON ALL ROLES TO lesser_admin");
        }
        try (DatabaseTarget target = open("lesser_admin", "initial")) {
            Awaitility.await().ignoreExceptions().until(() -> {
                server.connect("app_two", "initial").close();
                server.execute("ALTER ROLE app_two WITH PASSWORD = 'second'");
                return true;
            });
            assertThat(((ManagedAccounts) target).accepts("app_two", SecretText.of("second"), LIMIT))
                    .isTrue();
            assertThat(((ManagedAccounts) target).accepts("app_two", SecretText.of("initial"), LIMIT))
                    .isFalse();
        }
    }

    @Test
    void aRemovedUserIsRefusedThoughNodesHaveJustSeenItsLogin() {
        connect();
        Issued issued = engine.issue("reader");
        server.connect(issued.username(), issued.password()).close();

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());

        assertThat(canLogin(issued.username(), issued.password())).isFalse();
    }

    @Test
    void aPasswordSoonAfterAnotherIsRefusedForNow() {
        create("app_three");
        try (DatabaseTarget target = open(server.adminUser(), server.adminPassword())) {
            ManagedAccounts managed = (ManagedAccounts) target;

            TargetUnavailableException refused =
                    catchThrowableOfType(TargetUnavailableException.class, () -> set(managed, "app_three", "second"));

            assertThat(refused).hasMessageContaining("can only be changed every");
            assertThat(refused.effectPossible()).isFalse();
            assertThat(refused.answered()).as("the server works").isTrue();
            assertThat(managed.accepts("app_three", SecretText.of("initial"), LIMIT))
                    .isTrue();
        }
    }

    @Test
    void aRestartInBetweenIsSurvived() {
        connect();
        Issued kept = engine.issue("reader");
        server.stop();
        assertThatThrownBy(() -> engine.issue("reader"))
                .isInstanceOfSatisfying(
                        TargetUnavailableException.class,
                        error -> assertThat(error.effectPossible()).isFalse())
                .hasMessageNotContaining(server.adminPassword());
        server.restart();

        engine.renew(kept, Duration.ofHours(1));
        assertThat(engine.issue("reader").username()).isNotEqualTo(kept.username());
        assertThat(engine.revoke(kept)).isEqualTo(Revoked.seen());
    }

    /** The session that was there before is of no use, and that is noticed with the first statement. */
    @Test
    void aRestartThatNobodyNoticedIsSurvivedToo() {
        connect();
        Issued issued = engine.issue("reader");

        server.restart();

        assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
    }

    private void connect() {
        assertThat(engine.write(
                                "config/app",
                                Map.of(
                                        "plugin_name",
                                        "cassandra-database-plugin",
                                        "connection_url",
                                        "cassandra://" + server.host() + ":" + server.port(),
                                        "username",
                                        server.adminUser(),
                                        "password",
                                        server.adminPassword(),
                                        "allowed_roles",
                                        "*"))
                        .warnings())
                .isEmpty();
        engine.write("roles/reader", Map.of("db_name", "app"));
    }

    private static void create(String name) {
        server.execute("CREATE ROLE " + name + " WITH PASSWORD = 'initial' AND LOGIN = true");
    }

    private static DatabaseTarget open(String user, String password) {
        ConnectionSettings settings = new ConnectionSettings(
                server.host() + ":" + server.port(), user, SecretText.of(password), 1, 1, Duration.ZERO, Map.of());
        return new CassandraPlugin().open(settings, new TargetIdentity("t", "app", "leasehold"));
    }

    private static void set(ManagedAccounts managed, String name, String password) {
        managed.setPassword(new ManagedAccount(name, SecretText.of(password), List.of()), new Change());
    }

    private static boolean canLogin(String name, String password) {
        try {
            server.connect(name, password).close();
            return true;
        } catch (AllNodesFailedException refused) {
            return false;
        }
    }
}
