package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.Account;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a user. Each step is a transaction under the account's exclusion, and each may be repeated:
 *
 * <ol>
 *   <li>look; a role that is absent, or not the lease's own, ends it. A role without sessions, dependents and revocation
 *       statements is dropped right here;
 *   <li>else the login is locked, so that whatever fails later, nobody gets in;
 *   <li>its sessions are ended;
 *   <li>the role's own revocation statements run; when they fail (those of common guides do), they are rolled back;
 *   <li>what still depends on the role is undone, in every database, and the role is dropped.
 * </ol>
 */
final class AccountRevocation {

    private static final Logger LOG = LoggerFactory.getLogger(AccountRevocation.class);

    /** Something new may depend on the role while it is being undone. */
    private static final int ROUNDS = 3;

    /** DROP ROLE: something depends on it still. */
    private static final String DEPENDENT_OBJECTS = "2BP01";

    private final AdminSessions sessions;
    private final PostgresLogin login;
    private final RevocationOptions options;
    private final TimeSource time;

    AccountRevocation(AdminSessions sessions, PostgresLogin login, RevocationOptions options, TimeSource time) {
        this.sessions = sessions;
        this.login = login;
        this.options = options;
        this.time = time;
    }

    /** What the first look led to. */
    private sealed interface First {

        record Absent(List<String> warnings) implements First {}

        record Dropped(long oid) implements First {}

        record Locked(AccountState state) implements First {}
    }

    Revoked revoke(Account account, Revocation revocation) {
        TimeLimit limit = TimeLimit.startingNow(revocation.timeLimit(), time);
        StatementScript script = PostgresPlugin.SCRIPTS.revocation(account.revocation());
        First first = first(account, revocation, script.isEmpty(), limit);
        if (first instanceof First.Absent absent) {
            return new Revoked(Revoked.Absence.VERIFIED, absent.warnings());
        }
        if (first instanceof First.Dropped dropped) {
            return new Revoked(Revoked.Absence.VERIFIED, endLateSessions(dropped.oid(), limit));
        }
        AccountState state = ((First.Locked) first).state();
        List<String> warnings = new ArrayList<>();
        try {
            if (!state.usable() && (state.sessions() || state.dependents())) {
                becomeMember(account, limit);
            }
            if (options.terminateSessions()) {
                warnings.addAll(Sessions.terminate(sessions, limit, state.oid()));
            }
            if (!script.isEmpty()) {
                runCustom(account, script, limit);
            }
            undoAndDrop(account, state.oid(), limit);
        } catch (StepException failure) {
            throw sessions.errors().of(failure, true, blockers(state.oid(), limit));
        }
        return new Revoked(Revoked.Absence.VERIFIED, warnings);
    }

    private First first(Account account, Revocation revocation, boolean nothingCustom, TimeLimit limit) {
        try {
            try {
                return sessions.tryTransact(
                        limit, transaction -> first(transaction, account, revocation, nothingCustom));
            } catch (StepException failure) {
                if (!failure.meaning().is(DEPENDENT_OBJECTS)) {
                    throw failure;
                }
                return sessions.tryTransact(limit, transaction -> first(transaction, account, revocation, false));
            }
        } catch (StepException failure) {
            throw sessions.errors().of(failure, AdminSessions.outcomeUnknown(failure));
        }
    }

    private First first(Transaction transaction, Account account, Revocation revocation, boolean mayDrop)
            throws StepException {
        AccountState state = AccountQueries.lockAndInspect(transaction, account.username());
        if (!state.exists()) {
            return new First.Absent(List.of());
        }
        if (revocation.creationUncertain() && !state.mark().equals(account.mark())) {
            return strangers(account, state);
        }
        String role = SqlText.identifier(account.username());
        if (mayDrop && !state.sessions() && !state.dependents()) {
            transaction.execute("drop the role", "DROP ROLE " + role);
            return new First.Dropped(state.oid());
        }
        transaction.execute(
                "lock the login", "ALTER ROLE " + role + " NOLOGIN PASSWORD NULL VALID UNTIL '1970-01-01 00:00:00+00'");
        return new First.Locked(state);
    }

