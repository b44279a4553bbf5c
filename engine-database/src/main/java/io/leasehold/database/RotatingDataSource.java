package io.leasehold.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.RotatingSecret;
import io.leasehold.RotationOptions;
import io.leasehold.SecretBroker;
import io.leasehold.database.internal.datasource.RotatingConnections;
import io.leasehold.database.internal.datasource.UrlOpener;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.time.TimeSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.HashMap;
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

    /** How long an open waits for room where {@link #setLoginTimeout} was not called: 30 seconds, as HikariCP's own limit. */
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
    public static Builder builder() {
        return new Builder();
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

    /** Configures a rotating data source. Not thread-safe. */
    public static final class Builder {

        /** Physical connections at most, while no pool is linked. */
        public static final int DEFAULT_MAX_CONNECTIONS = 10;

        private @Nullable SecretBroker broker;
        private @Nullable String path;
        private Map<String, ?> parameters = Map.of();
        private @Nullable RotatingSecret secret;
        private @Nullable String url;
        private final Map<String, String> properties = new HashMap<>();
        private @Nullable ConnectionOpener opener;
        private Duration drain = RotationOptions.DEFAULT.drain();
        private int maxConnections = DEFAULT_MAX_CONNECTIONS;
        private boolean abortAtDrainLimit = true;
        private TimeSource timeSource = TimeSource.system();

        private Builder() {}

        /**
         * The broker that issues the credentials; needs a {@link #path}.
         *
         * @param value the broker, which stays the caller's to close, after this data source
         * @return this
         */
        public Builder broker(SecretBroker value) {
            broker = value;
            return this;
        }

        /**
         * Where the credentials come from.
         *
         * @param value a path that answers username and password, such as {@code database/creds/app}
         * @return this
         */
        public Builder path(String value) {
            path = value;
            return this;
        }

        /**
         * Parameters sent with each read of the path.
         *
         * @param values fields by snake_case name; none by default
         * @return this
         */
        public Builder parameters(Map<String, ?> values) {
            parameters = Map.copyOf(values);
            return this;
        }

        /**
         * A secret made elsewhere, instead of broker and path.
         *
         * @param value a secret with username and password, which stays the caller's to close, after this data source
         * @return this
         */
        public Builder secret(RotatingSecret value) {
            secret = value;
            return this;
        }

        /**
         * The database.
         *
         * @param value a JDBC URL without user and password
         * @return this
         */
        public Builder url(String value) {
            url = value;
            return this;
        }

        /**
         * A driver property for the connects to the URL.
         *
         * @param name the driver's name for it, such as {@code sslmode}
         * @param value its value
         * @return this
         */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /**
         * What opens connections, instead of a URL.
         *
         * @param value the function, such as {@code pgSimpleDataSource::getConnection}
         * @return this
         */
        public Builder opener(ConnectionOpener value) {
            opener = value;
            return this;
        }

        /**
         * How long work that is under way may go on after a rotation: the broker rotates at least this long before the old
         * credential's hard end. Only for a secret made here.
         *
         * @param value zero or more; 10 seconds by default
         * @return this
         */
        public Builder drain(Duration value) {
            drain = value;
            return this;
        }

        /**
         * How many physical connections there may be while no pool is linked; a linked pool's maximum size counts instead.
         *
         * @param value 1 or more; {@value #DEFAULT_MAX_CONNECTIONS} by default
         * @return this
         */
        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        /**
         * What happens to connections that are still in use when their credential has to go.
         *
         * @param value true, the default: they are aborted, counted and logged; false: they are left to the database, which
         *     refuses or ends them as it does for a user that is gone
         * @return this
         */
        public Builder abortAtDrainLimit(boolean value) {
            abortAtDrainLimit = value;
            return this;
        }

        /**
         * What measures time, for tests.
         *
         * @param value the process's monotonic clock by default
         * @return this
         */
        public Builder timeSource(TimeSource value) {
            timeSource = value;
            return this;
        }

        /**
         * Makes the data source. With broker and path this fetches the first credential.
         *
         * @return the data source, to be closed after the pool that uses it
         * @throws InvalidRequestException when settings are missing, contradict each other, hold credentials, or no driver takes
         *     the URL; or the role's max TTL is too short for the drain asked for
         * @throws io.leasehold.error.LeaseholdException when the first credential cannot be had
         */
        public RotatingDataSource build() {
            if (maxConnections < 1) {
                throw new InvalidRequestException("maxConnections", "must be 1 or more, was " + maxConnections);
            }
            AtomicInteger loginTimeout = new AtomicInteger();
            ConnectionOpener opens = resolveOpener(loginTimeout);
            boolean ownsSecret = secret == null;
            RotatingSecret rotating = resolveSecret();
            try {
                RotatingConnections connections = new RotatingConnections(
                        rotating,
                        opens,
                        maxConnections,
                        abortAtDrainLimit,
                        rotating.status().path(),
                        timeSource);
                return new RotatingDataSource(connections, rotating, ownsSecret, loginTimeout);
            } catch (RuntimeException e) {
                if (ownsSecret) {
                    rotating.close();
                }
                throw e;
            }
        }

        private ConnectionOpener resolveOpener(AtomicInteger loginTimeout) {
            if ((url == null) == (opener == null)) {
                throw new InvalidRequestException("url", "either a url or an opener is needed, and not both");
            }
            return opener != null ? opener : new UrlOpener(url, properties, loginTimeout::get);
        }

        private RotatingSecret resolveSecret() {
            if (secret != null) {
                if (broker != null || path != null) {
                    throw new InvalidRequestException("secret", "excludes broker and path: give the one or the others");
                }
                return secret;
            }
            if (broker == null || path == null) {
                throw new InvalidRequestException("path", "a broker with a path is needed, or a secret");
            }
            return broker.rotating(path, parameters, new RotationOptions(drain));
        }
    }
}
