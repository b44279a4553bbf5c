package io.leasehold.database.internal.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.spi.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The administrator's connections to one target: a HikariCP pool that is made at the first use and opens connections one by
 * one as they are needed. Borrowed connections have auto-commit off. Thread-safe.
 *
 * <p>Two things are done here because HikariCP does them differently from what the settings mean: {@code max_idle_connections}
 * is a most and not a least, and {@code max_connection_lifetime} may be seconds, where HikariCP's least is thirty.
 */
public final class AdminPool implements AutoCloseable {

    /** How long a borrower waits for a connection. A statement's own limits come on top. */
    public static final Duration WAIT = Duration.ofSeconds(5);

    /** How often somebody who waits looks whether the login was refused meanwhile, which waiting does not mend. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final Duration HIKARI_LEAST_LIFETIME = Duration.ofSeconds(30);

    private final String name;
    private final PoolSize size;
    private final OpenedConnections opened;
    private final TimeSource time;

    /** Held while the first connection is opened; whoever finds it taken waits in the pool's own queue. */
    private final ReentrantLock opening = new ReentrantLock();

    /** Guarded by this. */
    private @Nullable HikariDataSource pool;

    /** Guarded by this. */
    private boolean closed;

    /**
     * Prepares a pool; nothing is opened yet.
     *
     * @param name the pool's name, which its threads carry; starts with {@code leasehold-}
     * @param size how many connections, and how long they live
     * @param opener opens a connection
     * @param time measures the connections' age
     */
    public AdminPool(String name, PoolSize size, ConnectionOpener opener, TimeSource time) {
        this.name = name;
        this.size = size;
        this.time = time;
        this.opened = new OpenedConnections(opener, time::nanoTime);
    }

    /**
     * Borrows a connection that has been validated, unless it was in use within the last half second.
     *
     * @return a connection, to be given to {@link #release}
     * @throws SQLException when none can be opened, or none becomes free in time
     */
    public Connection borrow() throws SQLException {
        HikariDataSource source = pool();
        if (source.getHikariPoolMXBean().getTotalConnections() == 0 && opening.tryLock()) {
            // An empty pool would try until the borrower's time is over, and then not say why it failed.
            try {
                opened.openAhead();
                return borrowYoung(source);
            } finally {
                opened.closeAhead();
                opening.unlock();
            }
        }
        return borrowYoung(source);
    }

    /**
     * Gives a connection back.
     *
     * @param connection the connection
     * @param usable false when it must not be used again
     */
    public void release(Connection connection, boolean usable) {
        HikariDataSource source = current();
        if (source != null && (!usable || source.getHikariPoolMXBean().getIdleConnections() >= size.maxIdle())) {
            // This closes it; closing the pool's wrapper as well would fail.
            source.evictConnection(connection);
            return;
        }
        try {
            connection.close();
        } catch (SQLException giving) {
            // The pool drops what it cannot take back.
            return;
        }
    }

    private Connection borrowYoung(HikariDataSource source) throws SQLException {
        while (true) {
            Connection connection = await(source);
            if (!isOld(connection)) {
                return connection;
            }
            source.evictConnection(connection);
        }
    }

    private Connection await(HikariDataSource source) throws SQLException {
        long start = time.nanoTime();
        while (true) {
            try {
                return source.getConnection();
            } catch (SQLTransientConnectionException waited) {
                Optional<SQLException> refusal = opened.loginRefusedSince(start);
                if (refusal.isPresent()) {
                    throw refusal.get();
                }
                if (source.isClosed()
                        || time.nanoTime() - start >= WAIT.minus(LOOK).toNanos()) {
                    throw waited;
                }
            }
        }
    }

    private boolean isOld(Connection connection) throws SQLException {
        return !size.maxLifetime().isZero()
                && opened.age(connection.unwrap(Connection.class))
                        > size.maxLifetime().toNanos();
    }

    private synchronized @Nullable HikariDataSource current() {
        return pool;
    }

    private synchronized HikariDataSource pool() throws SQLException {
        if (closed) {
            throw new SQLException("the pool is closed", "08003");
        }
        HikariDataSource source = pool;
        if (source == null) {
            source = new HikariDataSource(config());
            pool = source;
        }
        return source;
    }

    private HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(opened);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(size.maxOpen());
        config.setMinimumIdle(0);
        config.setIdleTimeout(0);
        config.setMaxLifetime(
                size.maxLifetime().compareTo(HIKARI_LEAST_LIFETIME) >= 0
                        ? size.maxLifetime().toMillis()
                        : 0);
        config.setConnectionTimeout(LOOK.toMillis());
        config.setValidationTimeout(LOOK.toMillis());
        config.setInitializationFailTimeout(-1);
        return config;
    }

    @Override
    public void close() {
        HikariDataSource source;
        synchronized (this) {
            closed = true;
            source = pool;
            pool = null;
        }
        if (source != null) {
            source.close();
        }
        opened.closeAhead();
    }
}
