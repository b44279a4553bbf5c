package io.leasehold.database.internal.datasource;

import io.leasehold.database.internal.drain.Retention;
import io.leasehold.spi.time.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retires the connections of one replaced credential: asks them one by one to leave the pool as {@link DrainPace} says, and
 * aborts what is left at the limit. Its steps run one after the other on the scheduler, so its fields need no guard.
 */
final class Drain {

    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    private static final Duration SHORTLY = Duration.ofMillis(5);
    private static final Duration LATER = Duration.ofMillis(100);

    private final ConnectionGeneration old;
    private final Retention retention;
    private final RotatingConnections connections;
    private final PoolLink pool;
    private final PoolScheduler scheduler;
    private final TimeSource time;
    private final boolean abortAtLimit;

    private final int started;
    private final long openedBefore;
    private int remaining;
    private long leftAt;
    private long askedAt;
    private boolean evictedAll;

    /**
     * Prepares a drain.
     *
     * @param old the replaced generation
     * @param retention what keeps its lease
     * @param connections what counts opened and aborted connections
     * @param pool the pool around them
     * @param scheduler runs the steps
     * @param time measures
     * @param abortAtLimit whether to abort at the limit, or to leave the rest to the database
     */
    Drain(
            ConnectionGeneration old,
            Retention retention,
            RotatingConnections connections,
            PoolLink pool,
            PoolScheduler scheduler,
            TimeSource time,
            boolean abortAtLimit) {
        this.old = old;
        this.retention = retention;
        this.connections = connections;
        this.pool = pool;
        this.scheduler = scheduler;
        this.time = time;
        this.abortAtLimit = abortAtLimit;
        this.started = old.connections().size();
        this.remaining = started;
        this.openedBefore = connections.opened();
        this.leftAt = time.nanoTime();
        this.askedAt = leftAt;
    }

    void start() {
        scheduler.after(Duration.ZERO, this::step);
    }

    private void step() {
        if (old.isDrained()) {
            return;
        }
        long now = time.nanoTime();
        // One that is closing serves nobody any more, and still holds its place.
        int left = (int) old.connections().stream()
                .filter(connection -> !connection.isClosing())
                .count();
        if (left < remaining) {
            leftAt = now;
        }
        remaining = left;
        switch (pace(now).next()) {
            case ASK_NEXT -> {
                askNext(now);
                askedAt = now;
                scheduler.after(SHORTLY, this::step);
            }
            case WAIT_SHORTLY -> scheduler.after(SHORTLY, this::step);
            case WAIT -> scheduler.after(LATER, this::step);
            case ABORT -> endNow();
        }
    }

    private DrainPace pace(long now) {
        long candidates = old.connections().stream().filter(this::isCandidate).count();
        long replacements = connections.opened() - openedBefore;
        return new DrainPace(
                retention.left(now),
                retention.limit(),
                started,
                Math.toIntExact(candidates),
                (int) Math.max(0, started - remaining - replacements),
                Duration.ofNanos(now - leftAt),
                leftAt - askedAt <= 0,
                Duration.ofNanos(now - askedAt));
    }

    private boolean isCandidate(PhysicalConnection connection) {
        return !connection.isClosing()
                && !connection.wasAskedToLeave()
                && (connection.exit() != null || pool.evictsByBorrowing());
    }

    private void askNext(long now) {
        Optional<PhysicalConnection> next = old.connections().stream()
                .filter(this::isCandidate)
                .min(Comparator.comparing((PhysicalConnection connection) -> connection.exit() == null)
                        .thenComparingLong(PhysicalConnection::openedAt));
        if (next.isEmpty() || next.get().askToLeave()) {
            return;
        }
        if (retention.left(now).compareTo(retention.limit().dividedBy(2)) > 0) {
            pool.borrowAndEvictOne();
        } else if (!evictedAll) {
            // Borrowing has not found all of them: they are in use for long, and change hands.
            evictedAll = true;
            pool.evictAll();
        }
    }

    private void endNow() {
        if (abortAtLimit) {
            AtomicLong aborted = new AtomicLong();
            old.connections().forEach(connection -> {
                if (abort(connection)) {
                    aborted.incrementAndGet();
                }
            });
            if (aborted.get() > 0) {
                log.warn(
                        "Aborted {} connections of {} that were still in use {} after it was replaced; what ran on them has failed",
                        aborted.get(),
                        old,
                        retention.limit());
                connections.countAborted(aborted.get());
            }
            // An open that was under way at the swap may have slipped through.
            scheduler.after(LATER, this::step);
        } else if (remaining > 0) {
            log.warn("{} connections of {} outlive its lease and are left to the database", remaining, old);
        }
        retention.release();
    }

    private boolean abort(PhysicalConnection connection) {
        try {
            connection.abort(scheduler);
            return true;
        } catch (SQLException | RuntimeException e) {
            log.warn("A connection of {} could not be aborted", old, e);
            return false;
        }
    }
}
