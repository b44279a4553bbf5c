package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.admin.ServerFailure;
import java.sql.SQLException;
import java.util.Set;

/**
 * What a failure means. See "PostgreSQL Error Codes", appendix A of the manual.
 *
 * @param code the SQLSTATE, or an empty text
 * @param concurrentUpdate whether two transactions changed one catalog row
 */
record SqlState(String code, boolean concurrentUpdate) implements ServerFailure {

    static final String DUPLICATE_OBJECT = "42710";
    static final String UNDEFINED_OBJECT = "42704";
    static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Shutdown, crash of another backend, starting up: the session is over, or there never was one. */
    private static final Set<String> SESSION_ENDED = Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25P04");

    private static final String STATEMENT_TIMEOUT = "57014";
    private static final String LOCK_TIMEOUT = "55P03";

    private static final String INTERNAL_ERROR = "XX000";

    static SqlState of(SQLException failure) {
        String code = failure.getSQLState() == null ? "" : failure.getSQLState();
        // The server has no code of its own for this one ("tuple concurrently updated", "... deleted").
        boolean concurrent = code.equals(INTERNAL_ERROR)
                && String.valueOf(failure.getMessage()).contains("tuple concurrently");
        return new SqlState(code, concurrent);
    }

    @Override
    public boolean is(String other) {
        return code.equals(other);
    }

    @Override
    public String label() {
        return code.isEmpty() ? "" : "SQLSTATE " + code;
    }

    @Override
    public boolean sessionLost() {
        return code.startsWith("08") || SESSION_ENDED.contains(code);
    }

    @Override
    public boolean transientConflict() {
        return concurrentUpdate || code.equals("40001") || code.equals("40P01");
    }

    @Override
    public boolean unavailable() {
        return sessionLost() || contended() || code.equals(STATEMENT_TIMEOUT) || code.startsWith("53");
    }

    @Override
    public boolean contended() {
        return transientConflict() || code.equals(LOCK_TIMEOUT);
    }

    /** The connection was rejected (08004), the login refused (28xxx), or its database is not there. */
    @Override
    public boolean loginRefused() {
        return code.equals("08004") || code.startsWith("28") || code.equals("3D000");
    }
}
