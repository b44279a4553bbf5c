package io.leasehold.database.internal.oracle;

import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import java.util.ArrayList;
import java.util.List;

/** Ends the sessions of a user, on every instance of a cluster. A user with sessions cannot be dropped. */
final class UserSessions {

    private static final String OF_USER =
            "SELECT s.sid, s.serial#, s.inst_id FROM gv$session s WHERE s.username = ? OR s.username = UPPER(?)";

    private UserSessions() {}

    /** Tells every session of the user to end. Returns what could not be done. */
    static List<String> end(Transaction transaction, ServerErrors errors, String username) {
        try {
            for (String id : ids(transaction, username)) {
                kill(transaction, id);
            }
            return List.of();
        } catch (StepException failure) {
            return List.of("sessions of the user could not be ended: " + errors.words(failure)
                    + "; the administrator needs ALTER SYSTEM, and SELECT on GV_$SESSION");
        }
    }

    private static List<String> ids(Transaction transaction, String username) throws StepException {
        return transaction.query(
                "look for sessions",
                OF_USER,
                rows -> {
                    List<String> ids = new ArrayList<>();
                    while (rows.next()) {
                        ids.add(rows.getLong(1) + "," + rows.getLong(2) + ",@" + rows.getLong(3));
                    }
                    return ids;
                },
                username,
                username);
    }

    private static void kill(Transaction transaction, String id) throws StepException {
        try {
            transaction.execute("end the user's sessions", "ALTER SYSTEM KILL SESSION '" + id + "' IMMEDIATE");
        } catch (StepException failure) {
            if (OracleFailure.SESSION_ENDS.stream().noneMatch(failure.meaning()::is)) {
                throw failure;
            }
        }
    }
}
