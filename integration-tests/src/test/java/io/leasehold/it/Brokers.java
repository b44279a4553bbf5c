package io.leasehold.it;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.SecretBroker;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.storage.Storage;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.store.jdbc.JdbcStorage;
import io.leasehold.testkit.event.RecordingEvents;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * One store, one master key, one hand-moved time, and the brokers on them.
 *
 * <p>The background work of a {@linkplain #driven driven} broker runs on the test's thread, when time
 * {@linkplain #pass passes}; that of a {@linkplain #live live} one runs by itself in real time.
 */
final class Brokers implements AutoCloseable {

    /** Where the leases are kept. */
    enum Store {
        MEMORY,
        SQLITE,
        POSTGRESQL
    }

    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Duration STEP = Duration.ofSeconds(2);

    final SettableTime time = SettableTime.manual();
    final RecordingEvents events = new RecordingEvents();
    final byte[] key = randomKey();

    private final Store store;
    private final Path folder;
    private final String database = "store" + COUNTER.incrementAndGet();
    private final List<ManualScheduler> schedulers = new ArrayList<>();
    private final List<SecretBroker> brokers = new ArrayList<>();
    private final List<AutoCloseable> toClose = new ArrayList<>();

    private Brokers(Store store, Path folder) {
        this.store = store;
        this.folder = folder;
        if (store == Store.POSTGRESQL) {
            ItServer.get().createDatabase(database);
        }
    }

    static Brokers on(Store store, Path folder) {
        return new Brokers(store, folder);
    }

    static Brokers onSqlite(Path folder) {
        return new Brokers(Store.SQLITE, folder);
    }

    /** Starts a broker whose background work runs when time passes. */
    SecretBroker driven(String name) {
        return driven(name, settings -> settings);
    }

    SecretBroker driven(String name, UnaryOperator<SecretBroker.Builder> settings) {
        ManualScheduler scheduler = new ManualScheduler(time);
        SecretBroker broker =
                start(name, builder -> settings.apply(builder.timeSource(time).scheduler(scheduler)));
        schedulers.add(scheduler);
        return broker;
    }

    /** Starts a broker whose background work runs by itself. */
    SecretBroker live(String name) {
        return live(name, settings -> settings);
    }

    SecretBroker live(String name, UnaryOperator<SecretBroker.Builder> settings) {
        return start(name, builder -> settings.apply(builder.expiryInterval(Duration.ofMillis(200))));
    }

    private SecretBroker start(String name, UnaryOperator<SecretBroker.Builder> settings) {
        SecretBroker.Builder builder = SecretBroker.builder()
                .name(name)
                .masterKey(MasterKey.fromBytes(key))
                .revocationBackoff(Duration.ofMillis(500))
                .closeTimeout(Duration.ofSeconds(10))
                .listener(events);
        builder = store == Store.MEMORY ? builder.sharedStorage(memory()) : builder.storage(open());
        SecretBroker broker = settings.apply(builder).build();
        brokers.add(broker);
        return broker;
    }

    private Storage memory() {
        return toClose.stream()
                .filter(Storage.class::isInstance)
                .map(Storage.class::cast)
                .findFirst()
                .orElseGet(() -> {
                    Storage made = new InMemoryStorage(time);
                    toClose.add(made);
                    return made;
                });
    }

    /** Opens the store once more, as another process does. */
    Storage open() {
        JdbcStorage.Builder builder = JdbcStorage.builder().clockOffset(time);
        return switch (store) {
            case MEMORY -> throw new IllegalStateException("a store in memory cannot be opened again");
            case SQLITE -> builder.sqliteFile(sqliteFile()).open();
            case POSTGRESQL -> builder.dataSource(pool()).open();
        };
    }

    Path sqliteFile() {
        return folder.resolve("leases.db");
    }

    /** The database that holds a store in PostgreSQL. */
    String storeDatabase() {
        return database;
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("it-" + database);
        config.setJdbcUrl(ItServer.get().jdbcUrl(database));
        config.setUsername(ItServer.get().adminUser());
        config.setPassword(ItServer.get().adminPassword());
        config.setMaximumPoolSize(8);
        HikariDataSource pool = new HikariDataSource(config);
        toClose.add(pool);
        return pool;
    }

    /** Lets time pass for store and brokers, and has the driven brokers do what is due by then. */
    void pass(Duration duration) {
        time.advance(duration);
        for (int round = 0; round < 2; round++) {
            schedulers.forEach(scheduler -> scheduler.advance(STEP));
        }
    }

    /** Has the driven brokers do what is due within a few seconds. */
    void work() {
        pass(Duration.ZERO);
    }

    /** A broker that is not run any more is like one whose process was killed. */
    void stopDriving() {
        schedulers.clear();
    }

    @Override
    public void close() {
        for (SecretBroker broker : brokers) {
            broker.close();
        }
        for (AutoCloseable closeable : toClose) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("a store or pool could not be closed", e);
            }
        }
    }

    static byte[] randomKey() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
