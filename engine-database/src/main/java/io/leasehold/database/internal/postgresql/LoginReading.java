package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.admin.LoginAnswer;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a failed login says of name and password. The server uses one SQLSTATE for refusals before and after it looked at them,
 * and its messages are translated; what tells them apart is the routine of the server that reports them
 * ("Error and Notice Message Fields", PostgreSQL manual 55.8). Names of routines are those of versions 15 to 18: src/backend,
 * {@code libpq/auth.c}, {@code utils/init/miscinit.c}, {@code utils/init/postinit.c}.
 */
final class LoginReading {

    private static final String INVALID_PASSWORD = "28P01";
    private static final String INVALID_AUTHORIZATION = "28000";

    /** A right that is missing for the database or for a setting; nothing needs a right before a login. */
    private static final String INSUFFICIENT_PRIVILEGE = SqlState.INSUFFICIENT_PRIVILEGE;

    /** Where every method of authentication ends that refuses what it was shown; those of a password have their own code. */
    private static final String AUTHENTICATION_FAILED = "auth_failed";

    private static final String ROLE_CHECK = "InitializeSessionUserId";

    /**
     * What comes after the authentication: NOLOGIN and the role's connection limit (28000, 53300), the slots kept for
     * superusers and a database that does not exist (53300, 3D000), a database's limit or one that takes no connections
     * (53300, 55000).
     */
    private static final Set<String> AFTER_AUTHENTICATION = Set.of(ROLE_CHECK, "InitPostgres", "CheckMyDatabase");

    private LoginReading() {}

    static LoginAnswer of(SQLException failure) {
        LoginAnswer answer = single(failure);
        // With and without TLS: the driver tries both for sslmode=prefer and allow, and reports the second beside the
        // first.
        for (Throwable suppressed : failure.getSuppressed()) {
            if (answer == LoginAnswer.NONE && suppressed instanceof SQLException other) {
                answer = single(other);
            }
        }
        return answer;
    }

    private static LoginAnswer single(SQLException failure) {
        ServerErrorMessage message = failure instanceof PSQLException server ? server.getServerErrorMessage() : null;
        // Without a message it is the driver's own failure.
        return message == null
                ? LoginAnswer.NONE
                : of(text(message.getSQLState()), text(message.getRoutine()), text(message.getMessage()));
    }

    static LoginAnswer of(String code, String routine, String message) {
        if (code.equals(INVALID_PASSWORD)) {
            return LoginAnswer.REFUSED;
        }
        if (code.equals(INSUFFICIENT_PRIVILEGE)) {
            return LoginAnswer.TAKEN;
        }
        if (code.equals(INVALID_AUTHORIZATION) && routine.equals(AUTHENTICATION_FAILED)) {
            return LoginAnswer.REFUSED;
        }
        // A name that is not there comes so far only where no password is asked for; in English it is told from
        // NOLOGIN.
        if (code.equals(INVALID_AUTHORIZATION) && routine.equals(ROLE_CHECK) && message.endsWith("does not exist")) {
            return LoginAnswer.REFUSED;
        }
        return AFTER_AUTHENTICATION.contains(routine) ? LoginAnswer.TAKEN : LoginAnswer.NONE;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
