package io.leasehold.database.internal.mongodb;

import com.mongodb.client.MongoClient;
import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.spi.ManagedAccount;
import io.leasehold.database.spi.PasswordChange;
import io.leasehold.error.TargetException;
import io.leasehold.secret.SecretText;

/**
 * Sets the password of a user that is there, and tries logins. A user is one of a database: of that which the statement
 * names, else of that in which the administrator logs in.
 */
final class AccountPassword {

    private final MongoLogin login;
    private final TargetErrors errors;

    AccountPassword(MongoLogin login, TargetErrors errors) {
        this.login = login;
        this.errors = errors;
    }

    void set(ManagedAccount account, PasswordChange change) {
        String database = UserDatabase.parse("rotation_statements", account.statements())
                .orElse(login.address().authDatabase());
        TargetErrors failures = errors.masking(account.password().reveal());
        MongoSession session;
        try {
            session = login.session(change::timeLeft);
            if (session.user(database, account.username()).isEmpty()) {
                throw absent(account, database, failures);
            }
        } catch (CommandException failure) {
            throw failures.of(failure, false);
        }
        change.confirm();
        try {
            session.setPassword(database, account.username(), account.password());
        } catch (CommandException failure) {
            if (failure.failure().code() == MongoFailure.USER_NOT_FOUND) {
                throw absent(account, database, failures);
            }
            throw failures.of(failure, mayHaveChanged(failure.failure()));
        }
    }

    boolean accepts(String username, SecretText password, TimeLimit limit) {
        TargetErrors failures = errors.masking(password.reveal());
        try {
            String own = login.address().authDatabase();
            if (takes(username, own, password, limit)) {
                return true;
            }
            if (login.isAdministrator(username)) {
                return false;
            }
            for (MongoUser user : login.session(limit).usersAnywhere(username)) {
                if (!user.database().equals(own) && takes(username, user.database(), password, limit)) {
                    return true;
                }
            }
            return false;
        } catch (CommandException failure) {
            throw failures.of(failure, false);
        }
    }

    private boolean takes(String username, String database, SecretText password, TimeLimit limit)
            throws CommandException {
        try (MongoClient client = login.open(username, database, password)) {
            login.session(client, limit).ping();
            return true;
        } catch (CommandException failure) {
            if (failure.failure().loginRefused() && failure.failure().code() == MongoFailure.AUTHENTICATION_FAILED) {
                return false;
            }
            throw failure;
        }
    }

    private static boolean mayHaveChanged(MongoFailure failure) {
        return switch (failure.outcome()) {
            case UNSENT -> false;
            case LOST -> true;
            case ANSWERED -> failure.unavailable();
        };
    }

    private static TargetException absent(ManagedAccount account, String database, TargetErrors failures) {
        return failures.refused(
                "user '" + account.username() + "' does not exist in database \"" + database + "\"", false);
    }
}
