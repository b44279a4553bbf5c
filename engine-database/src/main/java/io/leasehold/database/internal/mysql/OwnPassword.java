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

    /** Not those of roles, so that an administrator who has it by a role changes its own without it, to the same effect. */
    private static final String MAY_ALTER = """
            SELECT COUNT(*) FROM information_schema.USER_PRIVILEGES
             WHERE PRIVILEGE_TYPE = 'CREATE USER' AND REPLACE(GRANTEE, '''', '') = CURRENT_USER()""";

    private OwnPassword() {}

    /** Whether the session may read the accounts, and alter any. */
    static boolean mayAlterAccounts(Transaction transaction) throws StepException {
        try {
            transaction.query("look for accounts", "SELECT Host, User, plugin FROM mysql.user LIMIT 0", rows -> true);
        } catch (StepException failure) {
            if (failure.meaning().is(TABLE_DENIED) || failure.meaning().is(COLUMN_DENIED)) {
                return false;
            }
            throw failure;
        }
        return transaction.query(
                "look for the right to alter users", MAY_ALTER, rows -> rows.next() && rows.getInt(1) > 0);
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
