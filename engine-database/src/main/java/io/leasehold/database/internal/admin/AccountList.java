package io.leasehold.database.internal.admin;

import io.leasehold.database.spi.ListedAccount;
import io.leasehold.spi.time.TimeSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Lists the accounts of a server by a query of its names and marks. Thread-safe. */
public final class AccountList {

    private final AdminSessions sessions;
    private final String sql;
    private final TimeSource time;

    /**
     * Creates the list.
     *
     * @param sessions sessions of the administrator
     * @param sql a query of two texts: an account's name, and its mark or an empty text
     * @param time elapsed time
     */
    public AccountList(AdminSessions sessions, String sql, TimeSource time) {
        this.sessions = sessions;
        this.sql = sql;
        this.time = time;
    }

    /**
     * Lists the accounts.
     *
     * @param timeLimit how long that may take
     * @param each takes one after the other, when the session is no longer used
     */
    public void each(Duration timeLimit, Consumer<ListedAccount> each) {
        sessions.transact(
                        TimeLimit.startingNow(timeLimit, time),
                        sessions.errors(),
                        transaction -> transaction.query("list the accounts", sql, AccountList::read))
                .forEach(each);
    }

    private static List<ListedAccount> read(ResultSet rows) throws SQLException {
        List<ListedAccount> accounts = new ArrayList<>();
        while (rows.next()) {
            accounts.add(new ListedAccount(rows.getString(1), rows.getString(2)));
        }
        return accounts;
    }
}
