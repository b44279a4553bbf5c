package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import java.util.regex.Pattern;

/**
 * An account as MariaDB writes it ({@code SHOW CREATE USER}).
 *
 * @param sql the statement, which holds a hash of the password; empty when the administrator may not see it
 */
record AccountDefinition(String sql) {

    private static final Pattern QUOTED = Pattern.compile("`[^`]*`|'[^']*'");

    static AccountDefinition of(Transaction transaction, String name, String host) throws StepException {
        try {
            return new AccountDefinition(transaction.query(
                    "look at the account",
                    "SHOW CREATE USER " + MySqlText.account(name, host),
                    rows -> rows.next() ? String.valueOf(rows.getString(1)) : ""));
        } catch (StepException failure) {
            if (failure.meaning().sessionLost()) {
                throw failure;
            }
            // Without SELECT on the database mysql only one's own account may be seen.
            return new AccountDefinition("");
        }
    }

    /** Whether there are alternatives to one another ("IDENTIFIED VIA unix_socket OR mysql_native_password ..."). */
    boolean hasSeveralWays() {
        return QUOTED.matcher(sql).replaceAll("").contains(" OR ");
    }

    @Override
    public String toString() {
        return "AccountDefinition";
    }
}
