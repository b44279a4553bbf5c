package io.leasehold.database.internal.datasource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.Lease;
import io.leasehold.RotatingSecret;
import io.leasehold.Secret;
import io.leasehold.database.ConnectionOpener;
import io.leasehold.database.DataSourceStatus;
import io.leasehold.database.internal.drain.CredentialSwap;
import io.leasehold.database.internal.drain.Retention;
import io.leasehold.spi.time.TimeSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens physical connections on the current credential. Thread-safe.
 *
 * <p>Concurrency: the credential is one volatile field of {@link CredentialSwap}. Each open enters the generation that it
 * read there and looks again when the driver has connected: if the credential was replaced in between, the connection is
 * closed and opened anew (HikariCP#1836), under the same permit. A generation that was replaced is drained when everyone has
 * left it, and cannot be entered after that. No lock is held while a driver connects or closes.
 */
public final class RotatingConnections {

    private static final Logger log = LoggerFactory.getLogger(RotatingConnections.class);

    private final RotatingSecret secret;
    private final LoginGate gate;
    private final Permits permits;
    private final PoolScheduler scheduler;
    private final TimeSource time;
    private final CredentialSwap<ConnectionGeneration> swap;
    private final SwitchablePoolLink pool;

    private final AtomicInteger opening = new AtomicInteger();
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong aborted = new AtomicLong();
    private volatile boolean closed;

    /**
     * Starts with the secret's current value.
     *
     * @param secret where credentials come from
     * @param opener opens the driver's connections
     * @param capacity physical connections at most, while no pool is linked
     * @param abortAtLimit what to do with connections that outlive their credential
     * @param name for the names of the threads
     * @param time the monotonic clock
     */
    public RotatingConnections(
            RotatingSecret secret,
            ConnectionOpener opener,
            int capacity,
            boolean abortAtLimit,
            String name,
            TimeSource time) {
        this.secret = secret;
        this.scheduler = new PoolScheduler(name);
        this.time = time;
        this.pool = new SwitchablePoolLink();
        this.permits = new Permits(() -> pool.size().orElse(capacity));
        this.gate = new LoginGate(opener, secret, time);
        this.swap = new CredentialSwap<>(secret, new Swapped(abortAtLimit), scheduler, time);
    }

    private void drain(ConnectionGeneration old, boolean abortAtLimit) {
        Retention retention = old.retention();
        if (retention != null) {
            new Drain(old, retention, this, pool, scheduler, time, abortAtLimit).start();
        }
    }

    private final class Swapped implements CredentialSwap.Client<ConnectionGeneration> {

        private final boolean abortAtLimit;

        Swapped(boolean abortAtLimit) {
            this.abortAtLimit = abortAtLimit;
        }

        @Override
        public ConnectionGeneration make(long number, Secret credential) {
            return new ConnectionGeneration(number, credential);
        }

        /** Outside of the permits: the one connection beyond them. */
        @Override
        public void tryLogin(ConnectionGeneration fresh) throws SQLException {
            gate.connect(fresh).close();
        }

        @Override
        public void replaced(ConnectionGeneration old, List<ConnectionGeneration> all) {
            drain(old, abortAtLimit);
        }

        @Override
        public void ended(ConnectionGeneration old) {}
    }

    /**
     * Sets up the configuration of a pool that has not started yet.
     *
     * @param config the pool's configuration
     * @param rotating the data source for it
     */
    public void configure(HikariConfig config, DataSource rotating) {
        link(HikariPoolLink.configure(config, rotating, scheduler));
    }

    /**
     * Links a pool.
     *
     * @param hikari the pool
     * @param rotating the data source that it runs on
     */
    public void attach(HikariDataSource hikari, DataSource rotating) {
        link(HikariPoolLink.attach(hikari, rotating, scheduler));
    }

    private void link(PoolLink link) {
        pool.switchTo(link);
        permits.limitChanged();
    }

    /**
     * Opens a connection on the current credential.
     *
     * @param patience how long to wait at most until others have ended, so that there is room
     * @return an open connection
     * @throws SQLException the driver's error; or there was no room in time; or this is closed
     */
    public Connection open(Duration patience) throws SQLException {
        Permits.Permit permit = permits.acquire(patience);
        PhysicalConnection connection = null;
        try {
            while (connection == null) {
                requireOpen();
                connection = openOn(swap.current(), permit);
            }
        } finally {
            if (connection == null) {
                permit.release();
            }
        }
        scheduler.opened(connection);
        return connection;
    }

    /** Opens on a generation; null when it was replaced meanwhile. */
    private @Nullable PhysicalConnection openOn(ConnectionGeneration generation, Permits.Permit permit)
            throws SQLException {
        if (!generation.enter()) {
            return null;
        }
        PhysicalConnection connection = null;
        opening.incrementAndGet();
        try {
            Connection raw = gate.connect(generation);
            if (closed || generation.isRetired()) {
                closeQuietly(raw);
                return null;
            }
            connection = new PhysicalConnection(raw, generation, permit, pool::evictsByBorrowing, time.nanoTime());
            opened.incrementAndGet();
        } catch (SQLException e) {
            if (!generation.isRetired()) {
                throw e;
            }
            log.debug("Opening again: the credential was replaced during a connect that failed", e);
            return null;
        } finally {
            opening.decrementAndGet();
            if (connection == null) {
                generation.leave();
            }
        }
        if (closed) {
            // close() may have looked for connections before this one was there; it is registered, so it ends in any
            // case.
            closeQuietly(connection);
            throw closedError();
        }
        return connection;
    }

    private void requireOpen() throws SQLException {
        if (closed) {
            throw closedError();
        }
    }

    private static SQLException closedError() {
        return new SQLException("the rotating data source is closed", "08003");
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("Closing a connection that nobody has used failed", e);
        }
    }

    /** Connections opened so far. */
    long opened() {
        return opened.get();
    }

    void countAborted(long more) {
        aborted.addAndGet(more);
    }

    long aborted() {
        return aborted.get();
    }

    /**
     * How they are doing.
     *
     * @return a snapshot; its numbers are read one after the other
     */
    public DataSourceStatus status() {
        ConnectionGeneration current = swap.current();
        List<ConnectionGeneration> replaced = swap.replaced();
        Map<Long, Integer> connections = new HashMap<>();
        connections.put(current.number(), current.connections().size());
        int closing = closing(current);
        for (ConnectionGeneration old : replaced) {
            int left = old.connections().size();
            if (left > 0 && old != current) {
                connections.put(old.number(), left);
                closing += closing(old);
            }
        }
        return new DataSourceStatus(
                lease(current),
                current.number(),
                connections,
                opening.get(),
                closing,
                permits.limit(),
                drainingFor(replaced),
                aborted.get(),
                closed);
    }

    private static int closing(ConnectionGeneration generation) {
        return (int) generation.connections().stream()
                .filter(PhysicalConnection::isClosing)
                .count();
    }

    /** The lease as last renewed, which only the secret knows. */
    private Optional<Lease> lease(ConnectionGeneration current) {
        Optional<Lease> issued = current.secret().lease();
        Optional<Lease> renewed = secret.status().lease();
        return renewed.map(Lease::id).equals(issued.map(Lease::id)) ? renewed : issued;
    }

    private Optional<Duration> drainingFor(List<ConnectionGeneration> replaced) {
        long now = time.nanoTime();
        return replaced.stream()
                .map(ConnectionGeneration::retention)
                .filter(Objects::nonNull)
                .map(retention -> Duration.ofNanos(now - retention.since()))
                .max(Comparator.naturalOrder());
    }

    /** Opens nothing more, aborts what is open, lets replaced leases go. */
    public void close() {
        closed = true;
        permits.close();
        List<ConnectionGeneration> left = swap.close();
        long abandoned = 0;
        for (ConnectionGeneration generation : left) {
            for (PhysicalConnection connection : generation.connections()) {
                try {
                    connection.abort(Runnable::run);
                    abandoned++;
                } catch (SQLException | RuntimeException e) {
                    log.warn("A connection of {} could not be aborted", generation, e);
                }
            }
        }
        if (abandoned > 0) {
            countAborted(abandoned);
            log.warn(
                    "Aborted {} connections that were open when the data source was closed; close the pool first",
                    abandoned);
        }
        for (ConnectionGeneration generation : left) {
            Retention retention = generation.retention();
            if (retention != null) {
                retention.release();
            }
        }
        scheduler.shutdownNow();
    }
}
