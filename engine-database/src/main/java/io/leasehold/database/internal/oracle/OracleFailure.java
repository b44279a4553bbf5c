package io.leasehold.database.internal.oracle;

import io.leasehold.database.internal.admin.ServerFailure;
import java.sql.SQLException;
import java.util.Set;

/**
 * What a failure means. See "Database Error Messages" of Oracle; numbers from 17000 to 17999 are the driver's own.
 *
 * @param code the number after {@code ORA-}, 0 when there is none
 * @param state the SQLSTATE, or an empty text
 */
record OracleFailure(int code, String state) implements ServerFailure {

    static final String NO_SUCH_USER = "1918";

    /** DROP USER: somebody is logged in. */
    static final String CONNECTED = "1940";

    /** ALTER SYSTEM KILL SESSION: there is none; it will end soon. */
    static final Set<String> SESSION_ENDS = Set.of("30", "31");

    /** Killed, not logged on, shutting down, idle for too long, end of communication, the driver's broken connections. */
    private static final Set<Integer> SESSION_ENDED =
            Set.of(28, 1012, 1033, 1034, 1089, 1090, 1092, 2396, 2399, 3113, 3114, 3135, 17002, 17008, 17410, 17447);

    private static final int FIRST_NETWORK_ERROR = 12150;
    private static final int LAST_NETWORK_ERROR = 12699;
    private static final int FIRST_DRIVER_NETWORK_ERROR = 17800;
    private static final int LAST_DRIVER_NETWORK_ERROR = 17999;

    /** Too many sessions or processes, a full archive, no space. */
    private static final Set<Integer> EXHAUSTED = Set.of(18, 20, 257, 1013, 1652, 1653, 1654, 4031, 16456, 17016);

    private static final Set<Integer> CONTENDED = Set.of(54, 60, 4020, 4021, 30006);

    private static final Set<Integer> LOGIN_REFUSED = Set.of(1005, 1017, 1045, 2391, 28000, 28001, 28002, 28009);

    private static final int DEADLOCK = 60;

    static OracleFailure of(SQLException failure) {
        return new OracleFailure(failure.getErrorCode(), failure.getSQLState() == null ? "" : failure.getSQLState());
    }

    @Override
    public boolean is(String other) {
        return Integer.toString(code).equals(other);
    }

    @Override
    public String label() {
        return code > 0 ? String.format("ORA-%05d", code) : state.isEmpty() ? "" : "SQLSTATE " + state;
    }

    @Override
    public boolean sessionLost() {
        boolean network = code >= FIRST_NETWORK_ERROR && code <= LAST_NETWORK_ERROR;
        boolean driver = code >= FIRST_DRIVER_NETWORK_ERROR && code <= LAST_DRIVER_NETWORK_ERROR;
        return SESSION_ENDED.contains(code) || network || driver || (state.startsWith("08") && !loginRefused());
    }

    @Override
    public boolean transientConflict() {
        return code == DEADLOCK;
    }

    @Override
    public boolean unavailable() {
        return sessionLost() || contended() || EXHAUSTED.contains(code) || state.equals("57014");
    }

    @Override
    public boolean contended() {
        return CONTENDED.contains(code);
    }

    @Override
    public boolean loginRefused() {
        return LOGIN_REFUSED.contains(code) || state.startsWith("28");
    }
}
