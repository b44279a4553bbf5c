package io.leasehold.database.internal.redis;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.PasswordChange;
import java.util.List;
import java.util.Optional;

/**
 * Sets the password of a user that is there already, under its exclusion: a look, the check that this password is still the one
 * to be set, then one command. The user has this one password afterwards: others that it had, and {@code nopass}, are gone. All
 * else of it stays, and so do its connections. The password is sent as the hash that the server keeps.
 */
final class AccountPassword {

    private final RedisSessions sessions;
    private final TargetErrors errors;
    private final PersistenceMode persistence;

    AccountPassword(RedisSessions sessions, TargetErrors errors, PersistenceMode persistence) {
        this.sessions = sessions;
        this.errors = errors;
        this.persistence = persistence;
    }

    void set(ManagedAccount account, PasswordChange change) {
        if (!account.statements().isEmpty()) {
            throw errors.refused("rotation_statements: " + RedisPlugin.NO_ROTATION_STATEMENTS, false);
        }
        ProtectedUsers.refuseDefault(account.username(), sessions.login().username(), errors);
        String hash = PasswordHash.of(account.password());
        TargetErrors failures = errors.masking(account.password().reveal(), hash);
        try (RedisSession session = sessions.open(change::timeLeft)) {
            change(session, account.username(), hash, change, failures);
            commit(session, failures);
        } catch (CommandException noSession) {
            throw failures.noConnection(noSession, false);
        }
    }

    private static void change(
            RedisSession session, String username, String hash, PasswordChange change, TargetErrors failures) {
        try {
            AccountExclusion.enter(session, username);
            requireEnabled(session.userEnabled(username), username, failures);
            change.confirm();
            session.begin();
            AccountExclusion.keepOthersOut(session, username);
            session.setUser(username, List.of("resetpass", "#" + hash));
        } catch (CommandException failure) {
            throw failures.of(failure, false);
        }
    }

    private static void requireEnabled(Optional<Boolean> enabled, String username, TargetErrors failures) {
        if (enabled.isEmpty()) {
            throw failures.refused("user '" + username + "' does not exist, and was not made", false);
        }
        if (!enabled.get()) {
            throw failures.refused(
                    "user '" + username + "' is switched off, so that the server takes no password of it, and was left"
                            + " as it was: ACL SETUSER ... on",
                    false);
        }
    }

    private void commit(RedisSession session, TargetErrors failures) {
        try {
            if (!session.execute("ACL SETUSER")) {
                throw failures.notNow("another session is at work on the account");
            }
            persistence.persist(session);
        } catch (CommandException failure) {
            throw failures.of(failure, !failure.failure().code().equals(RedisFailure.NOTHING_EXECUTED));
        }
    }
}
