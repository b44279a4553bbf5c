package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks whether the administrator can do the work. */
final class AdminRights {

    private static final String ACCOUNTS = "SELECT 1 FROM mysql.user LIMIT 0";

    /** Global privileges; what a role gives the administrator is not among them. */
    private static final String GLOBAL = """
            SELECT PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES
             WHERE GRANTEE = CONCAT(QUOTE(SUBSTRING_INDEX(CURRENT_USER(), '@', 1)), '@',
                                    QUOTE(SUBSTRING_INDEX(CURRENT_USER(), '@', -1)))""";

    private AdminRights() {}

    /** What the writer of the connection should know. */
    static List<String> check(Transaction transaction, boolean endsSessions) throws StepException {
        transaction.query("read mysql.user, on which the administrator needs SELECT", ACCOUNTS, rows -> true);
        Set<String> rights = transaction.texts("look at the administrator's rights", GLOBAL).stream()
                .map(right -> right.replace(' ', '_'))
                .collect(Collectors.toSet());
        transaction.commit();
        List<String> warnings = new ArrayList<>();
        if (!rights.contains("CREATE_USER")) {
            warnings.add(
                    "the administrator does not have CREATE USER itself, so it may not be able to make and drop users");
        }
        boolean kills = rights.contains("CONNECTION_ADMIN") || rights.contains("SUPER");
        if (endsSessions && !(kills && rights.contains("PROCESS"))) {
            warnings.add(
                    "the administrator does not have PROCESS and CONNECTION ADMIN, so the sessions of removed users"
                            + " may go on until they end by themselves");
        }
        return warnings;
    }
}
