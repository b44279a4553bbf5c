package io.leasehold.database.internal.mssql;

import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import java.util.ArrayList;
import java.util.List;

/** Ends the sessions of an account, without which a login cannot be dropped. */
final class UserSessions {

    private UserSessions() {}

    /** Tells every session of the account to end. Returns what could not be done. */
    static List<String> end(Transaction transaction, ServerErrors errors, AccountKind kind, String username) {
        try {
            List<Integer> ids = transaction.query(
                    "look for sessions",
                    kind.sessions(),
                    rows -> {
                        List<Integer> found = new ArrayList<>();
                        while (rows.next()) {
                            found.add(rows.getInt(1));
                        }
                        return found;
                    },
                    username);
            // KILL is refused inside a transaction (error 6115), and the look has begun one.
            transaction.settle(true);
            for (int id : ids) {
                kill(transaction, id);
            }
            return List.of();
        } catch (StepException failure) {
            return List.of("sessions of the user could not be ended: " + errors.words(failure)
                    + "; the administrator needs ALTER ANY CONNECTION and VIEW SERVER STATE");
        }
    }

    private static void kill(Transaction transaction, int id) throws StepException {
        try {
            transaction.execute("end the user's sessions", "KILL " + id);
        } catch (StepException failure) {
            if (!failure.meaning().is(MsSqlFailure.NO_SUCH_SESSION)) {
                throw failure;
            }
        }
    }
}
