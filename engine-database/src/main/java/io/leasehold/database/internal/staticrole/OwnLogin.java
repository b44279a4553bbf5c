package io.leasehold.database.internal.staticrole;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.OpenTargets;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.secret.SecretText;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An account that changes its own password, for a connection without an administrator: each work opens a target with the
 * account's login, and closes it. Thread-safe.
 */
final class OwnLogin implements ManagedAccounts {

    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(10);

    private final OpenTargets open;
    private final String connectionName;
    private final String targetId;
    private final DatabaseConnection settings;
    private final Supplier<String> present;

    /**
     * Prepares it.
     *
     * @param open opens targets
     * @param connectionName the connection
     * @param targetId the target that it leads to
     * @param settings its settings, without a login
     * @param present reads the account's password as it is known to be now; empty when it is not known
     */
    OwnLogin(
            OpenTargets open,
            String connectionName,
            String targetId,
            DatabaseConnection settings,
            Supplier<String> present) {
        this.open = open;
        this.connectionName = connectionName;
        this.targetId = targetId;
        this.settings = settings;
        this.present = present;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A login with the present password is tried first: one that is refused concerns this account and no other, so that it is
     * told as a refusal, and not as a target that does not work.
     */
    @Override
    public void setPassword(ManagedAccount account, PasswordChange change) {
        String password = present.get();
        as(account.username(), password, target -> {
            ManagedAccounts own = managed(target);
            if (password.isEmpty() || !isTaken(own, account.username(), password)) {
                throw new TargetRefusedException(
                        "connection \"" + connectionName + "\": the server refuses a login of \"" + account.username()
                                + "\" with the present password that is known of it, which it needs to change it: write the"
                                + " password that the account has now as " + GivenPassword.SELF_MANAGED,
                        false,
                        null);
            }
            own.setPassword(account, change);
            return true;
        });
    }

    private static boolean isTaken(ManagedAccounts accounts, String username, String password) {
        try (SecretText secret = SecretText.of(password)) {
            return accounts.accepts(username, secret, LOGIN_LIMIT);
        }
    }

    @Override
    public boolean accepts(String username, SecretText password, Duration timeLimit) {
        return as(username, password.reveal(), target -> managed(target).accepts(username, password, timeLimit));
    }

    private <T> T as(String username, String password, Function<DatabaseTarget, T> work) {
        DatabaseConnection login = ConnectionDefaults.withLogin(settings, username, password);
        try (DatabaseTarget target = open.candidate(connectionName, targetId, login)) {
            return work.apply(target);
        }
    }

    private static ManagedAccounts managed(DatabaseTarget target) {
        // A connection is only written as self-managed for a plugin whose targets are.
        return (ManagedAccounts) target;
    }
}
