package io.leasehold.store.jdbc;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** PostgreSQL. */
final class PostgresDialect extends Dialect {

    /** The first version with {@code MATERIALIZED}. */
    private static final int OLDEST_MAJOR = 12;

    // clock_timestamp(), not now(): the latter stands still for the length of a transaction.
    private static final String CLOCK = "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    // Set for the transaction that the statement is part of, in the statement itself, which saves a round trip.
    private static final String DURABLY = """
             RETURNING set_config('synchronous_commit', CASE current_setting('synchronous_commit')
             WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)\
            """;
    static final String RELAXED = "set_config('synchronous_commit', 'off', true)";

    /** Deadlock, serialisation failure, lock not available. */
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "55P03");

    PostgresDialect(Tables tables) {
        super(tables);
    }

    @Override
    Sql now(long offset) {
        // In a subquery, a volatile function is evaluated once, and an index can be searched for the result.
        return Sql.of("(SELECT " + CLOCK + " + ?)", offset);
    }

    @Override
    String keepingRead() {
        return " FOR SHARE";
    }

    @Override
    String locking() {
        return " FOR UPDATE";
    }

    @Override
    String usingDueIndex() {
        return "";
    }

    @Override
    String usingPrimaryKey() {
        return "";
    }

    @Override
    Sql earliestDueByTarget() {
        // PostgreSQL has no skip scan before version 18, so the index is walked from target to target.
        String lease = tables().lease();
        return Sql.of("""
                WITH RECURSIVE target(id) AS (
                    SELECT min(target_id) FROM %1$s
                    UNION ALL
                    SELECT (SELECT min(l.target_id) FROM %1$s l WHERE l.target_id > t.id)
                    FROM target t WHERE t.id IS NOT NULL)
                SELECT t.id, (SELECT min(l.due_at) FROM %1$s l WHERE l.target_id = t.id)
                FROM target t WHERE t.id IS NOT NULL""".formatted(lease));
    }

    @Override
    Sql insertUnlessPresent(Sql insert) {
        return insert.plus(" ON CONFLICT DO NOTHING");
    }

    @Override
    int writeDurably(Session session, Sql write) throws SQLException {
        return session.updateReturning(write.plus(DURABLY), row -> 1).size();
    }

    @Override
    int writeRelaxed(Session session, Sql write) throws SQLException {
        return session.updateReturning(write.plus(" RETURNING " + RELAXED), row -> 1)
                .size();
    }

    @Override
    BulkWrites bulkWrites() {
        return new PostgresBulkWrites(this);
    }

    @Override
    void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        }
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

    /** See <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">the list of SQLSTATEs</a>. */
    @Override
    Failure failure(SQLException error) {
        String state = error.getSQLState();
        if (state == null || state.startsWith("08") || state.startsWith("57P") || state.equals("40003")) {
            return Failure.UNCERTAIN;
        }
        if (state.equals("23505")) {
            return Failure.DUPLICATE;
        }
        return TRANSIENT.contains(state) ? Failure.TRANSIENT : Failure.REFUSED;
    }

    @Override
    void checkVersion(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST_MAJOR) {
            throw new StorageException(
                    Reason.SCHEMA,
                    "the store needs PostgreSQL " + OLDEST_MAJOR + " or later, the server is "
                            + connection.getMetaData().getDatabaseProductVersion(),
                    null);
        }
    }

    @Override
    List<String> durabilityWarnings(Session session) throws SQLException {
        List<String> warnings = new ArrayList<>();
        for (String setting : List.of("fsync", "full_page_writes")) {
            if (session.list(Sql.of("SELECT current_setting(?)", setting), row -> row.getString(1))
                    .contains("off")) {
                warnings.add(setting + " = off");
            }
        }
        return warnings;
    }

    @Override
    boolean schemaExists(Session session) throws SQLException {
        // Not to_regclass(), which may go by a name cache from before another instance's tables were committed.
        Sql query = Sql.of("""
                SELECT count(*) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relname = ? AND n.nspname\
                """, tables().prefix() + "schema");
        String schema = tables().schema();
        return session.number(
                        schema == null
                                ? query.plus(" = ANY (current_schemas(false))")
                                // An unquoted name, as in the statements.
                                : query.plus(" = lower(?)", schema))
                > 0;
    }

    @Override
    boolean migratesInTransaction() {
        return true;
    }

    @Override
    void lockSchema(Session session) throws SQLException {
        session.list(
                Sql.of("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "leasehold " + tables().schemaVersion()),
                row -> 1);
    }

    @Override
    void unlockSchema(Session session) {
        // The lock ends with the transaction.
    }

    @Override
    List<Migration> migrations() {
        return List.of(new Migration(1, 1, firstVersion()));
    }

    private List<String> firstVersion() {
        Tables t = tables();
        return List.of(
                """
                CREATE TABLE %s (
                    id text COLLATE "C" NOT NULL PRIMARY KEY,
                    mount_id text COLLATE "C" NOT NULL,
                    target_id text COLLATE "C" NOT NULL,
                    account_tag text COLLATE "C" NOT NULL,
                    state text COLLATE "C" NOT NULL,
                    issued_at bigint NOT NULL,
                    expires_at bigint NOT NULL,
                    due_at bigint NOT NULL,
                    create_by bigint,
                    attempts integer NOT NULL,
                    absences integer NOT NULL,
                    claim text COLLATE "C",
                    claimed_until bigint,
                    version bigint NOT NULL,
                    key_version integer NOT NULL,
                    revision bigint NOT NULL,
                    body bytea NOT NULL,
                    UNIQUE (target_id, account_tag))
                WITH (fillfactor = 85,
                    autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02)""".formatted(t.lease()),
                // Sealed bytes do not shrink, so trying to compress them is work for nothing.
                "ALTER TABLE " + t.lease() + " ALTER COLUMN body SET STORAGE EXTERNAL",
                // None of the indexed columns changes with a claim, so a claim touches no index (a heap-only update).
                "CREATE INDEX " + t.index("lease_due") + " ON " + t.lease() + " (target_id, due_at)",
                "CREATE INDEX " + t.index("lease_expiry") + " ON " + t.lease() + " (expires_at, id)",
                "CREATE INDEX " + t.index("lease_mount") + " ON " + t.lease() + " (mount_id, id)",
                """
                CREATE TABLE %s (
                    path text COLLATE "C" NOT NULL PRIMARY KEY,
                    version bigint NOT NULL,
                    key_version integer NOT NULL,
                    revision bigint NOT NULL,
                    value bytea NOT NULL)
                WITH (fillfactor = 70)""".formatted(t.entry()),
                "CREATE TABLE " + t.latch() + " (path text COLLATE \"C\" NOT NULL PRIMARY KEY) WITH (fillfactor = 70)",
                """
                CREATE TABLE %s (
                    one integer NOT NULL PRIMARY KEY CHECK (one = 1),
                    version integer NOT NULL,
                    readable_from integer NOT NULL,
                    store_id text NOT NULL)""".formatted(t.schemaVersion()));
    }
}
