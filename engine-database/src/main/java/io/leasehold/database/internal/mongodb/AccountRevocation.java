package io.leasehold.database.internal.mongodb;

import io.leasehold.database.internal.admin.TargetErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.spi.Account;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a user: it is looked for, dropped, what it is doing is ended, and it is looked for again. Every step may be repeated.
 * Absence is seen, and not verified: the server knows no exclusion, so a creation that is still under way may follow.
 */
final class AccountRevocation {

    private static final Logger LOG = LoggerFactory.getLogger(AccountRevocation.class);

    private static final String STATEMENTS = "revocation_statements";

    private final MongoLogin login;
    private final TargetErrors errors;

    AccountRevocation(MongoLogin login, TargetErrors errors) {
        this.login = login;
        this.errors = errors;
    }

    Revoked revoke(Account account, Revocation attempt, TimeLimit limit) {
        if (login.isAdministrator(account.username())) {
            throw errors.refused("user '" + account.username() + "' is the administrator's own: left alone", false);
        }
        List<String> warnings = new ArrayList<>();
        try {
            MongoSession session = login.session(limit);
            for (MongoUser user : find(session, account)) {
                if (isStranger(user, account, attempt)) {
                    warnings.add("a user '" + account.username() + "' exists in database \"" + user.database()
                            + "\" that this lease did not make; it was left alone");
                } else {
                    session.dropUser(user.database(), account.username());
                    endSessions(session, user, account, warnings);
                }
            }
            if (find(session, account).stream().anyMatch(user -> !isStranger(user, account, attempt))) {
                throw errors.refused("user '" + account.username() + "' is still there after dropUser", true);
            }
            return new Revoked(Revoked.Absence.SEEN, warnings);
        } catch (CommandException failure) {
            throw errors.of(failure, true);
        }
    }

    /** Whether the user is there, wherever that is. */
    boolean exists(Account account, TimeLimit limit) {
        try {
            return !find(login.session(limit), account).isEmpty();
        } catch (CommandException failure) {
            throw errors.of(failure, false);
        }
    }

    /** In the database of the revocation statement; without one in any, because the name is this lease's alone. */
    private static List<MongoUser> find(MongoSession session, Account account) throws CommandException {
        Optional<String> database = UserDatabase.parse(STATEMENTS, account.revocation());
        return database.isPresent()
                ? session.user(database.get(), account.username()).stream().toList()
                : session.usersAnywhere(account.username());
    }

    /** A creation that was never confirmed may have been refused because somebody else had the name. */
    private static boolean isStranger(MongoUser user, Account account, Revocation attempt) {
        return attempt.creationUncertain() && !user.mark().equals(account.mark());
    }

    /** Open connections of the user have no rights any more; this ends what is running on them. */
    private void endSessions(MongoSession session, MongoUser user, Account account, List<String> warnings)
            throws CommandException {
        try {
            session.killSessions(user.database(), account.username());
        } catch (CommandException failure) {
            if (failure.failure().outcome() != MongoFailure.Outcome.ANSWERED) {
                throw failure;
            }
            if (failure.failure().code() == MongoFailure.COMMAND_NOT_FOUND) {
                LOG.debug("The server does not know killAllSessions");
                return;
            }
            warnings.add("what user '" + account.username() + "' was doing was not ended: killAllSessions: "
                    + errors.words(failure));
        }
    }
}
