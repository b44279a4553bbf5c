package io.leasehold.database.internal.mssql;

import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;
import java.util.ArrayList;
import java.util.List;

/** Ends the sessions of an account, without which a login cannot be dropped. */
final class UserSessions {

    private static final String NEEDS = "; the administrator needs ALTER ANY CONNECTION and VIEW SERVER STATE";

    private UserSessions() {}

    /** The sessions that were seen, and whether others would have been. */
    private record Seen(List<Integer> ids, boolean all) {}

    /** Tells every session of the account to end. Returns what could not be done. */
    static List<String> end(Transaction transaction, ServerErrors errors, AccountKind kind, String username) {
        try {
            Seen seen = look(transaction, kind, username);
            // KILL is refused inside a transaction (error 6115), and the look has begun one.
            transaction.settle(true);
            for (int id : seen.ids()) {
                kill(transaction, id);
            }
            return seen.all()
                    ? List.of()
                    : List.of("sessions of the user that the administrator does not see may go on" + NEEDS);
        } catch (StepException failure) {
            return List.of("sessions of the user could not be ended: " + errors.words(failure) + NEEDS);
        }
    }

    private static Seen look(Transaction transaction, AccountKind kind, String username) throws StepException {
        return transaction.query(
                "look for sessions",
                kind.sessions(),
                rows -> {
                    List<Integer> ids = new ArrayList<>();
                    boolean all = false;
                    while (rows.next()) {
                        all = rows.getInt(AccountKind.SEES_ALL) == 1;
                        int id = rows.getInt("session_id");
                        if (!rows.wasNull()) {
                            ids.add(id);
                        }
                    }
                    return new Seen(ids, all);
                },
                username);
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
