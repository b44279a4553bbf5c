package io.leasehold.database.internal.oracle;

import io.leasehold.database.internal.admin.LoginAnswer;
import java.sql.SQLException;
import java.util.Set;

/**
 * What a failed login says of name and password ("Database Error Messages" of Oracle). A locked account (28000) may be told
 * whatever the password is, so that it says nothing.
 */
final class LoginReading {

    /** No CREATE SESSION, too many sessions of the user, an expired password: all come after the password. */
    private static final Set<Integer> AFTER_AUTHENTICATION = Set.of(1045, 2391, 28001, 28002);

    private static final int DENIED = 1017;

    private LoginReading() {}

    static LoginAnswer of(SQLException failure) {
        if (failure.getErrorCode() == DENIED) {
            return LoginAnswer.REFUSED;
        }
        return AFTER_AUTHENTICATION.contains(failure.getErrorCode()) ? LoginAnswer.TAKEN : LoginAnswer.NONE;
    }
}
