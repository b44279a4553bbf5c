package io.leasehold.database.internal.mssql;

import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.Transaction;

/** Drops a login and its users. A session that was told to end takes a moment, in which the login cannot be dropped. */
final class LoginRemoval {

    private static final int ROUNDS = 20;

    private LoginRemoval() {}

    static void run(Transaction transaction, ServerErrors errors, String login) throws StepException {
        for (int round = 1; ; round++) {
            try {
                DatabaseUsers.dropAll(transaction, login);
                transaction.execute("drop the login", "DROP LOGIN " + MsSqlText.identifier(login));
                return;
            } catch (StepException failure) {
                if (round == ROUNDS || !failure.meaning().is(MsSqlFailure.LOGGED_IN)) {
                    throw failure;
                }
                transaction.rollback();
            }
            UserSessions.end(transaction, errors, AccountKind.LOGIN, login);
            // The server waits, and not this thread.
            transaction.execute("wait for sessions to end", "WAITFOR DELAY '00:00:00.100'");
        }
    }
}
