package io.leasehold.it.crash;

import io.leasehold.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who has held transactions open on a server while a recovery went on, and which locks: what one wants to know when it takes
 * too long, and cannot find out afterwards.
 */
final class OpenTransactions {

    /** Locks of the account, or of the rights; a session that waits shows none of its own. */
    private static final String OPEN = """
            SELECT a.pid, a.xact_start, a.state, coalesce(a.wait_event, ''),
                   (SELECT string_agg(format('%s:%s %s', l.classid, l.objid, l.granted), ' ')
                    FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory'), left(a.query, 60)
            FROM pg_stat_activity a WHERE a.xact_start IS NOT NULL AND a.pid <> pg_backend_pid()
            AND a.xact_start < clock_timestamp() - interval '1 second'""";

    /** Looks are cheap, but not free: the recovery itself has two processors to run on. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final PostgresServer server;
    private final Map<String, List<String>> sessions = new LinkedHashMap<>();
    private Duration next = Duration.ofSeconds(1);

    OpenTransactions(PostgresServer server) {
        this.server = server;
    }

    /** Notes who has had a transaction open for a second and more. */
    void look(Duration taken) {
        if (taken.compareTo(next) < 0) {
            return;
        }
        next = taken.plus(LOOK_EVERY);
        try (Connection admin = server.admin("postgres");
                Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery(OPEN)) {
            while (row.next()) {
                sessions.computeIfAbsent(
                                "session " + row.getString(1) + " since " + row.getString(2), key -> new ArrayList<>())
                        .add(taken.toMillis() + " ms: " + row.getString(3) + " " + row.getString(4) + " ["
                                + row.getString(5) + "] " + row.getString(6));
            }
        } catch (SQLException e) {
            sessions.computeIfAbsent("unseen", key -> new ArrayList<>())
                    .add(taken.toMillis() + " ms: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return sessions.toString();
    }
}
