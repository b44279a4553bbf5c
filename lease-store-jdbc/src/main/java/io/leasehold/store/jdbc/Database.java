package io.leasehold.store.jdbc;

import io.leasehold.error.ClosedException;
import io.leasehold.error.StorageException;
import io.leasehold.error.StorageException.Reason;
import io.leasehold.spi.time.TimeSource;
import io.leasehold.store.jdbc.Connections.Access;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs work against the database: lends it a connection, repeats it after deadlocks and the like, and says in the store's
 * terms what an error means. Thread-safe.
 */
final class Database implements AutoCloseable {

    /** How often work is tried before a transient failure is reported. */
    private static final int ATTEMPTS = 8;

    private static final long FIRST_PAUSE_MILLIS = 4;

    private final Connections connections;
    private final Dialect dialect;
    private final TimeSource time;
    private final long patienceNanos;
    private volatile boolean closed;

    /**
     * @param patience how long to go on repeating what fails by deadlocks and the like; waiting for a lock counts
     */
    Database(Connections connections, Dialect dialect, TimeSource time, Duration patience) {
        this.connections = connections;
        this.dialect = dialect;
        this.time = time;
        this.patienceNanos = patience.toNanos();
    }

    /** Work that may be repeated from its start. */
    @FunctionalInterface
    interface Work<T> {
        T in(Session session) throws SQLException;
    }

    Dialect dialect() {
        return dialect;
    }

    /** Runs statements that only read. */
    <T> T read(String what, Work<T> work) {
        return attempt(what, () -> new Attempt<>(Access.READ, false, work));
    }

    /** Runs statements each of which commits by itself. */
    <T> T write(String what, Work<T> work) {
        return attempt(what, () -> new Attempt<>(Access.WRITE, false, work));
    }

    /** Runs statements in one transaction, rolled back when the work throws or discards it. */
    <T> T transact(String what, Work<T> work) {
        return attempt(what, () -> new Attempt<>(Access.WRITE, true, work));
    }

    private <T> T attempt(String what, Supplier<Attempt<T>> attempts) {
        long started = time.nanoTime();
        for (int failed = 0; ; failed++) {
            if (closed) {
                throw new ClosedException("store");
            }
            Attempt<T> attempt = attempts.get();
            try {
                return connections.use(attempt.access, attempt);
            } catch (SQLException e) {
                boolean again = dialect.failure(e) == Failure.TRANSIENT
                        && failed < ATTEMPTS - 1
                        && time.nanoTime() - started < patienceNanos;
                if (!again || !pause(failed)) {
                    throw translated(what, e, attempt.session);
                }
            }
        }
    }

    /** Waits a little, longer each time and never as long as another thread; false when interrupted. */
    private boolean pause(int failed) {
        long longest = FIRST_PAUSE_MILLIS << failed;
        try {
            time.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1)));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private StorageException translated(String what, SQLException error, @Nullable Session session) {
        boolean open = session != null && session.effectPossible() && dialect.failure(error) == Failure.UNCERTAIN;
        return open
                ? new StorageException(
                        Reason.OUTCOME_UNKNOWN, what + ": the store failed, the outcome is not known", error)
                : new StorageException(
                        Reason.UNAVAILABLE,
                        what + ": the store failed, nothing was written: " + error.getMessage(),
                        error);
    }

    /** One attempt at a piece of work, on one connection. */
    private final class Attempt<T> implements Connections.Use<T> {

        private final Access access;
        private final boolean transaction;
        private final Work<T> work;
        private @Nullable Session session;

        Attempt(Access access, boolean transaction, Work<T> work) {
            this.access = access;
            this.transaction = transaction;
            this.work = work;
        }

        @Override
        public T with(Connection connection) throws SQLException {
            Session current = new Session(connection, transaction);
            session = current;
            if (!transaction) {
                return work.in(current);
            }
            dialect.begin(connection);
            boolean committed = false;
            try {
                T result = work.in(current);
                if (!current.discarded()) {
                    current.committing();
                    dialect.commit(connection);
                    committed = true;
                }
                return result;
            } finally {
                if (!committed) {
                    rollBack(connection);
                }
            }
        }

        private void rollBack(Connection connection) throws SQLException {
            try {
                dialect.rollback(connection);
            } catch (SQLException e) {
                // The error that led here is the one to report. A connection that cannot roll back is of no more use.
                connection.abort(Runnable::run);
            }
        }
    }

    /** Ends the use of the database. May be called repeatedly. */
    @Override
    public void close() {
        closed = true;
        connections.close();
    }
}
