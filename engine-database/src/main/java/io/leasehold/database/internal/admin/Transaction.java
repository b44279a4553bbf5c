package io.leasehold.database.internal.admin;

import io.leasehold.database.internal.sql.RenderedStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One transaction of the administrator, with limits on both sides: the server's are set by its first statement, the client's
 * are set before each one. Used by one thread.
 */
public final class Transaction {

    /** How much longer the client waits than the server is given, so that the server's own error arrives. */
    private static final Duration CLIENT_GRACE = Duration.ofSeconds(2);

    /**
     * By how much the client may be more patient than that. Telling a driver costs more than many a statement (a tenth of a
     * millisecond was measured), so it is told again only when the time left has become noticeably shorter.
     */
    private static final int SLACK_MILLIS = 500;

    private static final String SAVEPOINT = "leasehold";

    private final Connection connection;
    private final TimeLimit limit;
    private final ServerFailure.Reading failures;
    private boolean touched;
    private boolean committing;
    private boolean spoiled;
    private int patience;
    private final List<Afterwards> afterwards = new ArrayList<>();

    /**
     * Starts a transaction on a connection whose auto-commit is off.
     *
     * @param connection the connection, which stays the caller's
     * @param limit how long all of it may take
     * @param failures what failures mean
     */
    public Transaction(Connection connection, TimeLimit limit, ServerFailure.Reading failures) {
        this.connection = connection;
        this.limit = limit;
        this.failures = failures;
    }

    /**
     * Reads the rows of a query.
     *
     * @param <T> what they are read as
     */
    public interface Reader<T> {

        /**
         * Reads the rows.
         *
         * @param rows before the first one
         * @return what they say
         * @throws SQLException when the driver fails
         */
        T read(ResultSet rows) throws SQLException;
    }

    /**
     * The server's version.
     *
     * @return its major version
     * @throws StepException when the driver cannot tell
     */
    public int majorVersion() throws StepException {
        try {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException failure) {
            throw new StepException("server version", failure, failures.of(failure));
        }
    }

    /**
     * The server's version in its own words.
     *
     * @return the words
     * @throws StepException when the driver cannot tell
     */
    public String productVersion() throws StepException {
        try {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException failure) {
            throw new StepException("server version", failure, failures.of(failure));
        }
    }

    /** Says that the session carries what must not outlive this work, so that it is closed and not used again. */
    public void spoil() {
        spoiled = true;
    }

    /** Takes {@link #spoil} back: the session is as it was. */
    public void unspoil() {
        spoiled = false;
    }

    boolean spoiled() {
        return spoiled;
    }

    /**
     * A failure that the server did not tell of.
     *
     * @param step what was being done
     * @param problem what was seen
     * @return the failure
     */
    public StepException failed(String step, String problem) {
        SQLException failure = new SQLException(problem);
        return new StepException(step, failure, failures.of(failure));
    }

