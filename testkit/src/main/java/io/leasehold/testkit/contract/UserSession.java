package io.leasehold.testkit.contract;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A session of an issued user, opened with a driver of the test's own. */
public interface UserSession extends AutoCloseable {

    /**
     * Whether the session still works. Asks the server.
     *
     * @return false when it has ended
     */
    boolean isOpen();

    @Override
    void close();

    /**
     * Logs in through JDBC.
     *
     * @param login opens a connection
     * @return the session, empty when the login is refused (SQLSTATE class 28)
     * @throws AssertionError when it is neither taken nor refused
     */
    static Optional<UserSession> jdbc(Callable<Connection> login) {
        try {
            return Optional.of(new Jdbc(login.call()));
        } catch (SQLException e) {
            if (e.getSQLState() != null && e.getSQLState().startsWith(Jdbc.LOGIN_REFUSED)) {
                return Optional.empty();
            }
            throw new AssertionError("the login was neither taken nor refused", e);
        } catch (Exception e) {
            throw new AssertionError("the login was not tried", e);
        }
    }

    /**
     * A session through JDBC.
     *
     * @param connection the connection
     */
    record Jdbc(Connection connection) implements UserSession {

        private static final String LOGIN_REFUSED = "28";
        private static final Duration PATIENCE = Duration.ofSeconds(10);

        @Override
        public boolean isOpen() {
            try {
                return connection.isValid((int) PATIENCE.toSeconds());
            } catch (SQLException e) {
                throw new AssertionError("the driver does not say whether the session is open", e);
            }
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                // A session that was ended by the server.
                return;
            }
        }
    }
}
