package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.StatementScript;
import io.leasehold.database.internal.sql.StatementValues;
import io.leasehold.database.spi.Account;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a user under its exclusion. Each step may be repeated:
 *
 * <ol>
 *   <li>look; absence ends it;
 *   <li>lock every account of the name, so that whatever fails later, nobody gets in;
 *   <li>end its sessions;
 *   <li>run the role's own revocation statements; when they fail, the removal goes on without them;
 *   <li>drop what is left, on whatever hosts it is, and look again;
 *   <li>end sessions that logged in before the lock and were not seen yet.
 * </ol>
 */
final class AccountRevocation {

    private static final Logger LOG = LoggerFactory.getLogger(AccountRevocation.class);

    private final AccountSession account;
    private final MySqlOptions options;
    private final TimeSource time;

    AccountRevocation(AccountSession account, MySqlOptions options, TimeSource time) {
        this.account = account;
        this.options = options;
        this.time = time;
    }

    Revoked revoke(Account request, Revocation revocation) {
        TimeLimit limit = TimeLimit.startingNow(revocation.timeLimit(), time);
        StatementScript script = MySqlPlugin.SCRIPTS.revocation(request.revocation());
        List<String> warnings = account.run(limit, account.errors(), request.username(), transaction -> {
            try {
                return remove(transaction, request.username(), script);
            } catch (StepException failure) {
                throw account.errors().of(failure, true);
            }
        });
        return new Revoked(Revoked.Absence.VERIFIED, warnings);
    }

    private List<String> remove(Transaction transaction, String username, StatementScript script) throws StepException {
        AccountLook found = AccountSession.look(transaction, username);
        if (!found.exists()) {
            return List.of();
        }
        for (String host : found.hosts()) {
            lock(transaction, username, host);
        }
        List<String> warnings = new ArrayList<>(endSessions(transaction, username));
        custom(transaction, username, script);
        AccountRemoval.run(transaction, username);
        if (warnings.isEmpty()) {
            warnings.addAll(endSessions(transaction, username));
        }
        return warnings;
    }

    private void lock(Transaction transaction, String username, String host) throws StepException {
        try {
            transaction.execute("lock the login", "ALTER USER " + MySqlText.account(username, host) + " ACCOUNT LOCK");
        } catch (StepException failure) {
            if (failure.meaning().unavailable()) {
                throw failure;
            }
            // The drop, which does the same for good, says what is missing.
            LOG.debug(
                    "The login of a user to be removed was not locked: {}",
                    account.errors().words(failure));
        }
    }

    private List<String> endSessions(Transaction transaction, String username) {
        return options.endsSessions() ? UserSessions.end(transaction, account.errors(), username) : List.of();
    }

    private void custom(Transaction transaction, String username, StatementScript script) throws StepException {
        try {
            transaction.executeAll(script.render(StatementValues.none().name(username)));
        } catch (StepException failure) {
            if (failure.meaning().unavailable()) {
                throw failure;
            }
            LOG.debug(
                    "The revocation statements failed ({}: {}); the user is removed without them",
                    failure.step(),
                    account.errors().words(failure));
        }
    }
}
