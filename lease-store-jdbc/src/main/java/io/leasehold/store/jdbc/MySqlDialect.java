package io.leasehold.store.jdbc;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * MySQL and MariaDB, which differ too little to be told apart but for their version numbers.
 *
 * <p>Every transaction is READ COMMITTED: the default, REPEATABLE READ, locks the gaps between the rows that a claim looked
 * at, and inserts into a gap wait for each other until one of them dies in a deadlock.
 */
final class MySqlDialect extends Dialect {

    private static final int LOCK_WAIT_SECONDS = 8;

    // UTC_TIMESTAMP is the time at which the statement began, so it has one value in it and an index can be searched
    // for
    // it; SYSDATE is not and cannot. It does not depend on the time zone of the session.
    private static final String CLOCK =
            "TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', UTC_TIMESTAMP(3)) DIV 1000";

    private static final int DUPLICATE_KEY = 1062;
    private static final int SERVER_SHUTDOWN = 1053;
    private static final int CONNECTION_KILLED = 1927;

    /** Lock wait time-out, deadlock, and "record has changed since last read". */
    private static final Set<Integer> TRANSIENT = Set.of(1205, 1213, 1020);

    MySqlDialect(Tables tables) {
        super(tables);
    }

    @Override
    Sql now(long offset) {
        return Sql.of("(" + CLOCK + " + ?)", offset);
    }

    @Override
    String keepingRead() {
        return " LOCK IN SHARE MODE";
    }

    @Override
    String locking() {
        return " FOR UPDATE";
    }

    @Override
    String usingDueIndex() {
        return " FORCE INDEX (" + tables().index("lease_due") + ")";
    }

    @Override
    String usingPrimaryKey() {
        return " FORCE INDEX (PRIMARY)";
    }

    @Override
    Sql earliestDueByTarget() {
        // A loose index scan: one look into the index for each target.
        return Sql.of(
                "SELECT target_id, MIN(due_at) FROM " + tables().lease() + usingDueIndex() + " GROUP BY target_id");
    }

    @Override
    Sql insertUnlessPresent(Sql insert) {
        return insert;
    }

    @Override
    int writeDurably(Session session, Sql write) throws SQLException {
        return session.update(write);
    }

    @Override
    int writeRelaxed(Session session, Sql write) throws SQLException {
        return session.update(write);
    }

    @Override
    BulkWrites bulkWrites() {
        return new SteppedBulkWrites(this, " FOR UPDATE SKIP LOCKED");
    }

