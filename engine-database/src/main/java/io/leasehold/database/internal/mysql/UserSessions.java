package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import java.util.ArrayList;
import java.util.List;

/** Ends the sessions of a user: an open session survives {@code DROP USER}. */
final class UserSessions {

    private static final String OF_USER = "SELECT ID FROM information_schema.PROCESSLIST WHERE USER = ?";

    private UserSessions() {}

    /** Tells every session of the user to end. Returns what could not be done. */
    static List<String> end(Transaction transaction, ServerErrors errors, String username) {
        try {
            for (long id : ids(transaction, username)) {
                kill(transaction, id);
            }
            return List.of();
        } catch (StepException failure) {
            return List.of("sessions of the user could not be ended: " + errors.words(failure)
                    + "; the administrator needs PROCESS and CONNECTION_ADMIN (CONNECTION ADMIN on MariaDB)");
        }
    }

    private static List<Long> ids(Transaction transaction, String username) throws StepException {
        return transaction.query(
                "look for sessions",
                OF_USER,
                rows -> {
                    List<Long> ids = new ArrayList<>();
                    while (rows.next()) {
                        ids.add(rows.getLong(1));
                    }
                    return ids;
                },
                username);
    }

    private static void kill(Transaction transaction, long id) throws StepException {
        try {
            transaction.execute("end the user's sessions", "KILL CONNECTION " + id);
        } catch (StepException failure) {
            if (!failure.meaning().is(MySqlFailure.NO_SUCH_THREAD)) {
                throw failure;
            }
        }
    }
}
