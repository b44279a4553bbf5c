package io.leasehold.database.internal.postgresql;

import io.leasehold.database.internal.pool.AdminPool;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Runs work in transactions of the administrator, on pooled connections or on connections of their own. Thread-safe.
 */
final class AdminSessions {

    private final AdminPool pool;
    private final PostgresLogin login;
    private final ServerErrors errors;

    AdminSessions(AdminPool pool, PostgresLogin login, ServerErrors errors) {
        this.pool = pool;
        this.login = login;
        this.errors = errors;
    }

    /** Work within a transaction. Whoever runs it commits; an exception rolls back. */
    interface Work<T> {
        T in(Transaction transaction) throws StepException;
    }

    ServerErrors errors() {
        return errors;
    }

    /**
     * Runs work in a transaction and commits it.
     *
     * @param limit how long it may take
     * @param failures how failures are told, with the secrets of this work masked
     * @param work what to do
     * @return its result
     */
    <T> T transact(TimeLimit limit, ServerErrors failures, Work<T> work) {
        try {
            return tryTransact(limit, work);
        } catch (StepException failure) {
            throw failures.of(failure, outcomeUnknown(failure));
        }
    }

    /** The same, leaving it to the caller what a failure means. */
    <T> T tryTransact(TimeLimit limit, Work<T> work) throws StepException {
        try {
            return once(limit, work);
        } catch (StaleSession stale) {
            // A session that died in the pool (a restart, a failover) tells nothing about the server: one more try.
            try {
                return once(limit, work);
            } catch (StaleSession again) {
                throw again.failure;
            }
        }
    }

    /** Runs work in a transaction on a database other than the target's own, and commits it. */
    <T> T transactIn(String database, TimeLimit limit, Work<T> work) throws StepException {
        try (Connection connection = login.open(database)) {
            connection.setAutoCommit(false);
            return commit(new Transaction(connection, limit), work);
        } catch (SQLException failure) {
            throw new StepException("connect to database " + SqlText.identifier(database), failure);
        }
    }

    /** Whether a failure leaves open what happened: only the commit can have had an effect, and only if its answer is lost. */
    static boolean outcomeUnknown(StepException failure) {
        return failure instanceof CommitException commit && commit.state().sessionLost();
    }

    private <T> T once(TimeLimit limit, Work<T> work) throws StepException, StaleSession {
        Connection connection;
        try {
            connection = pool.borrow();
        } catch (SQLException failure) {
            throw errors.noConnection(failure);
        }
        Transaction transaction = new Transaction(connection, limit);
        boolean usable = false;
        try {
            T result = commit(transaction, work);
            usable = true;
            return result;
        } catch (StepException failure) {
            boolean lost = failure.state().sessionLost();
            usable = !lost && rolledBack(connection);
            if (lost && !transaction.touched()) {
                throw new StaleSession(failure);
            }
            throw failure;
        } catch (RuntimeException | Error failure) {
            usable = rolledBack(connection);
            throw failure;
        } finally {
            pool.release(connection, usable);
        }
    }

    private static <T> T commit(Transaction transaction, Work<T> work) throws StepException {
        T result = work.in(transaction);
        try {
            transaction.commit();
        } catch (StepException failure) {
            throw transaction.committing() ? new CommitException(failure) : failure;
        }
        return result;
    }

    private static boolean rolledBack(Connection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException failure) {
            return false;
        }
    }

    /** The first statement of a transaction found the session dead. */
    private static final class StaleSession extends Exception {

        private static final long serialVersionUID = 1L;

        private final StepException failure;

        StaleSession(StepException failure) {
            super(null, failure, false, false);
            this.failure = failure;
        }
    }
}
