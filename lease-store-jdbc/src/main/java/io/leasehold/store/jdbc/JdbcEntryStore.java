package io.leasehold.store.jdbc;

import io.leasehold.spi.storage.EntryStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Entries in a table. */
final class JdbcEntryStore implements EntryStore {

    private final Database database;
    private final Dialect dialect;
    private final String table;

    JdbcEntryStore(Database database) {
        this.database = database;
        this.dialect = database.dialect();
        this.table = dialect.tables().entry();
    }

    @Override
    public Optional<Entry> get(String path) {
        Sql query = Sql.of("SELECT " + Rows.ENTRY + " FROM " + table + " WHERE path = ?", path);
        return database.read(
                "reading an entry",
                session -> StoredText.possible(path)
                        ? session.list(query, Rows::entry).stream().findFirst()
                        : Optional.empty());
    }

    @Override
    public List<Entry> list(String prefix, String after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more, was " + limit);
        }
        if (!StoredText.possible(prefix)) {
            return List.of();
        }
        Sql query = Sql.of("SELECT " + Rows.ENTRY + " FROM " + table + " WHERE ")
                .plus(LeaseFilter.startsWith("path", prefix))
                .plus(" AND path > ? ORDER BY path LIMIT ?", StoredText.bound(after), limit);
        return database.read("listing entries", session -> session.list(query, Rows::entry));
    }

    @Override
    public boolean put(Entry entry, long expectedVersion) {
        Sql write = expectedVersion == ABSENT ? insert(entry) : update(entry, expectedVersion);
        return database.write("writing entry " + entry.path(), session -> written(session, write));
    }

    private boolean written(Session session, Sql write) throws SQLException {
        try {
            return dialect.writeDurably(session, write) > 0;
        } catch (SQLException e) {
            if (dialect.failure(e) == Failure.DUPLICATE) {
                return false;
            }
            throw e;
        }
    }

    private Sql insert(Entry entry) {
        return dialect.insertUnlessPresent(Sql.of(
                "INSERT INTO " + table + " (" + Rows.ENTRY + ") VALUES (?, ?, ?, ?, ?)",
                entry.path(),
                entry.version(),
                entry.value().keyVersion(),
                entry.value().revision(),
                entry.value().bytes()));
    }

    private Sql update(Entry entry, long expectedVersion) {
        return Sql.of(
                "UPDATE " + table
                        + " SET version = ?, key_version = ?, revision = ?, value = ? WHERE path = ? AND version = ?",
                entry.version(),
                entry.value().keyVersion(),
                entry.value().revision(),
                entry.value().bytes(),
                entry.path(),
                expectedVersion);
    }

    @Override
    public boolean delete(String path, long expectedVersion) {
        if (!StoredText.possible(path)) {
            return false;
        }
        Sql delete = Sql.of("DELETE FROM " + table + " WHERE path = ? AND version = ?", path, expectedVersion);
        return database.write("deleting entry " + path, session -> dialect.writeDurably(session, delete) > 0);
    }
}
