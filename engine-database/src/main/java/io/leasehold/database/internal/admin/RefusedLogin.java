package io.leasehold.database.internal.admin;

import java.sql.SQLException;

/** Gives refused logins the SQLSTATE of refused logins, by which the pool knows them, where a driver has another for them. */
public final class RefusedLogin {

    /** Invalid authorization specification (ISO/IEC 9075-2, table of SQLSTATE class values). */
    private static final String INVALID_AUTHORIZATION = "28000";

    private RefusedLogin() {}

    /**
     * Tells a refused login by its class.
     *
     * @param failure the driver's
     * @param failures what failures mean
     * @return the failure, with the SQLSTATE of a refused login if it is one
     */
    public static SQLException told(SQLException failure, ServerFailure.Reading failures) {
        return failures.of(failure).loginRefused()
                ? new SQLException(
                        failure.getMessage(), INVALID_AUTHORIZATION, failure.getErrorCode(), failure.getCause())
                : failure;
    }
}
