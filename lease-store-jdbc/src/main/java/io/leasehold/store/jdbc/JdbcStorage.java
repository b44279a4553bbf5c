package io.leasehold.store.jdbc;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import io.leasehold.spi.time.TimeSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A durable store in a relational database: an SQLite file for the processes of one machine, or PostgreSQL, MySQL or
 * MariaDB. Any number of brokers, in any number of processes, may share it. Thread-safe.
 *
 * <pre>
 * Storage oneMachine = JdbcStorage.sqlite(Path.of("leases.db"));
 * Storage cluster = JdbcStorage.of(pooledDataSource);
 * </pre>
 *
 * <p>Opening makes the tables or brings them up to date, whichever instance comes first.
 */
public final class JdbcStorage implements Storage {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcStorage.class);

    private final Database database;
    private final ClockOffset offset;
    private final String id;
    private final JdbcLeaseStore leases;
    private final JdbcEntryStore entries;

    private JdbcStorage(Database database, ClockOffset offset) {
        this.database = database;
        this.offset = offset;
        this.id = new Schema(database, database.dialect().migrations()).open();
        this.leases = new JdbcLeaseStore(database, offset);
        this.entries = new JdbcEntryStore(database);
        warnAboutDurability();
    }

    private void warnAboutDurability() {
        List<String> warnings = database.read("reading durability settings", database.dialect()::durabilityWarnings);
        if (!warnings.isEmpty()) {
            LOG.warn(
                    "Lease store {}: the server may lose commits when its machine fails ({}), and with them the"
                            + " record of credentials that exist",
                    id,
                    String.join(", ", warnings));
        }
    }

    /**
     * Opens a store in an SQLite file with default settings.
     *
     * @param file the file; made, readable for its owner alone, when it does not exist
     * @return the store
     * @throws StorageException when the file cannot be used or is not one of ours
     */
    public static JdbcStorage sqlite(Path file) {
        return builder().sqliteFile(file).open();
    }

    /**
     * Opens a store in PostgreSQL, MySQL or MariaDB with default settings.
     *
     * @param dataSource gives connections to the server, pooled for any serious use; never closed by the store
     * @return the store
     * @throws StorageException when the server cannot be reached or its schema cannot be used
     */
    public static JdbcStorage of(DataSource dataSource) {
        return builder().dataSource(dataSource).open();
    }

    /**
     * Starts the configuration of a store.
     *
     * @return a builder; not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public boolean durable() {
        return true;
    }

    @Override
    public Instant now() {
        Sql query = Sql.of("SELECT ").plus(database.dialect().now(offset.millis()));
        return Instant.ofEpochMilli(database.read("reading the store's clock", session -> session.number(query)));
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public EntryStore entries() {
        return entries;
    }

    /** Closes the SQLite file, or lets go of the data source, which stays open. */
    @Override
    public void close() {
        database.close();
    }

    /** Configures a store. Not thread-safe. */
    public static final class Builder {

        /** How long one exchange with the database may take, unless told otherwise. */
        public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

        /** How many connections read an SQLite file, unless told otherwise. */
        public static final int DEFAULT_SQLITE_READERS = 4;

        private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

        private @Nullable Path sqliteFile;
        private @Nullable DataSource dataSource;
        private @Nullable String schema;
        private String tablePrefix = Tables.DEFAULT_PREFIX;
        private Duration timeout = DEFAULT_TIMEOUT;
        private int sqliteReaders = DEFAULT_SQLITE_READERS;
        private ClockOffset clockOffset = ClockOffset.NONE;
        private UnaryOperator<Connections> watching = UnaryOperator.identity();

        private Builder() {}

        /**
         * Keeps the store in an SQLite file.
         *
         * @param file the file; made, readable for its owner alone, when it does not exist
         * @return this builder
         */
        public Builder sqliteFile(Path file) {
            this.sqliteFile = file;
            return this;
        }

        /**
         * Keeps the store in PostgreSQL (12 or later), MySQL (8.0 or later) or MariaDB (10.6 or later). The product is
         * found out from the connection.
         *
         * @param supplied gives connections to the server, pooled for any serious use; never closed by the store
         * @return this builder
         */
        public Builder dataSource(DataSource supplied) {
            this.dataSource = supplied;
            return this;
        }

        /**
         * Puts the tables into a schema (MySQL, MariaDB: a database) other than the connection's own. It must exist.
         *
         * @param name 1 to 63 letters, digits and underscores
         * @return this builder
         */
        public Builder schema(String name) {
            this.schema = name;
            return this;
        }

        /**
         * Sets what the names of the tables start with. Stores with different prefixes have nothing in common.
         *
         * @param prefix 1 to 30 lower-case letters, digits and underscores; default {@code leasehold_}
         * @return this builder
         */
        public Builder tablePrefix(String prefix) {
            this.tablePrefix = prefix;
            return this;
        }

        /**
         * Sets how long one exchange with the database may take, so that a server that has stopped answering yields an
         * error. For SQLite: how long to wait for another process that writes.
         *
         * @param limit 100 milliseconds to 10 minutes; default 10 seconds
         * @return this builder
         */
        public Builder timeout(Duration limit) {
            this.timeout = limit;
            return this;
        }

        /**
         * Sets how many connections read an SQLite file at once, beside the one that writes.
         *
         * @param count 1 to 64; default 4
         * @return this builder
         */
        public Builder sqliteReaders(int count) {
            this.sqliteReaders = count;
            return this;
        }

        /**
         * Sets what is added to the database's clock. For tests.
         *
         * @param offset the offset
         * @return this builder
         */
        public Builder clockOffset(ClockOffset offset) {
            this.clockOffset = offset;
            return this;
        }

        /**
         * Puts something between the store and its connections. For the crash harness, which has no other way to the
         * statements that go to an SQLite file: its driver takes no data source.
         *
         * @param watch what is put around the connections
         * @return this builder
         */
        Builder watching(UnaryOperator<Connections> watch) {
            this.watching = watch;
            return this;
        }

        /**
         * Opens the store: makes or migrates its tables.
         *
         * @return the store
         * @throws InvalidRequestException when a setting is out of range, or there is not exactly one of file and data source
         * @throws StorageException when the database cannot be reached or used
         */
        public JdbcStorage open() {
            Tables tables = new Tables(schema, tablePrefix);
            if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
                throw new InvalidRequestException("timeout", "must be from 100 ms to 10 minutes, was " + timeout);
            }
            if (sqliteReaders < 1 || sqliteReaders > 64) {
                throw new InvalidRequestException("sqliteReaders", "must be from 1 to 64, was " + sqliteReaders);
            }
            if ((sqliteFile == null) == (dataSource == null)) {
                throw new InvalidRequestException("dataSource", "give either a data source or an SQLite file");
            }
            if (sqliteFile != null && schema != null) {
                throw new InvalidRequestException("schema", "an SQLite file has none");
            }
            Connections connections = watching.apply(connections());
            try {
                Dialect dialect = dialect(connections, tables);
                return new JdbcStorage(new Database(connections, dialect, TimeSource.system(), timeout), clockOffset);
            } catch (RuntimeException e) {
                connections.close();
                throw e;
            }
        }

        private Connections connections() {
            if (dataSource != null) {
                return new DataSourceConnections(dataSource, timeout);
            }
            if (sqliteFile == null) {
                throw new IllegalStateException("checked above");
            }
            SqliteFile file = new SqliteFile(sqliteFile, timeout);
            file.prepare();
            return new SqliteConnections(file, sqliteReaders);
        }

        private Dialect dialect(Connections connections, Tables tables) {
            try {
                return connections.use(Connections.Access.READ, connection -> {
                    String product = connection.getMetaData().getDatabaseProductName();
                    Dialect dialect = dialect(product, tables);
                    dialect.checkVersion(connection);
                    return dialect;
                });
            } catch (SQLException e) {
                throw new StorageException(Reason.UNAVAILABLE, "the store cannot be opened: " + e.getMessage(), e);
            }
        }

        private Dialect dialect(String product, Tables tables) {
            return switch (product.toLowerCase(Locale.ROOT)) {
                case "postgresql" -> new PostgresDialect(tables);
                case "mysql", "mariadb" -> new MySqlDialect(tables);
                case "sqlite" -> {
                    if (sqliteFile == null) {
                        throw new InvalidRequestException(
                                "dataSource", "SQLite is opened by its file, which sets what a durable store needs");
                    }
                    yield new SqliteDialect(tables);
                }
                default ->
                    throw new InvalidRequestException(
                            "dataSource",
                            "must be of PostgreSQL, MySQL or MariaDB (or name an SQLite file), is of " + product);
            };
        }
    }
}
