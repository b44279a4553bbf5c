package io.leasehold.store.jdbc;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;

/**
 * SQLite. There is one writer at a time, so what other products lock is locked already.
 *
 * <p>Transactions start with {@code BEGIN IMMEDIATE}: one that starts by reading and writes later fails when another writer
 * was faster, and no waiting helps. They are written as statements, because the driver's {@code commit()} begins the next
 * transaction at once, which would keep other processes from writing.
 */
final class SqliteDialect extends Dialect {

    // 'now' has one value throughout a statement. 'subsec' came with SQLite 3.42.
    private static final String CLOCK = "CAST(round(unixepoch('now', 'subsec') * 1000) AS INTEGER)";

    private static final Set<Integer> TRANSIENT =
            Set.of(SQLiteErrorCode.SQLITE_BUSY.code, SQLiteErrorCode.SQLITE_LOCKED.code);

    /** Errors after which a statement has certainly changed nothing. */
    private static final Set<Integer> REFUSED = Set.of(
            SQLiteErrorCode.SQLITE_ERROR.code,
            SQLiteErrorCode.SQLITE_READONLY.code,
            SQLiteErrorCode.SQLITE_CANTOPEN.code,
            SQLiteErrorCode.SQLITE_TOOBIG.code,
            SQLiteErrorCode.SQLITE_CORRUPT.code,
            SQLiteErrorCode.SQLITE_NOTADB.code);

    SqliteDialect(Tables tables) {
        super(tables);
    }

    @Override
    Sql now(long offset) {
        return Sql.of("(" + CLOCK + " + ?)", offset);
    }

    @Override
    String keepingRead() {
        return "";
    }

    @Override
    String locking() {
        return "";
    }

    @Override
    String usingDueIndex() {
        return " INDEXED BY " + tables().index("lease_due");
    }

    @Override
    String usingPrimaryKey() {
        return "";
    }

    @Override
    Sql earliestDueByTarget() {
        return Sql.of("""
                WITH RECURSIVE target(id) AS (
                    SELECT min(target_id) FROM %1$s
                    UNION ALL
                    SELECT (SELECT min(l.target_id) FROM %1$s l WHERE l.target_id > t.id)
                    FROM target t WHERE t.id IS NOT NULL)
                SELECT t.id, (SELECT min(l.due_at) FROM %1$s l%2$s WHERE l.target_id = t.id)
                FROM target t WHERE t.id IS NOT NULL""".formatted(tables().lease(), usingDueIndex()));
    }

    @Override
    Sql insertUnlessPresent(Sql insert) {
        return insert.plus(" ON CONFLICT DO NOTHING");
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
        return new SteppedBulkWrites(this, "");
    }

    @Override
    void begin(Connection connection) throws SQLException {
        run(connection, "BEGIN IMMEDIATE");
    }

    @Override
    void commit(Connection connection) throws SQLException {
        run(connection, "COMMIT");
    }

    @Override
    void rollback(Connection connection) throws SQLException {
        run(connection, "ROLLBACK");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The low byte is the <a href="https://www.sqlite.org/rescode.html">primary result code</a>. */
    @Override
    Failure failure(SQLException error) {
        int code = error.getErrorCode() & 0xff;
        if (code == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
            return Failure.DUPLICATE;
        }
        if (TRANSIENT.contains(code)) {
            return Failure.TRANSIENT;
        }
        return REFUSED.contains(code) ? Failure.REFUSED : Failure.UNCERTAIN;
    }

    @Override
    void checkVersion(Connection connection) throws SQLException {
        int minor = connection.getMetaData().getDatabaseMinorVersion();
        if (connection.getMetaData().getDatabaseMajorVersion() < 3 || minor < 42) {
            throw new StorageException(
                    Reason.SCHEMA,
                    "the store needs SQLite 3.42 or later, the driver brings "
                            + connection.getMetaData().getDatabaseProductVersion(),
                    null);
        }
    }

    @Override
    List<String> durabilityWarnings(Session session) {
        return List.of();
    }

    @Override
    boolean schemaExists(Session session) throws SQLException {
        return session.number(Sql.of("SELECT count(*) FROM sqlite_master WHERE name = ?", tables().schemaVersion()))
                > 0;
    }

    @Override
    boolean migratesInTransaction() {
        return true;
    }

    @Override
    void lockSchema(Session session) {
        // The transaction has the only write lock already.
    }

    @Override
    void unlockSchema(Session session) {
        // Nor is there anything to unlock.
    }

    @Override
    List<Migration> migrations() {
        return List.of(new Migration(1, 1, firstVersion()));
    }

    private List<String> firstVersion() {
        Tables t = tables();
        return List.of(
                "PRAGMA application_id = " + SqliteFile.APPLICATION_ID,
                """
                CREATE TABLE %s (
                    id TEXT NOT NULL PRIMARY KEY,
                    mount_id TEXT NOT NULL,
                    target_id TEXT NOT NULL,
                    account_tag TEXT NOT NULL,
                    state TEXT NOT NULL,
                    issued_at INTEGER NOT NULL,
                    expires_at INTEGER NOT NULL,
                    due_at INTEGER NOT NULL,
                    create_by INTEGER,
                    attempts INTEGER NOT NULL,
                    absences INTEGER NOT NULL,
                    claim TEXT,
                    claimed_until INTEGER,
                    version INTEGER NOT NULL,
                    key_version INTEGER NOT NULL,
                    revision INTEGER NOT NULL,
                    body BLOB NOT NULL,
                    UNIQUE (target_id, account_tag)) STRICT""".formatted(t.lease()),
                "CREATE INDEX " + t.index("lease_due") + " ON " + t.lease() + " (target_id, due_at)",
                "CREATE INDEX " + t.index("lease_expiry") + " ON " + t.lease() + " (expires_at, id)",
                "CREATE INDEX " + t.index("lease_mount") + " ON " + t.lease() + " (mount_id, id)",
                """
                CREATE TABLE %s (
                    path TEXT NOT NULL PRIMARY KEY,
                    version INTEGER NOT NULL,
                    key_version INTEGER NOT NULL,
                    revision INTEGER NOT NULL,
                    value BLOB NOT NULL) STRICT""".formatted(t.entry()),
                "CREATE TABLE " + t.latch() + " (path TEXT NOT NULL PRIMARY KEY) STRICT",
                """
                CREATE TABLE %s (
                    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
                    version INTEGER NOT NULL,
                    readable_from INTEGER NOT NULL,
                    store_id TEXT NOT NULL) STRICT""".formatted(t.schemaVersion()));
    }
}
