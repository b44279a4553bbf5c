package io.leasehold.database.internal.mssql;

import io.leasehold.database.internal.admin.LoginAnswer;
import java.sql.SQLException;
import java.util.Set;

/**
 * What a failed login says of name and password ("MSSQLSERVER_18456" and its neighbours in the documentation of SQL Server).
 * Error 18456 is all that a client is told of a wrong password; the others name a reason that is looked at afterwards.
 */
final class LoginReading {

    /** No right to the database, or to the login's own; disabled; password expired, or to be changed. */
    private static final Set<Integer> AFTER_AUTHENTICATION = Set.of(4060, 4064, 18470, 18487, 18488);

    private static final int LOGIN_FAILED = 18456;

    private LoginReading() {}

    static LoginAnswer of(SQLException failure) {
        if (failure.getErrorCode() == LOGIN_FAILED) {
            return LoginAnswer.REFUSED;
        }
        return AFTER_AUTHENTICATION.contains(failure.getErrorCode()) ? LoginAnswer.TAKEN : LoginAnswer.NONE;
    }
}
