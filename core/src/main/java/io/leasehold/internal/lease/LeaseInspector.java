package io.leasehold.internal.lease;

import io.leasehold.error.LeaseholdException;
import io.leasehold.error.StorageException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import io.leasehold.spi.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks through all leases, a page at a time and again and again, and compares the clear columns with what was sealed. A row
 * that somebody put off (by a due time past its sealed end, or a claim longer than any) is brought forward, so that a writer
 * to the store cannot keep a credential alive. What is wrong is reported once. Thread-safe.
 */
public final class LeaseInspector {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseInspector.class);
    private static final int PAGE = 500;
    private static final int MOST_REMEMBERED = 1_000;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** Longer than any broker's creation or claim, which can be set to ten minutes. */
    private static final Duration LONGEST_WORK = Duration.ofMinutes(15);

    private final LeaseDesk desk;
    private final Storage storage;
    private final Scheduler scheduler;
    private final Set<String> reported = new HashSet<>(); // guarded by this
    private LeaseQuery query = LeaseQuery.all().limitedTo(PAGE); // guarded by this
    private volatile Scheduler.@Nullable Task next;
    private volatile boolean closed;

    LeaseInspector(LeaseDesk desk, Storage storage, Scheduler scheduler) {
        this.desk = desk;
        this.storage = storage;
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
            Instant now = storage.now();
            page.rows().forEach(row -> inspect(row, now));
            query = query.after(page.next());
        } catch (LeaseholdException e) {
            LOG.debug("The inspection of leases pauses", e);
        } finally {
            next = scheduler.schedule("inspection", PAUSE, this::inspect);
        }
    }

    private void inspect(LeaseRow row, Instant now) {
        LeaseBody body;
        try {
            body = desk.seal().open(row);
        } catch (StorageException e) {
            report(row, "it cannot be read: " + e.getMessage());
            return;
        }
        Instant end = body.sealedEnd();
        String disagreement = body.disagreement(row);
        if (disagreement != null) {
            report(row, disagreement + "; it ends at " + end + " at the latest");
        }
        boolean putOff = row.dueAt().isAfter(latest(row.state(), end, now));
        boolean claimedForLong = row.claimedAt(now.plus(LONGEST_WORK));
        if (putOff || claimedForLong) {
            report(row, putOff ? "its due time is past its sealed end" : "it is claimed for longer than any claim");
            Instant due = row.state() == LeaseState.ACTIVE ? end : now;
            desk.store().update(Transitions.postponed(row, putOff ? due : row.dueAt()));
        }
    }

    /** When a row that nobody changed is due at the latest. */
    private static Instant latest(LeaseState state, Instant end, Instant now) {
        Instant latest = switch (state) {
            case ACTIVE -> end;
            case PENDING -> now.plus(LONGEST_WORK);
            case REVOKING, IRREVOCABLE -> now.plus(Backoff.IRREVOCABLE_RETRY).plus(LONGEST_WORK);
        };
        return latest.isAfter(end) ? latest : end;
    }

    private void report(LeaseRow row, String problem) {
        if (reported.size() >= MOST_REMEMBERED) {
            reported.clear();
        }
        if (reported.add(row.id() + " " + problem)) {
            String error = "lease " + row.id() + " was changed in the store: " + problem;
            LOG.error("{}", error);
            desk.events().publish(new LeaseholdEvent.Quarantined(row.id(), error));
        }
    }
}
