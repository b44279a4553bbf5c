package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;

/** Drops every account that has a name. Each statement commits by itself, and all may be repeated. */
final class AccountRemoval {

    private AccountRemoval() {}

    /** Drops what is there, and makes sure that nothing is left. */
    static void run(Transaction transaction, String username) throws StepException {
        AccountLook found = AccountSession.look(transaction, username);
        for (String host : found.hosts()) {
            transaction.execute("drop the user", "DROP USER IF EXISTS " + MySqlText.account(username, host));
        }
        if (found.exists() && AccountSession.look(transaction, username).exists()) {
            throw transaction.failed("drop the user", "the user is still there after it was dropped");
        }
    }
}
