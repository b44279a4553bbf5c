package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.account.AccountLook;
import io.leasehold.database.internal.account.AccountProduct;
import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.sql.RoleScripts;
import io.leasehold.spi.engine.Revoked;
import java.util.List;

/**
 * The accounts of a name, of which there may be several, one for each host pattern. Statements commit by themselves, and the
 * server knows no expiry.
 */
final class MySqlAccounts implements AccountProduct {

    private final AccountSession account;

    MySqlAccounts(AccountSession account) {
        this.account = account;
    }

    @Override
    public RoleScripts scripts() {
        return MySqlPlugin.SCRIPTS;
    }

    @Override
    public ServerErrors errors() {
        return account.errors();
    }

    @Override
    public boolean transactional() {
        return false;
    }

    @Override
    public Revoked.Absence absence() {
        return Revoked.Absence.VERIFIED;
    }

    @Override
    public String called(String username) {
        return "user '" + username + "'";
    }

    @Override
    public <T> T run(TimeLimit limit, ServerErrors failures, String username, AdminSessions.Work<T> work) {
        return account.run(limit, failures, username, work);
    }

    @Override
    public AccountLook look(Transaction transaction, String username) throws StepException {
        HostsLook found = AccountSession.look(transaction, username);
        return new AccountLook(found.exists(), username, found.serverTime());
    }

    @Override
    public String distinguishedName(String name) {
        return OneLineName.of(name);
    }

    @Override
    public void lock(Transaction transaction, String username) throws StepException {
        for (String host : AccountSession.look(transaction, username).hosts()) {
            transaction.execute("lock the login", "ALTER USER " + MySqlText.account(username, host) + " ACCOUNT LOCK");
        }
    }

    @Override
    public List<String> endSessions(Transaction transaction, String username) {
        return UserSessions.end(transaction, errors(), username);
    }

    /** Drops every account that has the name. */
    @Override
    public void remove(Transaction transaction, String username) throws StepException {
        HostsLook found = AccountSession.look(transaction, username);
        for (String host : found.hosts()) {
            transaction.execute("drop the user", "DROP USER IF EXISTS " + MySqlText.account(username, host));
        }
        if (found.exists() && AccountSession.look(transaction, username).exists()) {
            throw transaction.failed("drop the user", "the user is still there after it was dropped");
        }
    }
}
