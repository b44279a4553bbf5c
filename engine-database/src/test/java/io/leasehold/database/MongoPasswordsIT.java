package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leasehold.database.internal.mongodb.MongoPlugin;
import io.leasehold.database.mongo.StandInMongo;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Passwords of users that are there already, on the stand-in. */
class MongoPasswordsIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int NO_LONGER_PRIMARY = 189;

    private final StandInMongo server = StandInMongo.start();
    private final DatabaseTarget target = open(server.adminUser(), server.adminPassword());
    private final ManagedAccounts accounts = (ManagedAccounts) target;

    @AfterEach
    void close() {
        target.close();
        server.close();
    }

    @Test
    void aPasswordIsSetAndNothingElse() {
        server.createUser("admin", "static", "old", "read");
        Document before = server.execute("admin", new Document("usersInfo", "static"));

        set("static", "new", List.of());
        set("static", "new", List.of());

        assertThat(accounts.accepts("static", SecretText.of("new"), LIMIT)).isTrue();
        assertThat(accounts.accepts("static", SecretText.of("old"), LIMIT)).isFalse();
        assertThat(server.execute("admin", new Document("usersInfo", "static")).get("users"))
                .isEqualTo(before.get("users"));
        assertThat(((Number) server.received("updateUser").get(0).get("maxTimeMS")).longValue())
                .isLessThanOrEqualTo(LIMIT.toMillis());
    }

    @Test
    void aStatementNamesTheDatabaseOfTheUser() {
        server.createUser("admin", "static", "admins", "read");
        server.createUser("sales", "static", "old", "read");

        set("static", "new", List.of("{\"db\":\"sales\"}"));

        assertThat(server.canLogin("static", "new", "sales")).isTrue();
        assertThat(server.canLogin("static", "admins", "admin")).isTrue();
        assertThat(accounts.accepts("static", SecretText.of("new"), LIMIT)).isTrue();
        assertThat(accounts.accepts("static", SecretText.of("old"), LIMIT)).isFalse();
    }

    @Test
    void theAdministratorsOwnPasswordCanBeSetAndTried() {
        set(server.adminUser(), "rotated", List.of());

        assertThat(accounts.accepts(server.adminUser(), SecretText.of("rotated"), LIMIT))
                .isTrue();
        assertThat(accounts.accepts(server.adminUser(), SecretText.of(server.adminPassword()), LIMIT))
                .isFalse();
        try (DatabaseTarget with = open(server.adminUser(), "rotated")) {
            assertThat(with.verify(LIMIT)).isEmpty();
        }
    }

    @Test
    void aUserThatIsNotThereIsNotMade() {
        TargetException error = catchThrowableOfType(TargetException.class, () -> set("nobody", "new", List.of()));

        assertThat(error).isInstanceOf(TargetRefusedException.class).hasMessageContaining("does not exist");
        assertThat(error.effectPossible()).isFalse();
        assertThat(server.users()).noneMatch(name -> name.endsWith(".nobody"));
        assertThat(accounts.accepts("nobody", SecretText.of("new"), LIMIT)).isFalse();
    }

    @Test
    void aConfirmationThatFailsLeavesThePassword() {
        server.createUser("admin", "static", "old", "read");

        assertThatThrownBy(() -> accounts.setPassword(account("static", "new", List.of()), change(() -> {
                    throw new IllegalStateException("somebody else was first");
                })))
                .hasMessage("somebody else was first");

        assertThat(server.canLogin("static", "old", "admin")).isTrue();
    }

    @Test
    void aUserThatGoesInBetweenIsRefusedWithoutEffect() {
        server.createUser("admin", "static", "old", "read");

        TargetException error = catchThrowableOfType(
                TargetException.class,
                () -> accounts.setPassword(
                        account("static", "new", List.of()), change(() -> server.dropUser("admin", "static"))));

        assertThat(error).hasMessageContaining("does not exist");
        assertThat(error.effectPossible()).isFalse();
    }

    @Test
    void aChangeThatMayHaveHappenedSaysSo() {
        server.createUser("admin", "static", "old", "read");
        server.failNext("updateUser", true, NO_LONGER_PRIMARY);

        assertThatThrownBy(() -> set("static", "new-and-not-to-be-seen", List.of()))
                .isInstanceOfSatisfying(
                        TargetUnavailableException.class,
                        error -> assertThat(error.effectPossible()).isTrue())
                .hasMessageNotContaining("not-to-be-seen");
        server.failNext("updateUser", false, 13);
        assertThatThrownBy(() -> set("static", "newer", List.of()))
                .isInstanceOfSatisfying(
                        TargetRefusedException.class,
                        error -> assertThat(error.effectPossible()).isFalse());
    }

    @Test
    void aPasswordThatScramDoesNotKnowIsAnErrorOfTheTarget() {
        server.createUser("admin", "static", "key-\ud83d\udd11", "read");

        assertThatThrownBy(() -> accounts.accepts("static", SecretText.of("key-\ud83d\udd11"), LIMIT))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageNotContaining("key-");
    }

    @Test
    void aServerThatIsDownDoesNotSay() {
        server.stop();

        assertThatThrownBy(() -> accounts.accepts("static", SecretText.of("old"), Duration.ofSeconds(1)))
                .isInstanceOf(TargetUnavailableException.class);
    }

    private void set(String user, String password, List<String> statements) {
        accounts.setPassword(account(user, password, statements), change(() -> {}));
    }

    private static ManagedAccount account(String user, String password, List<String> statements) {
        return new ManagedAccount(user, SecretText.of(password), statements);
    }

    private static PasswordChange change(Runnable confirmation) {
        return new PasswordChange() {
            @Override
            public Duration timeLeft() {
                return LIMIT;
            }

            @Override
            public void confirm() {
                confirmation.run();
            }
        };
    }

    private DatabaseTarget open(String user, String password) {
        ConnectionSettings settings = new ConnectionSettings(
                "mongodb://" + server.host() + ":" + server.port() + "/admin",
                user,
                SecretText.of(password),
                4,
                4,
                Duration.ZERO,
                Map.of());
        return new MongoPlugin().open(settings, new TargetIdentity("target", "app", "leasehold"));
    }
}
