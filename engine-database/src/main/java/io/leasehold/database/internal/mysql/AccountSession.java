package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.admin.AdminSessions;
import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.StepException;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.admin.Transaction;
import io.leasehold.database.internal.text.Sha256;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Works on one account under its exclusion: a lock that the server keeps by name for one session. The server itself ends
 * a session that stays idle for longer than the work may take, so that a creator that was stopped in the middle loses its
 * lock and cannot go on later.
 */
final class AccountSession {

    /** Idle for this much longer than the work may take, and the server ends the session. */
    private static final int GRACE_SECONDS = 5;

    private final AdminSessions sessions;

    AccountSession(AdminSessions sessions) {
        this.sessions = sessions;
    }

    ServerErrors errors() {
        return sessions.errors();
    }

    /** Runs work on an account; a failure is told as having had no effect, unless the work tells it otherwise. */
    <T> T run(TimeLimit limit, ServerErrors failures, String username, AdminSessions.Work<T> work) {
        return sessions.transact(limit, failures, transaction -> exclusively(transaction, username, failures, work));
    }

    static HostsLook look(Transaction transaction, String username) throws StepException {
        return transaction.query("look up the account", HostsLook.SQL, HostsLook::read, username);
    }

    private static <T> T exclusively(
            Transaction transaction, String username, ServerErrors failures, AdminSessions.Work<T> work)
            throws StepException {
        String lock = lock(username);
        // Before anything that can fail: a session whose end is uncertain is not used again.
        transaction.spoil();
        begin(transaction, lock, failures);
        try {
            return work.in(transaction);
        } finally {
            end(transaction, lock);
        }
    }

    private static void begin(Transaction transaction, String lock, ServerErrors failures) throws StepException {
        Duration left = transaction.limit().left();
        long seconds = Math.max(1, left.toSeconds());
        String limits = "SET SESSION wait_timeout = " + (seconds + GRACE_SECONDS) + ", SESSION lock_wait_timeout = "
                + seconds + ", SESSION innodb_lock_wait_timeout = " + seconds;
        // MySQL has no limit for statements other than SELECT.
        String statement = isMariaDb(transaction) ? ", SESSION max_statement_time = " + seconds : "";
        transaction.execute("limits", limits + statement);
        int taken = transaction.query(
                "lock the account", "SELECT GET_LOCK(?, ?)", rows -> rows.next() ? rows.getInt(1) : 0, lock, seconds);
        if (taken != 1) {
            throw failures.contended("another session is still working on the account", false);
        }
    }

    private static void end(Transaction transaction, String lock) {
        try {
            transaction.query("unlock the account", "SELECT RELEASE_LOCK(?)", rows -> true, lock);
            String statement = isMariaDb(transaction) ? ", SESSION max_statement_time = DEFAULT" : "";
            transaction.execute("limits", "SET SESSION wait_timeout = DEFAULT" + statement);
            transaction.unspoil();
        } catch (StepException failure) {
            // The session is thrown away, and the lock with it.
            return;
        }
    }

    static boolean isMariaDb(Transaction transaction) throws StepException {
        return transaction.productVersion().contains("MariaDB");
    }

    /**
     * The lock's name is a part of the protocol between brokers of different versions on one server: never change how it is
     * made. The server allows 64 characters and ignores case.
     */
    static String lock(String username) {
        return "leasehold-" + HexFormat.of().formatHex(Sha256.of("leasehold account " + username), 0, 24);
    }
}
