package io.leasehold.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.RotatingSecret;
import io.leasehold.database.internal.datasource.RotatingConnections;
import io.leasehold.database.internal.datasource.UrlOpener;
import io.leasehold.database.internal.drain.Login;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.time.TimeSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@link DataSource} whose connections run on a credential that rotates. It opens <em>physical</em> connections and belongs
 * inside a pool, so that the application keeps a plain {@code HikariDataSource}:
 *
 * <pre>{@code
 * try (RotatingDataSource rotating = RotatingDataSource.builder()
 *                 .broker(broker)
 *                 .path("database/creds/app")
 *                 .url("jdbc:postgresql://db.example.com/shop")
 *                 .build();
 *         HikariDataSource pool = rotating.toPool(config -> config.setMaximumPoolSize(10))) {
 *     ...
 * }
 * }</pre>
 *
 * <p>When the secret rotates, a single connect checks the fresh credential, which new connections use from then on. Those in
 * use finish undisturbed; old ones leave the pool one at a time as they are returned. The old lease is let go when the last of
 * its connections has really ended; what is still in use at the limit ({@link io.leasehold.Rotation#drainLimit()}) is aborted
 * and counted. There are never more physical connections than the pool's size, opening and closing ones included; only the
 * check of a fresh credential comes on top. {@code docs/datasource.md} has the details.
 *
 * <p>Borrowing from the pool does not come here: it takes no lock of this class and does no I/O for it. Thread-safe.
 */
public final class RotatingDataSource implements DataSource, AutoCloseable {

    /** How long an open waits for room where {@code setLoginTimeout} was not called: 30 seconds, as HikariCP's own limit. */
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

    private final RotatingConnections connections;
    private final RotatingSecret secret;
    private final boolean ownsSecret;
    private final AtomicInteger loginTimeout;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable PrintWriter logWriter;

    private RotatingDataSource(
            RotatingConnections connections, RotatingSecret secret, boolean ownsSecret, AtomicInteger loginTimeout) {
        this.connections = connections;
        this.secret = secret;
        this.ownsSecret = ownsSecret;
        this.loginTimeout = loginTimeout;
    }

    /**
     * Starts a configuration.
     *
     * @return a builder; not thread-safe
     */
    public static RotatingDataSourceBuilder builder() {
        return new RotatingDataSourceBuilder();
    }

    static RotatingDataSource create(
            RotatingSecret secret,
            boolean ownsSecret,
            ConnectionOpener opener,
            AtomicInteger loginTimeout,
            int maxConnections,
            boolean abortAtDrainLimit,
            TimeSource time) {
        // A credential that no driver takes as a password is told now, and not by the first connect.
        Login.of(secret.current());
        String path = secret.status().path();
        String name = path.substring(path.lastIndexOf('/') + 1);
        return new RotatingDataSource(
                new RotatingConnections(secret, opener, maxConnections, abortAtDrainLimit, name, time),
                secret,
                ownsSecret,
                loginTimeout);
    }

    static ConnectionOpener urlOpener(String url, Map<String, String> properties, AtomicInteger loginTimeout) {
        return new UrlOpener(url, properties, loginTimeout::get);
    }

    /**
     * Opens a physical connection on the current credential; closing it closes the session. Blocks for the connect, and before
     * it until there is room, at most the {@linkplain #setLoginTimeout login timeout}.
     *
     * @return a new connection; {@link Connection#unwrap} reaches the driver's
     * @throws SQLException the driver's error; an authentication failure is also reported to the secret, once; SQLSTATE 08001
     *     when there was no room in time; 08003 when this is closed
     */
    @Override
    public Connection getConnection() throws SQLException {
        int seconds = loginTimeout.get();
        return connections.open(seconds > 0 ? Duration.ofSeconds(seconds) : DEFAULT_PATIENCE);
    }

    /**
     * Not supported: user and password come from the secret.
     *
     * @param username unused
     * @param password unused
     * @return never
     * @throws SQLFeatureNotSupportedException always
     */
    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "user and password come from the secret: set neither on the pool that uses this data source");
    }

    /**
     * Sets up the configuration of a HikariCP pool that has not started yet: its data source, and its scheduled executor,
     * through which single connections are evicted. The pool's maximum size becomes the number of physical connections. One
     * data source serves one pool.
     *
     * @param config the configuration; a {@code HikariDataSource} is one, too
     * @param <T> its type
     * @return the same configuration
     * @throws InvalidRequestException when user, password, URL, data source class or scheduled executor are set on it, or
     *     {@code maxLifetime} is 0
     */
    public <T extends HikariConfig> T configure(T config) {
        connections.configure(config, this);
        return config;
    }

    /**
     * Links a HikariCP pool that has started already. Changes of its maximum size are followed. Where it was not set up by
     * {@link #configure}, old connections are found by borrowing them from the pool like any caller.
     *
     * @param pool a pool whose data source this is
     * @throws InvalidRequestException when it is not
     */
    public void attach(HikariDataSource pool) {
        connections.attach(pool, this);
    }

    /**
     * Makes and starts a HikariCP pool on this data source: {@link #configure}, then {@link #attach}.
     *
     * @param settings sets what shall differ from HikariCP's defaults
     * @return the pool; the caller closes it, before this data source
     * @throws InvalidRequestException as {@link #configure}
     */
    public HikariDataSource toPool(Consumer<? super HikariConfig> settings) {
        HikariConfig config = new HikariConfig();
        settings.accept(config);
        HikariDataSource pool = new HikariDataSource(configure(config));
        attach(pool);
        return pool;
    }

    /**
     * How it is doing.
     *
     * @return a snapshot
     */
    public DataSourceStatus status() {
        return connections.status();
    }

    /**
     * Ends it: opens nothing more, aborts connections that are still there, and closes the secret if it was made here, which
     * revokes the lease. To be called after the pool was closed; then there is nothing to abort. May be called repeatedly.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                connections.close();
            } finally {
                if (ownsSecret) {
                    secret.close();
                }
            }
        }
    }

    /**
     * Sets how long an open waits for room, and with a PostgreSQL URL also for the connect. HikariCP sets it from its
     * {@code connectionTimeout}.
     *
     * @param seconds the limit; 0 for the default: 30 seconds for room, and the driver's own for the connect
     */
    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout.set(Math.max(0, seconds));
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout.get();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return logWriter;
    }

    /** Kept, and not written to: this library logs through SLF4J. */
    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        logWriter = out;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("this library logs through SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("not a wrapper for " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public String toString() {
        return "RotatingDataSource[" + secret.status().path() + "]";
    }
}
