package io.leasehold.database.internal.oracle;

import io.leasehold.database.internal.account.AccountLook;
import io.leasehold.database.internal.account.AccountProduct;
import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.RenderedStatement;
import io.leasehold.database.internal.sql.RoleScripts;
import io.leasehold.spi.engine.Revoked;
import java.util.List;

/**
 * Users of a database. Account statements commit by themselves, the server knows no expiry, and there is no exclusion that every
 * administrator may use ({@code DBMS_LOCK} has to be granted), so that an absence is a plain look.
 */
final class OracleAccounts implements AccountProduct {

    /** How often a user is tried to be dropped whose sessions were told to end. */
    private static final int ROUNDS = 20;

    private final AdminSessions sessions;
    private final RoleScripts scripts;
    private final boolean endsSessions;

    OracleAccounts(AdminSessions sessions, RoleScripts scripts, boolean endsSessions) {
        this.sessions = sessions;
        this.scripts = scripts;
        this.endsSessions = endsSessions;
    }

    @Override
    public RoleScripts scripts() {
        return scripts;
    }

    @Override
    public ServerErrors errors() {
        return sessions.errors();
    }

    @Override
    public boolean transactional() {
        return false;
    }

    @Override
    public Revoked.Absence absence() {
        return Revoked.Absence.SEEN;
    }

    @Override
    public String called(String username) {
        return "user '" + username + "'";
    }

    @Override
    public <T> T run(TimeLimit limit, ServerErrors failures, String username, AdminSessions.Work<T> work) {
        return sessions.transact(limit, failures, work);
    }

    @Override
    public AccountLook look(Transaction transaction, String username) throws StepException {
        NameLook found = NameLook.at(transaction, username);
        return new AccountLook(
                !found.names().isEmpty(),
                found.names().isEmpty() ? username : found.names().get(0),
                found.serverTime());
    }

    @Override
    public void execute(Transaction transaction, List<RenderedStatement> statements) throws StepException {
        for (RenderedStatement statement : statements) {
            transaction.execute(statement.describe(), OracleText.terminated(statement.sql()));
        }
    }

    @Override
    public void lock(Transaction transaction, String username) throws StepException {
        for (String name : NameLook.at(transaction, username).names()) {
            transaction.execute("lock the login", "ALTER USER " + OracleText.identifier(name) + " ACCOUNT LOCK");
        }
    }

    @Override
    public List<String> endSessions(Transaction transaction, String username) {
        return UserSessions.end(transaction, errors(), username);
    }

    /**
     * Without CASCADE: nothing that a user owns is dropped, unless the role's own statements say so. What stands in the way
     * is told (ORA-01922), and the user stays locked.
     */
    @Override
    public void remove(Transaction transaction, String username) throws StepException {
        for (String name : NameLook.at(transaction, username).names()) {
            drop(transaction, name);
        }
        if (look(transaction, username).exists()) {
            throw transaction.failed("drop the user", "the user is still there after it was dropped");
        }
    }

    private void drop(Transaction transaction, String name) throws StepException {
        for (int round = 1; ; round++) {
            try {
                transaction.execute("drop the user", "DROP USER " + OracleText.identifier(name));
                return;
            } catch (StepException failure) {
                if (failure.meaning().is(OracleFailure.NO_SUCH_USER)) {
                    return;
                }
                if (round == ROUNDS || !endsSessions || !failure.meaning().is(OracleFailure.CONNECTED)) {
                    throw failure;
                }
            }
            UserSessions.end(transaction, errors(), name);
            // The server waits, and not this thread.
            transaction.execute("wait for sessions to end", "BEGIN DBMS_SESSION.SLEEP(0.1); END;");
        }
    }
}
