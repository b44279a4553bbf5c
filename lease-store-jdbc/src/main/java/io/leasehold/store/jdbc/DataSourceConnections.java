package io.leasehold.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Connections of a data source that belongs to the application. Each is used with a network time limit, so that a server
 * that has stopped answering yields an error; keeping dead connections out is the work of the pool.
 */
final class DataSourceConnections implements Connections {

    private final DataSource dataSource;
    private final int networkTimeoutMillis;

    DataSourceConnections(DataSource dataSource, Duration timeout) {
        this.dataSource = dataSource;
        this.networkTimeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    @Override
    public <T> T use(Access access, Use<T> use) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            int formerTimeout = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, networkTimeoutMillis);
            boolean manual = !connection.getAutoCommit();
            if (manual) {
                connection.setAutoCommit(true);
            }
            try {
                return use.with(connection);
            } finally {
                restore(connection, formerTimeout, manual);
            }
        }
    }

    private static void restore(Connection connection, int timeout, boolean manual) throws SQLException {
        if (!connection.isClosed()) {
            if (manual) {
                connection.setAutoCommit(false);
            }
            connection.setNetworkTimeout(Runnable::run, timeout);
        }
    }

    /** Does nothing: the data source was supplied. */
    @Override
    public void close() {}
}
