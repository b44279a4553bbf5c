package io.leasehold.database.internal.mysql;

import io.leasehold.database.internal.admin.LoginAnswer;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a failed login says of name and password. The server looks at them first and at all else afterwards, except for what it
 * counts or forbids for the host. The codes were measured on MariaDB 10.11, and are documented for MySQL in the "Server Error
 * Message Reference".
 */
final class LoginReading {

    /**
     * No right to the database, no such database, too many sessions of the account, a limit of the account, an expired
     * password (at the first statement, or at the login), a locked account (MySQL, MariaDB).
     */
    private static final Set<Integer> AFTER_AUTHENTICATION = Set.of(1044, 1049, 1203, 1226, 1820, 1862, 3118, 4151);

    /** Access denied, with a password and for an account that knows no password. */
    private static final Set<Integer> DENIED = Set.of(1045, 1698);

    /** The least number of an error of the server; drivers have others for their own. */
    private static final int FIRST_SERVER_ERROR = 1000;

    private LoginReading() {}

    static LoginAnswer of(SQLException failure) {
        int code = code(failure);
        if (DENIED.contains(code)) {
            return LoginAnswer.REFUSED;
        }
        return AFTER_AUTHENTICATION.contains(code) ? LoginAnswer.TAKEN : LoginAnswer.NONE;
    }

    /** A driver may wrap the server's failure in one of its own. */
    private static int code(SQLException failure) {
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && sql.getErrorCode() >= FIRST_SERVER_ERROR) {
                return sql.getErrorCode();
            }
        }
        return 0;
    }
}
