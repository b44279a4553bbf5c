package io.leasehold.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * One use of a connection. It remembers whether a write may have become lasting, which decides what an error means to the
 * caller. Confined to one thread.
 */
final class Session {

    private final Connection connection;
    private final boolean inTransaction;
    private boolean effectPossible;
    private boolean discarded;

    /**
     * @param inTransaction false when every statement commits by itself
     */
    Session(Connection connection, boolean inTransaction) {
        this.connection = connection;
        this.inTransaction = inTransaction;
    }

    /** Makes a value of the current row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Whether something that was sent may have been committed. */
    boolean effectPossible() {
        return effectPossible;
    }

    /** Says that nothing of this transaction is to be kept. */
    void discard() {
        discarded = true;
    }

    boolean discarded() {
        return discarded;
    }

    /** Says that a commit is about to be sent. */
    void committing() {
        effectPossible = true;
    }

    Connection connection() {
        return connection;
    }

    /** Reads rows. */
    <T> List<T> list(Sql sql, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            sql.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> result = new ArrayList<>();
                while (rows.next()) {
                    result.add(reader.read(rows));
                }
                return result;
            }
        }
    }

    /** Reads a number; the statement yields one row. */
    long number(Sql sql) throws SQLException {
        return list(sql, row -> row.getLong(1)).get(0);
    }

    /** Writes, and returns how many rows were concerned. */
    int update(Sql sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.text())) {
            sql.bind(statement);
            sending();
            return done(statement.executeUpdate());
        }
    }

    /**
     * Writes by statements of the same text, sent together where the driver can. How many rows they concern is not said: some
     * drivers do not know.
     */
    void updateEach(List<Sql> statements) throws SQLException {
        if (statements.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement(statements.get(0).text())) {
            for (Sql sql : statements) {
                sql.bind(statement);
                statement.addBatch();
            }
            sending();
            statement.executeBatch();
        }
    }

    /** Writes, and reads what the statement returns of the rows concerned. */
    <T> List<T> updateReturning(Sql sql, RowReader<T> reader) throws SQLException {
        sending();
        List<T> rows = list(sql, reader);
        done(rows.size());
        return rows;
    }

    /** Runs a statement without parameters and without a result. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            sending();
            statement.execute(sql);
            done(0);
        }
    }

    private void sending() {
        if (!inTransaction) {
            effectPossible = true;
        }
    }

    private int done(int concerned) {
        if (!inTransaction && concerned == 0) {
            effectPossible = false;
        }
        return concerned;
    }
}
