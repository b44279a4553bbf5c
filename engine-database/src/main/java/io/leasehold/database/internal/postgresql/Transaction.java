package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.sql.RenderedStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * One transaction of the administrator, with limits on both sides: the server's are set by its first statement, the client's
 * are set before each one. Used by one thread.
 */
final class Transaction {

    /** How much longer the client waits than the server is given, so that the server's own error arrives. */
    private static final Duration CLIENT_GRACE = Duration.ofSeconds(2);

    private static final String SAVEPOINT = "leasehold";

    private final Connection connection;
    private final TimeLimit limit;
    private boolean touched;
    private boolean committing;

    Transaction(Connection connection, TimeLimit limit) {
        this.connection = connection;
        this.limit = limit;
    }

    /** Reads the rows of a query with parameters. */
    interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    Connection connection() {
        return connection;
    }

    TimeLimit limit() {
        return limit;
    }

    /** Whether a statement has succeeded, so that the session was alive. */
    boolean touched() {
        return touched;
    }

    /** Whether the server may have been told to commit. */
    boolean committing() {
        return committing;
    }

    /** Executes a statement as it stands. */
    void execute(String step, String sql) throws StepException {
        run(step, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                return statement.execute(sql);
            }
        });
    }

    /** Executes a statement of a role. */
    void execute(RenderedStatement statement) throws StepException {
        execute(statement.describe(), statement.sql());
    }

    /** Executes a query of the plugin's own. */
    <T> T query(String step, String sql, Reader<T> reader, Object... parameters) throws StepException {
        return queryAfter(0, step, sql, reader, parameters);
    }

    /** Executes several statements of the plugin's own in one round trip; the results of the first ones are skipped. */
    <T> T queryAfter(int skipped, String step, String sql, Reader<T> reader, Object... parameters)
            throws StepException {
        return run(step, () -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    statement.setObject(i + 1, parameters[i]);
                }
                statement.execute();
                for (int i = 0; i < skipped; i++) {
                    statement.getMoreResults();
                }
                try (ResultSet rows = statement.getResultSet()) {
                    return reader.read(rows);
                }
            }
        });
    }

    /** Marks a point to come back to; locks taken so far are kept then. */
    void savepoint() throws StepException {
        execute("savepoint", "SAVEPOINT " + SAVEPOINT);
    }

    /** Comes back to the savepoint. */
    void rollbackToSavepoint() throws StepException {
        execute("return to savepoint", "ROLLBACK TO SAVEPOINT " + SAVEPOINT);
    }

    void commit() throws StepException {
        run("commit", () -> {
            committing = true;
            connection.commit();
            return touched;
        });
    }

    private <T> T run(String step, SqlCall<T> call) throws StepException {
        if (Thread.currentThread().isInterrupted()) {
            throw new StepException(step, new SQLException("the thread was interrupted before this step", "57014"));
        }
        try {
            connection.setNetworkTimeout(Runnable::run, millis(limit.left().plus(CLIENT_GRACE)));
            T result = call.run();
            touched = true;
            return result;
        } catch (SQLException failure) {
            throw new StepException(step, failure);
        }
    }

    private interface SqlCall<T> {
        T run() throws SQLException;
    }

    static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
    }

    /** Runs statements of a role one by one. */
    void executeAll(List<RenderedStatement> statements) throws StepException {
        for (RenderedStatement statement : statements) {
            execute(statement);
        }
    }
}
