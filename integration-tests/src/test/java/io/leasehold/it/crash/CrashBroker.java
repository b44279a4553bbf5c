package io.leasehold.it.crash;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.SecretBroker;
import io.leasehold.event.EventListener;
import io.leasehold.it.crash.StorePlace.PostgresDatabase;
import io.leasehold.it.crash.StorePlace.SqliteFile;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.Storage;
import io.leasehold.store.jdbc.JdbcStorage;
import java.nio.file.Path;
import java.time.Duration;

/** A broker as the harness runs it, in the children and for the recovery: with short limits, so that crashes are over soon. */
final class CrashBroker implements AutoCloseable {

    static final Duration CREATION_TIMEOUT = Duration.ofSeconds(2);
    static final Duration REVOCATION_TIMEOUT = Duration.ofSeconds(3);
    static final Duration BACKOFF = Duration.ofMillis(200);
    static final Duration EXPIRY_INTERVAL = Duration.ofMillis(200);

    /** A claim holds ten seconds longer than an attempt, as the builder says of the latter. */
    static final Duration CLAIM = REVOCATION_TIMEOUT.plusSeconds(10);

    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(3);

    private final SecretBroker broker;
    private final Storage storage;
    private final AutoCloseable pool;

    private CrashBroker(SecretBroker broker, Storage storage, AutoCloseable pool) {
        this.broker = broker;
        this.storage = storage;
        this.pool = pool;
    }

    /** Opens a store for use by a broker; gives its configuration to somebody who may change it first. */
    static CrashBroker start(String name, StorePlace place, Path keyFile, SharedClock clock, EventListener listener) {
        if (place instanceof SqliteFile sqlite) {
            Storage storage = store(clock).sqliteFile(sqlite.file()).open();
            return start(name, storage, () -> {}, keyFile, clock, listener);
        }
        HikariDataSource pool = pool((PostgresDatabase) place);
        try {
            return start(name, store(clock).dataSource(pool).open(), pool, keyFile, clock, listener);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Starts a broker on an open store, which it closes in the end. */
    static CrashBroker start(
            String name, Storage storage, AutoCloseable pool, Path keyFile, SharedClock clock, EventListener listener) {
        SecretBroker broker = SecretBroker.builder()
                .name(name)
                .sharedStorage(storage)
                .masterKey(MasterKey.fromFileOrCreate(keyFile))
                .creationTimeout(CREATION_TIMEOUT)
                .revocationTimeout(REVOCATION_TIMEOUT)
                .revocationBackoff(BACKOFF)
                .expiryInterval(EXPIRY_INTERVAL)
                .closeTimeout(Duration.ofSeconds(5))
                .timeSource(clock)
                .listener(listener)
                .build();
        return new CrashBroker(broker, storage, pool);
    }

    static JdbcStorage.Builder store(SharedClock clock) {
        return JdbcStorage.builder().clockOffset(clock).timeout(STORE_TIMEOUT);
    }

    static HikariDataSource pool(PostgresDatabase place) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl(place.url());
        config.setUsername(place.user());
        config.setPassword(place.password());
        config.addDataSourceProperty("connectTimeout", "3");
        config.addDataSourceProperty("socketTimeout", "3");
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(STORE_TIMEOUT.toMillis());
        config.setValidationTimeout(1_000);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    SecretBroker broker() {
        return broker;
    }

    Storage storage() {
        return storage;
    }

    @Override
    public void close() {
        broker.close();
        storage.close();
        try {
            pool.close();
        } catch (Exception e) {
            throw new IllegalStateException("the pool of the store cannot be closed", e);
        }
    }
}
