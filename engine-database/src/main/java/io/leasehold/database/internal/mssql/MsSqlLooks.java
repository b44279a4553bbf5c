package io.leasehold.database.internal.mssql;

import io.leasehold.database.internal.account.ServerLooks;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.spi.ListedAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What the server is asked of the administrator's rights, of its limits and of its accounts. */
final class MsSqlLooks implements ServerLooks {

    private static final String LIST = "list the accounts";

    private final AccountKind kind;
    private final boolean endsSessions;

    MsSqlLooks(AccountKind kind, boolean endsSessions) {
        this.kind = kind;
        this.endsSessions = endsSessions;
    }

    /** Without the right to accounts the administrator does not even see them, and would take them for removed. */
    @Override
    public List<String> rights(Transaction transaction) throws StepException {
        if (kind == AccountKind.LOGIN) {
            require(transaction, "NULL, NULL, 'ALTER ANY LOGIN'", "ALTER ANY LOGIN");
        } else {
            require(transaction, "NULL, 'DATABASE', 'ALTER ANY USER'", "ALTER ANY USER in the database");
        }
        List<String> warnings = new ArrayList<>();
        if (endsSessions
                && !(has(transaction, "NULL, NULL, 'ALTER ANY CONNECTION'")
                        && has(transaction, "NULL, NULL, 'VIEW SERVER STATE'"))) {
            warnings.add(
                    "the administrator does not have ALTER ANY CONNECTION and VIEW SERVER STATE, so the sessions of"
                            + " removed users cannot be ended, and a login with open sessions cannot be dropped");
        }
        return warnings;
    }

    private static void require(Transaction transaction, String permission, String named) throws StepException {
        if (!has(transaction, permission)) {
            throw transaction.failed("look at the administrator's rights", "the administrator does not have " + named);
        }
    }

    private static boolean has(Transaction transaction, String permission) throws StepException {
        return transaction.query(
                "look at the administrator's rights",
                "SELECT HAS_PERMS_BY_NAME(" + permission + ")",
                rows -> rows.next() && rows.getInt(1) == 1);
    }

    /** The configured number, or 32767, which is the most that the server ever accepts. */
    @Override
    public OptionalInt maxConnections(Transaction transaction) throws StepException {
        return OptionalInt.of(transaction.query(
                "read @@MAX_CONNECTIONS", "SELECT @@MAX_CONNECTIONS", rows -> rows.next() ? rows.getInt(1) : 0));
    }

    /** A list with gaps would have living accounts taken for removed. */
    @Override
    public List<ListedAccount> accounts(Transaction transaction) throws StepException {
        List<ListedAccount> accounts = new ArrayList<>();
        boolean seesAll = transaction.query(LIST, kind.all(), rows -> {
            boolean all = false;
            while (rows.next()) {
                all = rows.getInt(AccountKind.SEES_ALL) == 1;
                String name = rows.getString("name");
                if (name != null) {
                    accounts.add(new ListedAccount(name, ""));
                }
            }
            return all;
        });
        if (!seesAll) {
            throw transaction.failed(LIST, kind.blind());
        }
        return accounts;
    }
}
