package io.leasehold.database.internal.snowflake;

import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.spi.ListedAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Users as {@code SHOW USERS} lists them. A name without quotes in a statement was folded to capitals. */
final class UserLook {

    /** What {@code SHOW} commands answer with at most ("SHOW <objects>", usage notes). */
    private static final int PAGE = 10_000;

    private UserLook() {}

    /** The user that a name means, as the service spells it: as it is written, else in capitals. */
    static List<String> names(Transaction transaction, String username) throws StepException {
        // A pattern whose wild cards can only find too much, and that ignores case.
        String sql = "SHOW USERS LIKE '" + literal(username) + "'";
        List<String> like = read(transaction, "look up the account", sql).stream()
                .map(ListedAccount::username)
                .toList();
        if (like.contains(username)) {
            return List.of(username);
        }
        String folded = username.toUpperCase(Locale.ROOT);
        return like.contains(folded) ? List.of(folded) : List.of();
    }

    /** All users, with their comments, by pages that each begin after the last name of the one before. */
    static List<ListedAccount> all(Transaction transaction) throws StepException {
        List<ListedAccount> all = new ArrayList<>();
        List<ListedAccount> page = read(transaction, "list the users", "SHOW USERS LIMIT " + PAGE);
        all.addAll(page);
        while (page.size() >= PAGE) {
            String last = literal(page.get(page.size() - 1).username());
            page = read(transaction, "list the users", "SHOW USERS LIMIT " + PAGE + " FROM '" + last + "'");
            all.addAll(page);
        }
        return all;
    }

    private static String literal(String text) {
        return text.replace("\\", "\\\\").replace("'", "''");
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
