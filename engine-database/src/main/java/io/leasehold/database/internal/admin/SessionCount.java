package io.leasehold.database.internal.admin;

import io.leasehold.database.spi.ServerSessions;
import io.leasehold.spi.time.TimeSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Counts the sessions of a server by two queries. Thread-safe. */
public final class SessionCount {

    private final AdminSessions sessions;
    private final String used;
    private final int usedColumn;
    private final String byUser;
    private final TimeSource time;

    /**
     * Creates the count.
     *
     * @param sessions sessions of the administrator
     * @param used a query of one row with the sessions that count against the server's limit
     * @param usedColumn in which column, from 1
     * @param byUser a query of three texts and a number: user, mark or an empty text, state, sessions
     * @param time elapsed time
     */
    public SessionCount(AdminSessions sessions, String used, int usedColumn, String byUser, TimeSource time) {
        this.sessions = sessions;
        this.used = used;
        this.usedColumn = usedColumn;
        this.byUser = byUser;
        this.time = time;
    }

    /**
     * Counts them now.
     *
     * @param timeLimit how long that may take
     * @return the sessions
     */
    public ServerSessions.Sessions count(Duration timeLimit) {
        return sessions.transact(
                TimeLimit.startingNow(timeLimit, time),
                sessions.errors(),
                transaction -> new ServerSessions.Sessions(
                        transaction.query(
                                "count the sessions", used, rows -> rows.next() ? rows.getInt(usedColumn) : 0),
                        transaction.query("count the sessions by user", byUser, SessionCount::read)));
    }

    private static List<ServerSessions.OfUser> read(ResultSet rows) throws SQLException {
        List<ServerSessions.OfUser> users = new ArrayList<>();
        while (rows.next()) {
            users.add(
                    new ServerSessions.OfUser(rows.getString(1), rows.getString(2), rows.getString(3), rows.getInt(4)));
        }
        return users;
    }
}
