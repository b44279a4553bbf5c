package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Ends the sessions of a role that cannot log in any more. */
final class Sessions {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final String TERMINATE = """
            SELECT count(*), count(*) FILTER (WHERE ended)
              FROM (SELECT pg_catalog.pg_terminate_backend(a.pid, ?) AS ended FROM pg_catalog.pg_stat_activity a
                    WHERE a.usesysid = ? AND a.pid <> pg_catalog.pg_backend_pid()) AS sessions""";

    private static final String REMAINING =
            "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_stat_activity a WHERE a.usesysid = ?)";

    private Sessions() {}

    /**
     * Ends the sessions of a role and waits for their end.
     *
     * @return what could not be done
     */
    static List<String> terminate(AdminSessions sessions, TimeLimit limit, long roleOid) {
        try {
            return sessions.tryTransact(limit, transaction -> {
                AccountQueries.limit(transaction);
                long wait = Math.min(
                        LONGEST_WAIT.toMillis(), Math.max(1, limit.left().toMillis() / 2));
                return transaction.query("end the role's sessions", TERMINATE, Sessions::remaining, wait, roleOid);
            });
        } catch (StepException failure) {
            return List.of("sessions of the user could not be ended: "
                    + sessions.errors().words(failure)
                    + "; the administrator needs to be a member of pg_signal_backend, or to have the role's rights");
        }
    }

    static boolean any(AdminSessions sessions, TimeLimit limit, long roleOid) throws StepException {
        return sessions.tryTransact(
                limit,
                transaction -> transaction.query(
                        "look for sessions", REMAINING, rows -> rows.next() && rows.getBoolean(1), roleOid));
    }

    private static List<String> remaining(ResultSet rows) throws SQLException {
        rows.next();
        long left = rows.getLong(1) - rows.getLong(2);
        return left == 0 ? List.of() : List.of(left + " sessions of the user were told to end and had not ended yet");
    }
}
