package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.admin.ServerErrors;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Tries logins. Every host of the address is tried on its own, until one takes the login: the driver would tell only of the last
 * one. A standby may be behind, so that it takes an old password and refuses a new one; what it takes proves nothing, and its
 * refusal counts only together with those of all others.
 */
final class LoginTrial {

    private final PostgresLogin login;
    private final ServerErrors errors;
    private final TimeSource time;

    LoginTrial(PostgresLogin login, ServerErrors errors, TimeSource time) {
        this.login = login;
        this.errors = errors;
        this.time = time;
    }

    /**
     * Whether the server takes a login. Not to be told from a wrong password: the password of a role whose
     * {@code VALID UNTIL} has passed, or that has none. Without meaning where the server asks for no password ({@code trust},
     * {@code peer}, {@code cert}).
     */
    boolean accepts(String username, SecretText password, Duration timeLimit) {
        TimeLimit limit = TimeLimit.startingNow(timeLimit, time);
        @Nullable SQLException unanswered = null;
        for (String host : login.hosts()) {
            try (Connection connection = login.tryLogin(host, username, password, limit.left())) {
                if (!standby(connection)) {
                    return true;
                }
                unanswered = new SQLException("only a standby took the login, and it may be behind", "08001");
            } catch (SQLException failure) {
                LoginAnswer answer = LoginAnswer.of(failure);
                if (answer == LoginAnswer.TAKEN) {
                    return true;
                }
                if (answer == LoginAnswer.NONE) {
                    unanswered = failure;
                }
            }
        }
        if (unanswered != null) {
            throw errors.masking(password.reveal()).noConnection(unanswered);
        }
        return false;
    }

    /** As the server reports with every login since version 14, so that nothing has to be asked. */
    private static boolean standby(Connection connection) throws SQLException {
        return "on".equals(connection.unwrap(PGConnection.class).getParameterStatus("in_hot_standby"));
    }
}
