package io.leasehold.store.jdbc;

import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the tables and brings them up to date, whichever of several instances comes first. A failure leaves what can be
 * taken up again.
 */
final class Schema {

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private final Database database;
    private final List<Migration> migrations;
    private final String table;

    /**
     * @param migrations all that this code knows, in order, the first of them for an empty database
     */
    Schema(Database database, List<Migration> migrations) {
        this.database = database;
        this.migrations = List.copyOf(migrations);
        this.table = database.dialect().tables().schemaVersion();
    }

    /**
     * What the database says of its schema.
     *
     * @param version its version; 0 when there is none yet
     * @param readableFrom the lowest version whose code works on it
     */
    private record State(int version, int readableFrom, String storeId) {

        static final State EMPTY = new State(0, 0, "");
    }

    /**
     * Opens the schema.
     *
     * @return the store's id
     */
    String open() {
        State found = database.read("reading the schema version", this::state);
        if (found.version() < newest().version()) {
            found = upgraded();
        }
        if (newest().version() < found.readableFrom()) {
            throw new StorageException(
                    Reason.SCHEMA,
                    "the store has schema version " + found.version() + ", for code of schema version "
                            + found.readableFrom() + " and later; this code has schema version "
                            + newest().version() + ": update Leasehold in this application",
                    null);
        }
        return found.storeId();
    }

    private Migration newest() {
        return migrations.get(migrations.size() - 1);
    }

    private State upgraded() {
        String what = "migrating the schema to version " + newest().version();
        // Seen from inside the lock: another instance may have been faster.
        return database.dialect().migratesInTransaction()
                ? database.transact(what, this::upgradeLocked)
                : database.write(what, this::upgradeLocked);
    }

    private State upgradeLocked(Session session) throws SQLException {
        Dialect dialect = database.dialect();
        dialect.lockSchema(session);
        try {
            State state = state(session);
            for (Migration migration : migrations) {
                if (migration.version() > state.version()) {
                    state = apply(session, migration, state);
                }
            }
            return state;
        } finally {
            dialect.unlockSchema(session);
        }
    }

    private State apply(Session session, Migration migration, State from) throws SQLException {
        for (String statement : migration.statements()) {
            session.run(statement);
        }
        State to = new State(
                migration.version(),
                migration.readableFrom(),
                from.version() == 0 ? UUID.randomUUID().toString() : from.storeId());
        if (from.version() == 0) {
            session.update(Sql.of(
                    "INSERT INTO " + table + " (one, version, readable_from, store_id) VALUES (1, ?, ?, ?)",
                    to.version(),
                    to.readableFrom(),
                    to.storeId()));
        } else {
            session.update(Sql.of(
                    "UPDATE " + table + " SET version = ?, readable_from = ? WHERE one = 1",
                    to.version(),
                    to.readableFrom()));
        }
        LOG.info("Lease store {}: schema version {} -> {}", to.storeId(), from.version(), to.version());
        return to;
    }

    private State state(Session session) throws SQLException {
        if (!database.dialect().schemaExists(session)) {
            return State.EMPTY;
        }
        return session
                .list(
                        Sql.of("SELECT version, readable_from, store_id FROM " + table),
                        row -> new State(row.getInt(1), row.getInt(2), row.getString(3)))
                .stream()
                .findFirst()
                .orElse(State.EMPTY);
    }
}