    /** A role of the planned name that does not carry the lease's mark, of a creation that was never confirmed. */
    private First strangers(Account account, AccountState state) {
        if (state.mark().isEmpty() && !state.marksRoles()) {
            throw sessions.errors()
                    .refused(
                            "role \"" + account.username() + "\" exists, its creation was never confirmed, and the"
                                    + " administrator does not have CREATEROLE and so cannot mark roles, so it is not known whose it is:"
                                    + " check it, and drop it by hand if it is the lease's",
                            false);
        }
        return new First.Absent(List.of(
                "a role named \"" + account.username() + "\" exists that this lease did not make; it was left alone"));
    }

    private void becomeMember(Account account, TimeLimit limit) {
        try {
            sessions.tryTransact(limit, transaction -> {
                AccountQueries.limit(transaction);
                // Since 16 the maker of a role may administer it, and neither use its rights nor take it on.
                String with = transaction.majorVersion() >= 16 ? " WITH INHERIT TRUE, SET TRUE" : "";
                transaction.execute(
                        "take on the role's rights",
                        "GRANT " + SqlText.identifier(account.username()) + " TO CURRENT_USER" + with);
                return true;
            });
        } catch (StepException failure) {
            // The steps that need the rights will say what they lack; others may do without.
            LOG.debug(
                    "The rights of a user to be removed were not granted: {}",
                    sessions.errors().words(failure));
        }
    }

    private void runCustom(Account account, StatementScript script, TimeLimit limit) throws StepException {
        try {
            sessions.tryTransact(limit, transaction -> {
                if (AccountQueries.lockAndFind(transaction, account.username()).exists()) {
                    RoleDdl.run(
                            transaction, script.render(StatementValues.none().name(account.username())));
                }
                return true;
            });
        } catch (StepException failure) {
            if (failure.meaning().unavailable()) {
                throw failure;
            }
            LOG.debug(
                    "The revocation statements failed and were rolled back ({}: {}); the user is removed without them",
                    failure.step(),
                    sessions.errors().words(failure));
        }
    }

    private void undoAndDrop(Account account, long oid, TimeLimit limit) throws StepException {
        for (int round = 1; ; round++) {
            try {
                for (String database : otherDatabases(account, limit)) {
                    String place = "database " + SqlText.identifier(database);
                    sessions.tryTransactOn(() -> login.open(database), place, limit, transaction -> {
                        AccountQueries.limit(transaction);
                        Dependents.undo(transaction, account.username(), oid, options.heir());
                        return true;
                    });
                }
                sessions.tryTransact(limit, transaction -> dropHere(transaction, account));
                return;
            } catch (StepException failure) {
                if (!failure.meaning().is(DEPENDENT_OBJECTS) || round == ROUNDS) {
                    throw failure;
                }
                stopMaking(account, oid, limit);
            }
        }
    }

    /** Takes away the rights to make objects, for a session that is let run and goes on making them. */
    private void stopMaking(Account account, long oid, TimeLimit limit) throws StepException {
        sessions.tryTransact(limit, transaction -> {
            AccountQueries.limit(transaction);
            Dependents.stopMaking(transaction, account.username(), oid);
            return true;
        });
    }

    private List<String> otherDatabases(Account account, TimeLimit limit) throws StepException {
        return sessions.tryTransact(limit, transaction -> {
            AccountState state = AccountQueries.lockAndInspect(transaction, account.username());
            return state.dependents() ? Dependents.otherDatabases(transaction, state.oid()) : List.<String>of();
        });
    }

    private boolean dropHere(Transaction transaction, Account account) throws StepException {
        AccountState state = AccountQueries.lockAndInspect(transaction, account.username());
        if (state.exists()) {
            if (state.dependents()) {
                Dependents.undo(transaction, account.username(), state.oid(), options.heir());
            }
            transaction.execute("drop the role", "DROP ROLE " + SqlText.identifier(account.username()));
        }
        return true;
    }

    /** Sessions that logged in between the look and the drop. They have no role any more, but their snapshots of rights. */
    private List<String> endLateSessions(long oid, TimeLimit limit) {
        if (!options.terminateSessions()) {
            return List.of();
        }
        try {
            return Sessions.any(sessions, limit, oid) ? Sessions.terminate(sessions, limit, oid) : List.of();
        } catch (StepException failure) {
            return List.of("late sessions could not be looked for: "
                    + sessions.errors().words(failure));
        }
    }

    private List<String> blockers(long oid, TimeLimit limit) {
        try {
            return sessions.tryTransact(limit, transaction -> Dependents.describe(transaction, oid));
        } catch (StepException | LeaseholdException failure) {
            LOG.debug("What stands in the way of removing a user could not be read either");
            return List.of();
        }
    }
}
