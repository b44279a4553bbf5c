package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;

/**
 * How an account changes its own password without any right: it can look up neither its host nor its plugin, and needs
 * neither.
 *
 * <p>MariaDB's {@code SET PASSWORD} and MySQL's {@code ALTER USER USER()} take the account that the server knows the session
 * by, and keep its plugin. MySQL 8 has no {@code SET PASSWORD} that takes a hash; MariaDB's {@code ALTER USER} asks for a
 * privilege also for one's own account.
 */
final class OwnPassword {

    /** SELECT denied on a table, and on a column of it. */
    private static final String TABLE_DENIED = "1142";

    private static final String COLUMN_DENIED = "1143";

    private OwnPassword() {}

    /** Whether the session may read the accounts. */
    static boolean seesAccounts(Transaction transaction) throws StepException {
        try {
            return transaction.query("look for accounts", "SELECT Host, User, plugin FROM mysql.user LIMIT 0", rows -> true);
        } catch (StepException failure) {
            if (failure.meaning().is(TABLE_DENIED) || failure.meaning().is(COLUMN_DENIED)) {
                return false;
            }
            throw failure;
        }
    }

    /**
     * Writes the statement.
     *
     * @param version the server's, in its own words
     * @param password the password, as SQL
     * @return the statement
     */
    static String statement(String version, String password) {
        return PasswordStatement.takesHashes(version)
                ? "SET PASSWORD = PASSWORD(" + password + ")"
                : "ALTER USER USER() IDENTIFIED BY " + password;
    }
}