    /**
     * How much time is left.
     *
     * @return the limit
     */
    public TimeLimit limit() {
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

    /**
     * Executes a statement as it stands.
     *
     * @param step what it does, free of values
     * @param sql the statement
     * @throws StepException when it fails
     */
    public void execute(String step, String sql) throws StepException {
        run(step, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                return statement.execute(sql);
            }
        });
    }

    /**
     * Executes a statement of a role.
     *
     * @param statement the statement
     * @throws StepException when it fails
     */
    public void execute(RenderedStatement statement) throws StepException {
        execute(statement.describe(), statement.sql());
    }

    /**
     * Executes a query of the plugin's own.
     *
     * @param step what it does
     * @param sql the query
     * @param reader reads its rows
     * @param parameters its parameters
     * @param <T> what the rows are read as
     * @return what the reader made of them
     * @throws StepException when it fails
     */
    public <T> T query(String step, String sql, Reader<T> reader, Object... parameters) throws StepException {
        return queryAfter(0, step, sql, reader, parameters);
    }

    /**
     * Executes a query of the plugin's own for texts.
     *
     * @param step what it does
     * @param sql the query, whose first column is one and never null
     * @param parameters its parameters
     * @return that column, row by row
     * @throws StepException when it fails
     */
    public List<String> texts(String step, String sql, Object... parameters) throws StepException {
        return query(
                step,
                sql,
                rows -> {
                    List<String> texts = new ArrayList<>();
                    while (rows.next()) {
                        texts.add(String.valueOf(rows.getString(1)));
                    }
                    return texts;
                },
                parameters);
    }

    /**
     * Executes several statements of the plugin's own in one round trip, where the driver can.
     *
     * @param skipped how many results to skip
     * @param step what they do
     * @param sql the statements, the last of them a query
     * @param reader reads its rows
     * @param parameters the parameters of all
     * @param <T> what the rows are read as
     * @return what the reader made of them
     * @throws StepException when one fails
     */
    public <T> T queryAfter(int skipped, String step, String sql, Reader<T> reader, Object... parameters)
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

    /**
     * Marks a point to come back to; locks taken so far are kept then.
     *
     * @throws StepException when that fails
     */
    public void savepoint() throws StepException {
        execute("savepoint", "SAVEPOINT " + SAVEPOINT);
    }

    /**
     * Comes back to the savepoint.
     *
     * @throws StepException when that fails
     */
    public void rollbackToSavepoint() throws StepException {
        execute("return to savepoint", "ROLLBACK TO SAVEPOINT " + SAVEPOINT);
    }

    /**
     * Commits.
     *
     * @throws StepException when that fails; the transaction may be committed all the same
     */
    public void commit() throws StepException {
        run("commit", () -> {
            committing = true;
            connection.commit();
            return touched;
        });
    }

    /**
     * Takes back what is not committed.
     *
     * @throws StepException when that fails
     */
    public void rollback() throws StepException {
        run("roll back", () -> {
            connection.rollback();
            return touched;
        });
    }

    /**
     * Commits a step of work that goes on after it, where steps do not commit by themselves.
     *
     * @param transactional whether there is something to commit
     * @throws StepException when that fails
     */
    public void settle(boolean transactional) throws StepException {
        if (transactional) {
            commit();
            committing = false;
        }
    }

    /**
     * Gives the session back its old state when the transaction has ended, whichever way. When that fails, the session is not
     * used again.
     *
     * @param step what the statement does, free of values
     * @param sql the statement
     */
    public void afterwards(String step, String sql) {
        afterwards.add(new Afterwards(step, sql));
    }

    /** Runs what was to be done afterwards; false when that failed. */
    boolean restored() {
        try {
            for (Afterwards each : afterwards) {
                execute(each.step(), each.sql());
            }
            if (!afterwards.isEmpty()) {
                connection.commit();
            }
            return true;
        } catch (StepException | SQLException failure) {
            return false;
        }
    }

    private record Afterwards(String step, String sql) {}

    private <T> T run(String step, SqlCall<T> call) throws StepException {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(step);
        }
        try {
            limitPatience();
            T result = call.run();
            touched = true;
            return result;
        } catch (SQLException failure) {
            throw new StepException(step, failure, failures.of(failure));
        }
    }

    /** How long the client waits for each answer; nothing was told yet at 0. */
    private void limitPatience() throws SQLException {
        int millis = millis(limit.left().plus(CLIENT_GRACE));
        if (patience == 0 || patience < millis || patience - millis > SLACK_MILLIS) {
            connection.setNetworkTimeout(Runnable::run, millis);
            patience = millis;
        }
    }

    /** Nothing was sent: whoever interrupted wants the thread back, and the target is not to blame. */
    private StepException interrupted(String step) {
        SQLException failure = new SQLException("the thread was interrupted before this step", "57014");
        return new StepException(step, failure, failures.of(failure));
    }

    private interface SqlCall<T> {
        T run() throws SQLException;
    }

    /**
     * Milliseconds as drivers and servers take them.
     *
     * @param duration how long
     * @return from 1 to the greatest integer
     */
    public static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
    }

    /**
     * Runs statements of a role one by one.
     *
     * @param statements the statements
     * @throws StepException when one fails; those before it have been executed
     */
    public void executeAll(List<RenderedStatement> statements) throws StepException {
        for (RenderedStatement statement : statements) {
            execute(statement);
        }
    }
}
