package io.leasehold.database.internal.datasource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.error.InvalidRequestException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link to a HikariCP pool. The only class here that needs HikariCP at run time; it calls nothing that 6.3.3 lacks.
 * Thread-safe.
 */
final class HikariPoolLink implements PoolLink {

    private static final Logger log = LoggerFactory.getLogger(HikariPoolLink.class);

    /** HikariCP's own default, which a configuration shows only once the pool has started. */
    private static final int DEFAULT_POOL_SIZE = 10;

    private final HikariConfig config;
    private final @Nullable HikariDataSource pool;
    private final boolean evictsByBorrowing;
    private final AtomicBoolean borrowing = new AtomicBoolean();

    private HikariPoolLink(HikariConfig config, @Nullable HikariDataSource pool, boolean evictsByBorrowing) {
        this.config = config;
        this.pool = pool;
        this.evictsByBorrowing = evictsByBorrowing;
    }

    /** Sets a configuration up, before its pool starts. */
    static PoolLink configure(HikariConfig config, DataSource rotating, PoolScheduler scheduler) {
        if (config.getUsername() != null || config.getPassword() != null) {
            throw new InvalidRequestException(
                    "username", "must not be set on the pool, nor a password: they come from the secret");
        }
        if (config.getJdbcUrl() != null || config.getDataSourceClassName() != null) {
            throw new InvalidRequestException(
                    "jdbcUrl",
                    "must not be set on the pool, nor a data source class: give the URL to the rotating data source");
        }
        if (config.getMaxLifetime() == 0) {
            throw new InvalidRequestException(
                    "maxLifetime", "must not be 0 (no limit); leave the default or set 30 seconds or more");
        }
        if (config.getScheduledExecutor() != null && config.getScheduledExecutor() != scheduler) {
            throw new InvalidRequestException(
                    "scheduledExecutor", "must not be set; or start the pool first and then attach it");
        }
        config.setDataSource(rotating);
        config.setScheduledExecutor(scheduler);
        return new HikariPoolLink(config, null, false);
    }

    /** Links a pool whose data source is the rotating one. */
    static PoolLink attach(HikariDataSource pool, DataSource rotating, PoolScheduler scheduler) {
        if (pool.getDataSource() != rotating) {
            throw new InvalidRequestException(
                    "pool", "does not run on this data source; set it with HikariConfig.setDataSource");
        }
        boolean evictsByBorrowing = pool.getScheduledExecutor() != scheduler || pool.getMaxLifetime() == 0;
        return new HikariPoolLink(pool, pool, evictsByBorrowing);
    }

    @Override
    public OptionalInt size() {
        int size = config.getMaximumPoolSize();
        return OptionalInt.of(size < 1 ? DEFAULT_POOL_SIZE : size);
    }

    @Override
    public boolean evictsByBorrowing() {
        return evictsByBorrowing;
    }

    @Override
    public void borrowAndEvictOne() {
        if (pool == null || !evictsByBorrowing || pool.isClosed() || !borrowing.compareAndSet(false, true)) {
            return;
        }
        // A thread of its own each time: HikariCP offers a thread what that thread gave back last, which would be the
        // same
        // connection again and again. A new thread gets the oldest idle one.
        Thread thread = new Thread(() -> borrowAndEvict(pool), "leasehold-datasource-evict");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void evictAll() {
        if (pool != null && !pool.isClosed() && pool.getHikariPoolMXBean() != null) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private void borrowAndEvict(HikariDataSource pool) {
        try {
            Connection borrowed = pool.getConnection();
            if (borrowed.isWrapperFor(PhysicalConnection.class)
                    && borrowed.unwrap(PhysicalConnection.class).generation().isRetired()) {
                pool.evictConnection(borrowed);
            } else {
                borrowed.close();
            }
        } catch (SQLException | RuntimeException e) {
            log.debug("No connection could be borrowed to see whether it has to leave; trying again", e);
        } finally {
            borrowing.set(false);
        }
    }
}
