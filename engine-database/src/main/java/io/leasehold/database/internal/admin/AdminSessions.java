package io.leasehold.database.internal.admin;

import io.leasehold.database.internal.pool.AdminPool;
import io.leasehold.database.internal.pool.ConnectionOpener;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Runs work in transactions of the administrator, on pooled connections or on connections of their own. Thread-safe.
 */
public final class AdminSessions {

    private final AdminPool pool;
    private final ServerErrors errors;

    /**
     * Runs work on a pool.
     *
     * @param pool the administrator's connections
     * @param errors how failures are told
     */
    public AdminSessions(AdminPool pool, ServerErrors errors) {
        this.pool = pool;
        this.errors = errors;
    }

    /**
     * Work within a transaction. Whoever runs it commits; an exception rolls back.
     *
     * @param <T> its result
     */
    public interface Work<T> {

        /**
         * Does the work.
         *
         * @param transaction where
         * @return its result
         * @throws StepException when a statement fails
         */
        T in(Transaction transaction) throws StepException;
    }

    /**
     * How failures are told.
     *
     * @return the errors of this target
     */
    public ServerErrors errors() {
        return errors;
    }

    /**
     * Runs work in a transaction and commits it.
     *
     * @param limit how long it may take
     * @param failures how failures are told, with the secrets of this work masked
     * @param work what to do
     * @param <T> its result
     * @return its result
     */
    public <T> T transact(TimeLimit limit, ServerErrors failures, Work<T> work) {
        try {
            return tryTransact(limit, work);
        } catch (StepException failure) {
            throw failures.of(failure, outcomeUnknown(failure));
        }
    }

    /**
     * The same, leaving it to the caller what a failure means.
     *
     * @param limit how long it may take
     * @param work what to do
     * @param <T> its result
     * @return its result
     * @throws StepException when a statement fails
     */
    public <T> T tryTransact(TimeLimit limit, Work<T> work) throws StepException {
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

    /**
     * Runs work in a transaction on a connection of its own, and commits it.
     *
     * @param opener opens the connection
     * @param place where that leads, for messages
     * @param limit how long the work may take
     * @param work what to do
     * @param <T> its result
     * @return its result
     * @throws StepException when connecting or a statement fails
     */
    public <T> T tryTransactOn(ConnectionOpener opener, String place, TimeLimit limit, Work<T> work)
            throws StepException {
        try (Connection connection = opener.open()) {
            connection.setAutoCommit(false);
            return commit(new Transaction(connection, limit, errors.failures()), work);
        } catch (SQLException failure) {
            throw new StepException(
                    "connect to " + place, failure, errors.failures().of(failure));
        }
    }

    /**
     * Whether a failure leaves open what happened: only the commit can have had an effect, and only if its answer is lost.
     *
     * @param failure the failure of transactional work
     * @return whether it may have happened
     */
    public static boolean outcomeUnknown(StepException failure) {
        return failure instanceof CommitException commit && commit.meaning().sessionLost();
    }

    private <T> T once(TimeLimit limit, Work<T> work) throws StepException, StaleSession {
        Connection connection;
        try {
            connection = pool.borrow();
        } catch (SQLException failure) {
            throw errors.noConnection(failure);
        }
        Transaction transaction = new Transaction(connection, limit, errors.failures());
        boolean usable = false;
        try {
            T result = commit(transaction, work);
            usable = !transaction.spoiled() && transaction.restored();
            return result;
        } catch (StepException failure) {
            boolean lost = failure.meaning().sessionLost();
            usable = !lost && !transaction.spoiled() && rolledBack(connection) && transaction.restored();
            if (lost && !transaction.touched()) {
                throw new StaleSession(failure);
            }
            throw failure;
        } catch (RuntimeException | Error failure) {
            usable = !transaction.spoiled() && rolledBack(connection) && transaction.restored();
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
