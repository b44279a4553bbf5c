package io.leasehold.database.internal.snowflake;

import io.leasehold.database.internal.admin.ServerFailure;
import java.sql.SQLException;
import java.util.Set;

/**
 * What a failure means; the numbers are those that Snowflake's drivers know ("errorCode" of the service, {@code ErrorCode} and
 * {@code Constants} of the JDBC driver).
 *
 * @param code the service's or the driver's number
 * @param state the SQLSTATE, or an empty text
 */
record SnowflakeFailure(int code, String state) implements ServerFailure {

    /** The session is gone, its token has expired, the session was closed. */
    private static final Set<Integer> SESSION_ENDED = Set.of(390111, 390112, 390114, 390104, 200015, 200014, 200021);

    /** Cancelled, took too long, a lock was not had in time. */
    private static final Set<Integer> UNAVAILABLE = Set.of(604, 630, 625, 390109);

    private static final int LOCK_TIMEOUT = 625;

    /** Wrong password, disabled, locked, a key that is not the user's, an address that is not allowed. */
    private static final Set<Integer> LOGIN_REFUSED = Set.of(390100, 390101, 390102, 390144, 390422);

    static SnowflakeFailure of(SQLException failure) {
        return new SnowflakeFailure(failure.getErrorCode(), failure.getSQLState() == null ? "" : failure.getSQLState());
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
        return SESSION_ENDED.contains(code) || (state.startsWith("08") && !loginRefused());
    }

    @Override
    public boolean transientConflict() {
        return false;
    }

    @Override
    public boolean unavailable() {
        return sessionLost() || UNAVAILABLE.contains(code) || state.equals("57014");
    }

    @Override
    public boolean contended() {
        return code == LOCK_TIMEOUT;
    }

    @Override
    public boolean loginRefused() {
        return LOGIN_REFUSED.contains(code) || state.startsWith("28");
    }
}
