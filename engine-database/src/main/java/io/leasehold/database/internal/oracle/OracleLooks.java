package io.leasehold.database.internal.oracle;

import io.leasehold.database.internal.account.ServerLooks;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.spi.ListedAccount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** What the server is asked of the administrator's rights, of its limits and of its users. */
final class OracleLooks implements ServerLooks {

    private static final List<String> NEEDED = List.of("CREATE USER", "ALTER USER", "DROP USER");

    private final boolean endsSessions;

    OracleLooks(boolean endsSessions) {
        this.endsSessions = endsSessions;
    }

    @Override
    public List<String> rights(Transaction transaction) throws StepException {
        Set<String> rights = new HashSet<>(
                transaction.texts("look at the administrator's rights", "SELECT privilege FROM session_privs"));
        List<String> warnings = new ArrayList<>();
        List<String> missing =
                NEEDED.stream().filter(right -> !rights.contains(right)).toList();
        if (!missing.isEmpty()) {
            warnings.add("the administrator does not have " + String.join(", ", missing)
                    + ", so it may not be able to make and drop users");
        }
        if (endsSessions && !rights.contains("ALTER SYSTEM")) {
            warnings.add(
                    "the administrator does not have ALTER SYSTEM, so the sessions of removed users cannot be ended, and"
                            + " a user with open sessions cannot be dropped");
        }
        return warnings;
    }

    @Override
    public OptionalInt maxConnections(Transaction transaction) throws StepException {
        return transaction.query(
                "read the parameter sessions, for which the administrator needs SELECT on V_$PARAMETER",
                "SELECT TO_NUMBER(value) FROM v$parameter WHERE name = 'sessions'",
                rows -> rows.next() ? OptionalInt.of(rows.getInt(1)) : OptionalInt.empty());
    }

    @Override
    public List<ListedAccount> accounts(Transaction transaction) throws StepException {
        return transaction
                .texts("list the users", "SELECT username FROM all_users WHERE oracle_maintained = 'N'")
                .stream()
                .map(name -> new ListedAccount(name, ""))
                .toList();
    }
}
