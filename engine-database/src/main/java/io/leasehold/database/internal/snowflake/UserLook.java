package io.leasehold.database.internal.snowflake;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.spi.ListedAccount;
import java.util.ArrayList;
import java.util.List;

/** Users as {@code SHOW USERS} lists them. A name without quotes in a statement was folded to capitals. */
final class UserLook {

    private UserLook() {}

    /** The users that a name may mean, as the service spells them. */
    static List<String> names(Transaction transaction, String username) throws StepException {
        // A pattern whose wild cards can only find too much, and that ignores case.
        String pattern = username.replace("\\", "\\\\").replace("'", "''");
        return read(transaction, "look up the account", "SHOW USERS LIKE '" + pattern + "'").stream()
                .map(ListedAccount::username)
                .filter(name -> name.equalsIgnoreCase(username))
                .toList();
    }

    /** All users, with their comments. */
    static List<ListedAccount> all(Transaction transaction) throws StepException {
        return read(transaction, "list the users", "SHOW USERS");
    }

    private static List<ListedAccount> read(Transaction transaction, String step, String sql) throws StepException {
        return transaction.query(step, sql, rows -> {
            List<ListedAccount> users = new ArrayList<>();
            while (rows.next()) {
                String comment = rows.getString("comment");
                users.add(new ListedAccount(String.valueOf(rows.getString("name")), comment == null ? "" : comment));
            }
            return users;
        });
    }
}
