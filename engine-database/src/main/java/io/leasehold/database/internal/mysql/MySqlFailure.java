package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.admin.ServerFailure;
import java.sql.SQLException;
import java.util.Set;

/**
 * What a failure means. See "Server Error Message Reference" in the MySQL manual and "MariaDB Error Code Reference".
 *
 * @param code the server's error number, 0 when the failure is the driver's own
 * @param state the SQLSTATE, or an empty text
 */
record MySqlFailure(int code, String state) implements ServerFailure {

    /** An account statement that failed: the account exists already, or does not. */
    static final String CANNOT_USER = "1396";

    static final String NO_SUCH_THREAD = "1094";

    /** Shutdown, killed, aborted, network errors, lost in mid-query, idle for too long. */
    private static final Set<Integer> SESSION_ENDED =
            Set.of(1053, 1152, 1158, 1159, 1160, 1161, 1927, 2006, 2013, 4031);

    /** Statement time-outs, an interrupt. */
    private static final Set<Integer> TOOK_TOO_LONG = Set.of(1317, 1969, 3024);

    private static final int LOCK_TIMEOUT = 1205;

    /** Out of disk, memory, connections, files; read-only for now. */
    private static final Set<Integer> EXHAUSTED =
            Set.of(1021, 1037, 1038, 1040, 1041, 1135, 1203, 1226, 1290, 1836, 3032, 3100);

    private static final Set<Integer> LOGIN_REFUSED =
            Set.of(1044, 1045, 1049, 1130, 1251, 1698, 1820, 1862, 3118, 4151);

    private static final int DEADLOCK = 1213;

    static MySqlFailure of(SQLException failure) {
        return new MySqlFailure(failure.getErrorCode(), failure.getSQLState() == null ? "" : failure.getSQLState());
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
        return SESSION_ENDED.contains(code) || (state.startsWith("08") && !loginRefused() && !EXHAUSTED.contains(code));
    }

    @Override
    public boolean transientConflict() {
        return code == DEADLOCK;
    }

    @Override
    public boolean unavailable() {
        return sessionLost()
                || contended()
                || TOOK_TOO_LONG.contains(code)
                || EXHAUSTED.contains(code)
                || state.equals("57014")
                || state.equals("70100");
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
