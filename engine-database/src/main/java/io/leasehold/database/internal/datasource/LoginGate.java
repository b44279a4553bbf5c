package io.leasehold.database.internal.datasource;

import io.leasehold.RotatingSecret;
import io.leasehold.database.ConnectionOpener;
import io.leasehold.database.internal.drain.Generation;
import io.leasehold.database.internal.drain.Login;
import io.leasehold.database.internal.drain.Refusal;
import io.leasehold.database.internal.drain.Refusals;
import io.leasehold.spi.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Logs in with the credential of a generation. A refusal is reported, and the next attempts fail on the spot for a while, so
 * that a pool's retries neither lock the account (HikariCP#1452) nor make a storm of reports. Thread-safe.
 */
final class LoginGate {

    private final ConnectionOpener opener;
    private final Refusals refusals;
    private final TimeSource time;

    LoginGate(ConnectionOpener opener, RotatingSecret secret, TimeSource time) {
        this.opener = opener;
        this.refusals = new Refusals(secret, time);
        this.time = time;
    }

    /**
     * Opens a driver's connection.
     *
     * @param generation the credential, already entered
     * @return the driver's connection
     * @throws SQLException the driver's error
     */
    Connection connect(Generation generation) throws SQLException {
        Refusal earlier = generation.refusal();
        if (earlier != null && earlier.isRecent(time.nanoTime())) {
            throw SqlRefusal.again(earlier.error());
        }
        Login login = Login.of(generation.secret());
        try {
            Connection connection = opener.open(login.username(), login.password());
            generation.accept();
            return connection;
        } catch (SQLException e) {
            if (SqlRefusal.isRefusal(e)) {
                refusals.report(generation, login.username(), e, "SQLSTATE " + e.getSQLState());
            }
            throw e;
        }
    }
}
