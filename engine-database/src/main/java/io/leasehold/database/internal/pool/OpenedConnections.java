package io.leasehold.database.internal.pool;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where the pool gets its physical connections: from the opener, unless one was opened ahead. Keeping the login here keeps it
 * out of the pool's configuration. Thread-safe.
 */
final class OpenedConnections implements DataSource {

    private final ConnectionOpener opener;
    private final NanoClock clock;
    private final AtomicReference<@Nullable Refusal> refusal = new AtomicReference<>();
    private final AtomicReference<@Nullable Connection> ahead = new AtomicReference<>();
    private final Map<Connection, Long> openedAt = Collections.synchronizedMap(new WeakHashMap<>());

    OpenedConnections(ConnectionOpener opener, NanoClock clock) {
        this.opener = opener;
        this.clock = clock;
    }

    /** SQLSTATE class 28, "invalid authorization specification" (ISO/IEC 9075-2, table of SQLSTATE class values). */
    private static final String INVALID_AUTHORIZATION = "28";

    private record Refusal(long at, SQLException error) {}

    /** A monotonic clock in nanoseconds. */
    @FunctionalInterface
    interface NanoClock {
        long nanoTime();
    }

    /** Opens a connection for the pool to take next, so that a failure is known at once and in its own words. */
    void openAhead() throws SQLException {
        closeQuietly(ahead.getAndSet(open()));
    }

    /** Closes the connection opened ahead if the pool did not take it. */
    void closeAhead() {
        closeQuietly(ahead.getAndSet(null));
    }

    /** How long ago a physical connection was opened, in nanoseconds. */
    long age(Connection physical) {
        Long opened = openedAt.get(physical);
        return opened == null ? 0 : clock.nanoTime() - opened;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection opened = ahead.getAndSet(null);
        return opened != null ? opened : open();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the administrator's login is fixed");
    }

    /** The refusal of the login, if the last connection that was opened since then failed with one. */
    Optional<SQLException> loginRefusedSince(long nanoTime) {
        Refusal last = refusal.get();
        return last == null || last.at() - nanoTime < 0 ? Optional.empty() : Optional.of(last.error());
    }

    private Connection open() throws SQLException {
        Connection opened;
        try {
            opened = opener.open();
        } catch (SQLException failure) {
            boolean refused =
                    failure.getSQLState() != null && failure.getSQLState().startsWith(INVALID_AUTHORIZATION);
            refusal.set(refused ? new Refusal(clock.nanoTime(), failure) : null);
            throw failure;
        }
        refusal.set(null);
        openedAt.put(opened, clock.nanoTime());
        return opened;
    }

    private static void closeQuietly(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException closing) {
            // The server closes its end when ours is gone, and nothing was done on it.
            return;
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // Nothing is written there: drivers write what is secret.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The opener has its own limit; the pool sets this one from its own and must not override it.
    }

    @Override
    public int getLoginTimeout() {
        // The pool waits this long for a connection under way when it is closed.
        return (int) AdminPool.WAIT.toSeconds();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("SLF4J is used");
    }

    @Override
    public <T> T unwrap(Class<T> iface) throws SQLException {
        throw new SQLException("not a wrapper for " + iface.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> iface) {
        return false;
    }
}
