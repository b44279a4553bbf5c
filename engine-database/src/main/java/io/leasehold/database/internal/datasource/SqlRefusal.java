package io.leasehold.database.internal.datasource;

import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import org.jspecify.annotations.Nullable;

/** How JDBC tells an authentication failure. */
final class SqlRefusal {

    /** SQLSTATE class 28, "invalid authorization specification" (ISO/IEC 9075-2, table of SQLSTATE class values). */
    private static final String INVALID_AUTHORIZATION = "28";

    /** Deeper chains than this are circular. */
    private static final int MAX_DEPTH = 20;

    private SqlRefusal() {}

    /**
     * Whether an error is an authentication failure. Drivers and wrappers hide it in causes and chained exceptions, so
     * both are walked.
     *
     * @param error what a connect threw
     * @return true when the credential was refused
     */
    static boolean isRefusal(Throwable error) {
        return isRefusal(error, MAX_DEPTH);
    }

    private static boolean isRefusal(@Nullable Throwable error, int depth) {
        if (error == null || depth == 0) {
            return false;
        }
        if (error instanceof SQLException sql
                && (sql instanceof SQLInvalidAuthorizationSpecException
                        || (sql.getSQLState() != null && sql.getSQLState().startsWith(INVALID_AUTHORIZATION))
                        || isRefusal(sql.getNextException(), depth - 1))) {
            return true;
        }
        return isRefusal(error.getCause(), depth - 1);
    }

    /** A fresh exception with the driver's words, for callers that are not let through to the server again yet. */
    static SQLException again(Exception refused) {
        return refused instanceof SQLException error
                ? new SQLException(error.getMessage(), error.getSQLState(), error.getErrorCode(), error)
                : new SQLException(refused.getMessage(), INVALID_AUTHORIZATION + "000", refused);
    }
}
