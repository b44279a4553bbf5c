package io.leasehold.database.internal.mssql;

import io.leasehold.database.internal.account.AccountLook;
import io.leasehold.database.internal.account.AccountProduct;
import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.RoleScripts;
import io.leasehold.spi.engine.Revoked;
import java.time.Instant;
import java.util.List;

/** Logins of the server, or users of a contained database. Statements are rolled back with their transaction. */
final class MsSqlAccounts implements AccountProduct {

    private final AccountSession account;
    private final AccountKind kind;
    private final String database;

    /** Accounts; a contained user is one of the database. */
    MsSqlAccounts(AccountSession account, AccountKind kind, String database) {
        this.account = account;
        this.kind = kind;
        this.database = database;
    }

    @Override
    public RoleScripts scripts() {
        return MsSqlPlugin.SCRIPTS;
    }

    @Override
    public ServerErrors errors() {
        return account.errors();
    }

    @Override
    public boolean transactional() {
        return true;
    }

    @Override
    public Revoked.Absence absence() {
        return Revoked.Absence.VERIFIED;
    }

    @Override
    public String called(String username) {
        return kind.called(username);
    }

    @Override
    public <T> T run(TimeLimit limit, ServerErrors failures, String username, AdminSessions.Work<T> work) {
        return account.run(limit, failures, username, work);
    }

    @Override
    public AccountLook look(Transaction transaction, String username) throws StepException {
        if (kind == AccountKind.CONTAINED_USER) {
            // A role's USE would show the users of another database, where this one is absent.
            transaction.execute("return to the database", "USE " + MsSqlText.identifier(database));
        }
        Sighting sighting = transaction.query(
                "look up the account",
                kind.look(),
                rows -> rows.next()
                        ? new Sighting(
                                rows.getInt("found") > 0,
                                rows.getInt(AccountKind.SEES_ALL) == 1,
                                Instant.ofEpochMilli(rows.getLong("server_time")))
                        : new Sighting(false, false, Instant.EPOCH),
                username);
        if (!sighting.found() && !sighting.seesAll()) {
            throw transaction.failed("look up the account", kind.blind());
        }
        return new AccountLook(sighting.found(), username, sighting.serverTime());
    }

    /** What a look answers. */
    private record Sighting(boolean found, boolean seesAll, Instant serverTime) {}

    @Override
    public void lock(Transaction transaction, String username) throws StepException {
        transaction.execute("lock the login", kind.lock(username));
    }

    @Override
    public List<String> endSessions(Transaction transaction, String username) {
        return UserSessions.end(transaction, errors(), kind, username);
    }

    @Override
    public void remove(Transaction transaction, String username) throws StepException {
        if (look(transaction, username).exists()) {
            if (kind == AccountKind.LOGIN) {
                LoginRemoval.run(transaction, errors(), username);
            } else {
                DatabaseUsers.drop(transaction, "", username);
            }
        }
        if (look(transaction, username).exists()) {
            throw transaction.failed("drop the user", "the user is still there after it was dropped");
        }
    }
}
