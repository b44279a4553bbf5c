package io.leasehold.store.jdbc;

import io.leasehold.spi.storage.ClockOffset;
import io.leasehold.spi.storage.Intent;
import io.leasehold.spi.storage.Intent.CountLimit;
import io.leasehold.spi.storage.Intent.Guard;
import io.leasehold.spi.storage.Intent.Outcome;
import io.leasehold.spi.storage.LeaseRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/**
 * Storing a new lease, the one write on the way of every request.
 *
 * <p>Without limits it takes two round trips: the time, and one statement that inserts the row if every guard's entry still
 * has its version, and that keeps those entries from changing until it has committed. With limits it is a transaction that
 * first locks a row for each limit, so that inserts under one limit follow one another, each counting what the ones before
 * have committed.
 */
final class LeaseInsert {

    private final Database database;
    private final Dialect dialect;
    private final Tables tables;
    private final ClockOffset offset;

    LeaseInsert(Database database, ClockOffset offset) {
        this.database = database;
        this.dialect = database.dialect();
        this.tables = dialect.tables();
        this.offset = offset;
    }

    Outcome insert(Intent intent) {
        if (intent.limits().isEmpty()) {
            return database.write("storing a lease", session -> insertIfGuarded(session, intent));
        }
        List<String> latches = intent.limits().stream()
                .map(CountLimit::entryPath)
                .distinct()
                .sorted()
                .toList();
        database.write("preparing a lease limit", session -> ensureLatches(session, latches));
        return database.transact("storing a lease under a limit", session -> {
            lockLatches(session, latches);
            Outcome outcome = insertIfBelow(session, intent);
            if (!(outcome instanceof Outcome.Stored)) {
                // Not only needless: after a duplicate key, PostgreSQL does not let a transaction commit.
                session.discard();
            }
            return outcome;
        });
    }

    private Outcome insertIfBelow(Session session, Intent intent) throws SQLException {
        for (CountLimit limit : intent.limits()) {
            if (isReached(session, limit)) {
                return new Outcome.LimitReached(limit);
            }
        }
        return insertIfGuarded(session, intent);
    }

    private Outcome insertIfGuarded(Session session, Intent intent) throws SQLException {
        long now = session.number(Sql.of("SELECT ").plus(dialect.now(offset.millis())));
        LeaseRow row = intent.row().apply(Instant.ofEpochMilli(now)).withVersion(Versions.first());
        try {
            boolean stored = dialect.writeDurably(session, insertStatement(row, intent.guards())) > 0;
            return stored ? new Outcome.Stored(row) : new Outcome.GuardFailed(failed(session, intent.guards()));
        } catch (SQLException e) {
            if (dialect.failure(e) == Failure.DUPLICATE) {
                return new Outcome.Taken();
            }
            throw e;
        }
    }

    private Sql insertStatement(LeaseRow row, List<Guard> guards) {
        Object[] values = Rows.values(row);
        String marks = String.join(", ", Collections.nCopies(values.length, "?"));
        String into = "INSERT INTO " + tables.lease() + " (" + Rows.LEASE + ") ";
        if (guards.isEmpty()) {
            return Sql.of(into + "VALUES (" + marks + ")", values);
        }
        Sql from = Sql.of(" FROM ");
        Sql where = Sql.of(" WHERE ");
        for (int i = 0; i < guards.size(); i++) {
            String entry = "g" + i;
            from = from.plus((i == 0 ? "" : ", ") + tables.entry() + " " + entry);
            where = where.plus(
                    (i == 0 ? "" : " AND ") + entry + ".path = ? AND " + entry + ".version = ?",
                    guards.get(i).path(),
                    guards.get(i).version());
        }
        return Sql.of(into + "SELECT " + marks, values).plus(from).plus(where).plus(dialect.keepingRead());
    }

    /** The guard that kept a row from being inserted. Versions never come back, so it is still the one. */
    private Guard failed(Session session, List<Guard> guards) throws SQLException {
        for (Guard guard : guards) {
            Sql query = Sql.of("SELECT version FROM " + tables.entry() + " WHERE path = ?", guard.path());
            if (!session.list(query, row -> row.getLong(1)).contains(guard.version())) {
                return guard;
            }
        }
        throw new SQLException("inserting a lease had no effect though all its guards hold");
    }

    /**
     * Makes the rows that inserts under a limit lock. The limit's own entry would not do: it need not exist, and one that
     * comes into being while others count without it would let them count side by side.
     */
    private boolean ensureLatches(Session session, List<String> paths) throws SQLException {
        List<String> present = session.list(latches(paths), row -> row.getString(1));
        for (String path : paths) {
            if (!present.contains(path)) {
                makeLatch(session, path);
            }
        }
        return true;
    }

    private void makeLatch(Session session, String path) throws SQLException {
        try {
            session.update(
                    dialect.insertUnlessPresent(Sql.of("INSERT INTO " + tables.latch() + " (path) VALUES (?)", path)));
        } catch (SQLException e) {
            if (dialect.failure(e) != Failure.DUPLICATE) {
                throw e;
            }
        }
    }

    private void lockLatches(Session session, List<String> paths) throws SQLException {
        session.list(latches(paths).plus(" ORDER BY path" + dialect.locking()), row -> true);
    }

    private Sql latches(List<String> paths) {
        return Sql.of("SELECT path FROM " + tables.latch() + dialect.usingPrimaryKey() + " WHERE path IN ")
                .plus(Sql.list(paths));
    }

    private boolean isReached(Session session, CountLimit limit) throws SQLException {
        if (limit.max() == 0) {
            return true;
        }
        Sql count = Sql.of("SELECT COUNT(*) FROM (SELECT 1 FROM " + tables.lease() + " WHERE ")
                .plus(LeaseFilter.startsWith("id", limit.prefix()))
                .plus(" LIMIT ?) AS counted", limit.max());
        return session.number(count) >= limit.max();
    }
}
