package io.leasehold.database.internal.mssql;

import io.leasehold.database.internal.admin.ServerFailure;
import java.sql.SQLException;
import java.util.Set;

/**
 * What a failure means. See "Database Engine events and errors" in the documentation of SQL Server.
 *
 * @param code the server's error number, 0 when the failure is the driver's own
 * @param state the SQLSTATE, or an empty text
 */
record MsSqlFailure(int code, String state) implements ServerFailure {

    /** KILL: there is no such session. */
    static final String NO_SUCH_SESSION = "6106";

    /** DROP LOGIN: somebody is logged in with it. */
    static final String LOGGED_IN = "15434";

    /** No such object, or no permission. */
    static final String NO_SUCH_LOGIN = "15151";

    /** In the kill state, shutting down, transport errors. */
    private static final Set<Integer> SESSION_ENDED = Set.of(64, 233, 596, 6005, 10053, 10054, 10060);

    private static final int DEADLOCK = 1205;
    private static final int LOCK_TIMEOUT = 1222;

    /**
     * Out of memory, disk, log, workers, connections; a database that is read-only, starting, or not here for now (a replica, a
     * failover); what Azure SQL throttles.
     */
    private static final Set<Integer> EXHAUSTED = Set.of(
            701, 802, 845, 904, 921, 922, 927, 976, 978, 979, 983, 1101, 1105, 3906, 3908, 3960, 8628, 8645, 8651, 9002,
            10928, 10929, 17187, 17809, 18401, 40197, 40501, 40613, 49918, 49919, 49920);

    private static final Set<Integer> LOGIN_REFUSED =
            Set.of(4060, 4064, 18451, 18452, 18456, 18470, 18486, 18487, 18488);

    static MsSqlFailure of(SQLException failure) {
        return new MsSqlFailure(failure.getErrorCode(), failure.getSQLState() == null ? "" : failure.getSQLState());
    }

    @Override
    public boolean is(String other) {
        return Integer.toString(code).equals(other);
    }

    @Override
    public String label() {
        return code > 0 ? "error " + code : state.isEmpty() ? "" : "SQLSTATE " + state;
    }

    @Override
    public boolean sessionLost() {
        return SESSION_ENDED.contains(code) || (code == 0 && state.startsWith("08"));
    }

    @Override
    public boolean transientConflict() {
        return code == DEADLOCK;
    }

    @Override
    public boolean unavailable() {
        // The pool, and the check for interrupts, have states of their own.
        return sessionLost()
                || contended()
                || EXHAUSTED.contains(code)
                || state.equals("57014")
                || state.startsWith("HYT")
                || (code == 0 && state.startsWith("08"));
    }

    @Override
    public boolean contended() {
        return transientConflict() || code == LOCK_TIMEOUT;
    }

    @Override
    public boolean loginRefused() {
        return LOGIN_REFUSED.contains(code) || state.startsWith("28");
    }
}
