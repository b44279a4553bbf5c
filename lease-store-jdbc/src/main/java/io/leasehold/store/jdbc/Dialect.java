package io.leasehold.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What differs between database products. Everything else is written once, in SQL that all of them know. Immutable and
 * thread-safe.
 */
abstract sealed class Dialect permits PostgresDialect, MySqlDialect, SqliteDialect {

    private final Tables tables;

    Dialect(Tables tables) {
        this.tables = tables;
    }

    final Tables tables() {
        return tables;
    }

    /**
     * The store's time as an expression: the database's clock as UTC epoch milliseconds, and an offset. It has one value
     * throughout a statement, and the optimizer can compare an indexed column with it.
     */
    abstract Sql now(long offset);

    /** What to put behind a query so that the entries it read keep their version until the transaction ends. */
    abstract String keepingRead();

    /** What to put behind a query so that other transactions wait for this one before they lock the same rows. */
    abstract String locking();

    /** Names the index by target and due time to an optimizer that might not choose it. */
    abstract String usingDueIndex();

    /**
     * Names the primary key to an optimizer that might read a small table from end to end instead. That matters where a
     * statement locks what it reads: it would wait for rows that it does not want.
     */
    abstract String usingPrimaryKey();

    /** The targets that have leases, each with its earliest due time, without reading every lease. */
    abstract Sql earliestDueByTarget();

    /** Inserts an entry, doing nothing (or failing with {@link Failure#DUPLICATE}) when its path is taken. */
    abstract Sql insertUnlessPresent(Sql insert);

    /** Writes so that a commit is on disk when this transaction has ended, whatever the server's default. */
    abstract int writeDurably(Session session, Sql write) throws SQLException;

    /** Writes what would only be repeated if a crash of the server undid it. */
    abstract int writeRelaxed(Session session, Sql write) throws SQLException;

    /** Claims and deletes of many rows. */
    abstract BulkWrites bulkWrites();

    /** Starts a transaction that sees what others have committed, statement by statement (READ COMMITTED). */
    abstract void begin(Connection connection) throws SQLException;

    abstract void commit(Connection connection) throws SQLException;

    abstract void rollback(Connection connection) throws SQLException;

    /** What an error says about the statement that met it. */
    abstract Failure failure(SQLException error);

    /** Refuses versions of the product that lack something needed. */
    abstract void checkVersion(Connection connection) throws SQLException;

    /** Settings of the server with which a returned commit can be lost; empty when all is well. */
    abstract List<String> durabilityWarnings(Session session) throws SQLException;

    /** Whether the table that holds the schema's version exists. */
    abstract boolean schemaExists(Session session) throws SQLException;

    /** Whether a failed migration leaves nothing behind. */
    abstract boolean migratesInTransaction();

    /** Waits until no other instance migrates these tables. */
    abstract void lockSchema(Session session) throws SQLException;

    /** Ends {@link #lockSchema} where the end of the transaction does not. */
    abstract void unlockSchema(Session session) throws SQLException;

    /** All migrations, from the empty schema on. */
    abstract List<Migration> migrations();
}
