package io.leasehold.internal.lease;

import io.leasehold.error.LeaseholdException;
import io.leasehold.error.StorageException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks through all leases, a page at a time and again and again, and compares the clear columns with what was sealed. A row
 * that somebody put off (its due time is past its sealed end) is brought forward, so that a writer to the store cannot keep
 * a credential alive; whatever is wrong is reported once a round. Thread-safe.
 */
public final class LeaseInspector {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseInspector.class);
    private static final int PAGE = 500;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final LeaseDesk desk;
    private final Scheduler scheduler;
    private LeaseQuery query =
            LeaseQuery.all().withStates(LeaseState.ACTIVE, LeaseState.PENDING).limitedTo(PAGE);
    private volatile Scheduler.@Nullable Task next;
    private volatile boolean closed;

    LeaseInspector(LeaseDesk desk, Scheduler scheduler) {
        this.desk = desk;
        this.scheduler = scheduler;
    }

    /** Starts the rounds. */
    public void start() {
        next = scheduler.schedule("inspection", PAUSE, this::inspect);
    }

    /** Stops the rounds. */
    public void close() {
        closed = true;
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
    }

    private synchronized void inspect() {
        if (closed) {
            return;
        }
        try {
            LeaseStore.Page page = desk.store().query(query);
            page.rows().forEach(this::inspect);
            query = query.after(page.next());
        } catch (LeaseholdException e) {
            LOG.debug("The inspection of leases pauses", e);
        } finally {
            next = scheduler.schedule("inspection", PAUSE, this::inspect);
        }
    }

    private void inspect(LeaseRow row) {
        try {
            LeaseBody body = desk.seal().open(row);
            Instant end = body.sealedEnd();
            String disagreement = body.disagreement(row);
            boolean putOff = row.dueAt().isAfter(end);
            if (disagreement == null && !putOff) {
                return;
            }
            String error = "lease " + row.id() + " was changed in the store: "
                    + (disagreement == null ? "its due time is past its sealed end" : disagreement)
                    + "; it ends at " + end + " at the latest";
            LOG.error("{}", error);
            desk.events().publish(new LeaseholdEvent.Quarantined(row.id(), error));
            if (putOff) {
                desk.store().update(Transitions.postponed(row, end));
            }
        } catch (StorageException e) {
            LOG.error("Lease {} cannot be read: {}", row.id(), e.getMessage());
            desk.events().publish(new LeaseholdEvent.Quarantined(row.id(), String.valueOf(e.getMessage())));
        }
    }
}
