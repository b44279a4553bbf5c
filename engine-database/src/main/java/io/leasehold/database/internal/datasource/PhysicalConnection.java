package io.leasehold.database.internal.datasource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver's connection with the generation it was opened on. It counts as physical until the driver's close, or abort, has
 * returned, whatever a pool thinks of it in between. Thread-safe as far as its own state goes.
 */
final class PhysicalConnection extends DelegatingConnection {

    private static final Logger log = LoggerFactory.getLogger(PhysicalConnection.class);

    private enum State {
        OPEN,
        CLOSING,
        ENDED
    }

    private final ConnectionGeneration generation;
    private final Permits.Permit permit;
    private final BooleanSupplier poolEvicts;
    private final long openedAt;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final AtomicBoolean askedToLeave = new AtomicBoolean();
    private volatile @Nullable Runnable exit;

    /**
     * Wraps a connection. From here on the wrapper releases the permit and leaves the generation.
     *
     * @param raw the driver's connection
     * @param generation the credential it runs on, already entered
     * @param permit its permit
     * @param poolEvicts whether the pool is linked, so that it is asked to give up connections rather than left to find out
     * @param openedAt when, by the monotonic clock in nanoseconds
     */
    PhysicalConnection(
            Connection raw,
            ConnectionGeneration generation,
            Permits.Permit permit,
            BooleanSupplier poolEvicts,
            long openedAt) {
        super(raw);
        this.generation = generation;
        this.permit = permit;
        this.poolEvicts = poolEvicts;
        this.openedAt = openedAt;
        generation.add(this);
    }

    ConnectionGeneration generation() {
        return generation;
    }

    long openedAt() {
        return openedAt;
    }

    boolean isClosing() {
        return state.get() == State.CLOSING;
    }

    boolean hasEnded() {
        return state.get() == State.ENDED;
    }

    /** What makes the pool give this connection up, on its return if it is in use; null where the pool offered nothing. */
    @Nullable
    Runnable exit() {
        return exit;
    }

    void exitBy(Runnable way) {
        exit = way;
    }

    /** Whether it was asked to leave its pool. */
    boolean wasAskedToLeave() {
        return askedToLeave.get();
    }

    /** Asks the pool to give this connection up, once. Returns false where the pool offered no way or was asked before. */
    boolean askToLeave() {
        Runnable way = exit;
        if (way == null || !askedToLeave.compareAndSet(false, true)) {
            return false;
        }
        way.run();
        return true;
    }

    /**
     * Answers false for a replaced credential where nothing else tells the pool: any pool drops an idle connection that
     * fails its check. A linked pool is asked in good order instead, one connection at a time.
     */
    @Override
    public boolean isValid(int timeoutSeconds) throws SQLException {
        if (generation.isRetired() && exit == null && !poolEvicts.getAsBoolean()) {
            return false;
        }
        return super.isValid(timeoutSeconds);
    }

    @Override
    public void close() throws SQLException {
        if (state.compareAndSet(State.OPEN, State.CLOSING)) {
            try {
                raw().close();
            } finally {
                ended();
            }
        }
    }

    /**
     * Breaks the connection off, also when a close hangs. What runs on it fails. The driver's work is done here if the executor
     * takes nothing more: a pool that shuts down must not leave a session behind.
     */
    @Override
    public void abort(Executor executor) throws SQLException {
        if (state.get() == State.ENDED) {
            return;
        }
        state.compareAndSet(State.OPEN, State.CLOSING);
        AtomicBoolean handedOver = new AtomicBoolean();
        boolean accepted = false;
        try {
            raw().abort(command -> {
                handedOver.set(true);
                run(executor, () -> {
                    try {
                        command.run();
                    } finally {
                        ended();
                    }
                });
            });
            accepted = true;
        } finally {
            if (!accepted) {
                closeAnyway();
            }
            if (!handedOver.get()) {
                ended();
            }
        }
    }

    private static void run(Executor executor, Runnable work) {
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            work.run();
        }
    }

    private void closeAnyway() {
        try {
            raw().close();
        } catch (SQLException e) {
            log.debug("A connection that could not be aborted could not be closed either", e);
        }
    }

    private void ended() {
        if (state.getAndSet(State.ENDED) != State.ENDED) {
            generation.remove(this);
            permit.release();
            generation.leave();
        }
    }

    @Override
    public String toString() {
        return raw() + " (" + generation + ")";
    }
}