    @Override
    void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // For the next transaction only; the session keeps its own level.
            statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        }
        connection.setAutoCommit(false);
    }

    @Override
    void commit(Connection connection) throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    void rollback(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    /** Drivers name a lost connection by SQLSTATE 08, or by no error number of the server's. */
    @Override
    Failure failure(SQLException error) {
        int code = error.getErrorCode();
        String state = error.getSQLState();
        if (state == null
                || state.startsWith("08")
                || code <= 0
                || code == SERVER_SHUTDOWN
                || code == CONNECTION_KILLED) {
            return Failure.UNCERTAIN;
        }
        if (code == DUPLICATE_KEY) {
            return Failure.DUPLICATE;
        }
        return TRANSIENT.contains(code) ? Failure.TRANSIENT : Failure.REFUSED;
    }

    /** Needs {@code SKIP LOCKED}: MySQL 8.0, MariaDB 10.6. */
    @Override
    void checkVersion(Connection connection) throws SQLException {
        DatabaseMetaData server = connection.getMetaData();
        ServerVersion version = ServerVersion.of(server.getDatabaseProductName(), server.getDatabaseProductVersion());
        if (!version.hasSkipLocked()) {
            throw new StorageException(
                    Reason.SCHEMA,
                    "the store needs MySQL 8.0 or MariaDB 10.6 or later, the server is "
                            + server.getDatabaseProductVersion(),
                    null);
        }
    }

    /**
     * A version as the drivers report it. MySQL's driver calls MariaDB "MySQL" and its version {@code 5.5.5-10.11.6-MariaDB}:
     * MariaDB puts a version in front that old replication clients accept.
     */
    record ServerVersion(boolean mariaDb, int major, int minor) {

        static ServerVersion of(String product, String text) {
            boolean mariaDb = (product + text).toLowerCase(Locale.ROOT).contains("mariadb");
            String number = mariaDb && text.startsWith("5.5.5-") ? text.substring("5.5.5-".length()) : text;
            String[] parts = number.split("[.-]", 3);
            return new ServerVersion(mariaDb, Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        }

        boolean hasSkipLocked() {
            return mariaDb ? major > 10 || (major == 10 && minor >= 6) : major >= 8;
        }
    }

    @Override
    List<String> durabilityWarnings(Session session) throws SQLException {
        long flush = session.number(Sql.of("SELECT @@innodb_flush_log_at_trx_commit"));
        return flush == 1 ? List.of() : List.of("innodb_flush_log_at_trx_commit = " + flush);
    }

    @Override
    boolean schemaExists(Session session) throws SQLException {
        return session.number(Sql.of(
                        "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = "
                                + (tables().schema() == null ? "DATABASE()" : "'" + tables().schema() + "'")
                                + " AND table_name = ?",
                        tables().prefix() + "schema"))
                > 0;
    }

    @Override
    boolean migratesInTransaction() {
        return false;
    }

    @Override
    void lockSchema(Session session) throws SQLException {
        if (session.number(Sql.of("SELECT GET_LOCK(" + lockName() + ", ?)", lockSuffix(), LOCK_WAIT_SECONDS)) != 1) {
            throw new SQLException("another instance has been migrating the schema for " + LOCK_WAIT_SECONDS
                    + " seconds; try again when it is done");
        }
    }

    @Override
    void unlockSchema(Session session) throws SQLException {
        session.number(Sql.of("SELECT RELEASE_LOCK(" + lockName() + ")", lockSuffix()));
    }

    /**
     * Locks are named across the whole server, by at most 64 characters, so database and prefix are hashed. MySQL 9.6 and later
     * have MD5 and SHA1 only where a component is installed.
     */
    private static String lockName() {
        return "CONCAT('leasehold-', LEFT(SHA2(CONCAT(DATABASE(), '/', ?), 256), 48))";
    }

    private String lockSuffix() {
        return tables().schemaVersion();
    }

    @Override
    List<Migration> migrations() {
        return List.of(new Migration(1, 1, firstVersion()));
    }

    private List<String> firstVersion() {
        Tables t = tables();
        // Binary: the collations that compare byte by byte pass over trailing spaces.
        return List.of(
                """
                CREATE TABLE IF NOT EXISTS %s (
                    id varbinary(512) NOT NULL PRIMARY KEY,
                    mount_id varbinary(255) NOT NULL,
                    target_id varbinary(255) NOT NULL,
                    account_tag varbinary(255) NOT NULL,
                    state varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
                    issued_at bigint NOT NULL,
                    expires_at bigint NOT NULL,
                    due_at bigint NOT NULL,
                    create_by bigint,
                    attempts integer NOT NULL,
                    absences integer NOT NULL,
                    claim varbinary(64),
                    claimed_until bigint,
                    version bigint NOT NULL,
                    key_version integer NOT NULL,
                    revision bigint NOT NULL,
                    body mediumblob NOT NULL,
                    UNIQUE KEY %s (target_id, account_tag),
                    KEY %s (target_id, due_at),
                    KEY %s (expires_at, id),
                    KEY %s (mount_id, id))
                ENGINE = InnoDB ROW_FORMAT = DYNAMIC""".formatted(
                                t.lease(),
                                t.index("lease_account"),
                                t.index("lease_due"),
                                t.index("lease_expiry"),
                                t.index("lease_mount")),
                """
                CREATE TABLE IF NOT EXISTS %s (
                    path varbinary(512) NOT NULL PRIMARY KEY,
                    version bigint NOT NULL,
                    key_version integer NOT NULL,
                    revision bigint NOT NULL,
                    value mediumblob NOT NULL)
                ENGINE = InnoDB ROW_FORMAT = DYNAMIC""".formatted(t.entry()),
                "CREATE TABLE IF NOT EXISTS " + t.latch()
                        + " (path varbinary(512) NOT NULL PRIMARY KEY) ENGINE = InnoDB",
                """
                CREATE TABLE IF NOT EXISTS %s (
                    one integer NOT NULL PRIMARY KEY,
                    version integer NOT NULL,
                    readable_from integer NOT NULL,
                    store_id varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL)
                ENGINE = InnoDB""".formatted(t.schemaVersion()));
    }
}
