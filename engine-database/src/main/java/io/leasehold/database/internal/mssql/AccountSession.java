package io.leasehold.database.internal.mssql;

import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.text.Sha256;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Works on one account under its exclusion: an application lock that the session holds until its transaction has ended. The
 * server has no limit for idle sessions, so a creator that is stopped in the middle keeps its lock until its connection ends,
 * and whoever would remove the account is told that somebody is at work on it.
 */
final class AccountSession {

    /** What sp_getapplock returns when it has to wait for longer than allowed. */
    private static final int TIMED_OUT = -1;

    private final AdminSessions sessions;
    private final AccountKind kind;

    AccountSession(AdminSessions sessions, AccountKind kind) {
        this.sessions = sessions;
        this.kind = kind;
    }

    /** What the lock is answered with. */
    private record Answer(int taken, String database) {}

    ServerErrors errors() {
        return sessions.errors();
    }

    /** Runs work on an account; a failure is told as having had no effect, unless the work tells it otherwise. */
    <T> T run(TimeLimit limit, ServerErrors failures, String username, AdminSessions.Work<T> work) {
        return sessions.transact(limit, failures, transaction -> {
            begin(transaction, lock(username), failures);
            return work.in(transaction);
        });
    }

    private void begin(Transaction transaction, String lock, ServerErrors failures) throws StepException {
        int millis = Transaction.millis(transaction.limit().left());
        transaction.execute("limits", "SET LOCK_TIMEOUT " + millis);
        // Before anything that can fail: a session whose lock is uncertain is not used again.
        transaction.spoil();
        Answer answer = transaction.query(
                "lock the account",
                "SET NOCOUNT ON; DECLARE @taken int; EXEC @taken = " + kind.lockDatabase()
                        + "sys.sp_getapplock @Resource = ?, @LockMode = 'Exclusive', @LockOwner = 'Session',"
                        + " @LockTimeout = ?; SELECT @taken AS taken, DB_NAME() AS name",
                rows -> rows.next()
                        ? new Answer(rows.getInt(1), String.valueOf(rows.getString(2)))
                        : new Answer(TIMED_OUT, ""),
                lock,
                millis);
        if (answer.taken() == TIMED_OUT) {
            throw failures.contended("another session is still working on the account", false);
        }
        if (answer.taken() < 0) {
            throw transaction.failed("lock the account", "sp_getapplock returned " + answer.taken());
        }
        // A role's USE outlives the transaction.
        transaction.afterwards("return to the database", "USE " + MsSqlText.identifier(answer.database()));
        transaction.afterwards(
                "unlock the account",
                "EXEC " + kind.lockDatabase() + "sys.sp_releaseapplock @Resource = " + MsSqlText.literal(lock)
                        + ", @LockOwner = 'Session'");
        transaction.unspoil();
    }

    /**
     * The lock's name is a part of the protocol between brokers of different versions on one server: never change how it is
     * made. Names are told apart by the server's collation, which may ignore case, so this does.
     */
    static String lock(String username) {
        byte[] digest = Sha256.of("leasehold account " + username.toLowerCase(Locale.ROOT));
        return "leasehold-" + HexFormat.of().formatHex(digest, 0, 24);
    }
}
