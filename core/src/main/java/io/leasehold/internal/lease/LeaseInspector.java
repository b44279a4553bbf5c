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
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
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

    /**
     * What a walk through all leases found.
     *
     * @param leases how many there are
     * @param unreadable those whose sealed part cannot be opened
     * @param changed those whose clear columns were changed
     * @param withoutMount those whose mount is gone, so that nothing knows how to revoke them
     */
    public record Found(long leases, long unreadable, long changed, long withoutMount) {}

    private enum Condition {
        SOUND,
        CHANGED,
        UNREADABLE
    }

    /**
     * Walks through all leases at once. What is wrong is reported, and what was put off brought forward, as in the rounds; no
     * lease is removed. Memory does not grow with the number of leases.
     *
     * @param mountIds the UUIDs of the mounts there are
     * @return what was found
     */
    public Found walk(Set<String> mountIds) {
        long leases = 0;
        long withoutMount = 0;
        Map<Condition, Long> conditions = new EnumMap<>(Condition.class);
        LeaseQuery all = LeaseQuery.all().limitedTo(PAGE);
        LeaseQuery.@Nullable Cursor at = null;
        do {
            LeaseStore.Page page = desk.store().query(all.after(at));
            Instant now = storage.now();
            for (LeaseRow row : page.rows()) {
                leases++;
                withoutMount += mountIds.contains(row.mountId()) ? 0 : 1;
                conditions.merge(inspect(row, now), 1L, Long::sum);
            }
            at = page.next();
        } while (at != null);
        return new Found(
                leases,
                conditions.getOrDefault(Condition.UNREADABLE, 0L),
                conditions.getOrDefault(Condition.CHANGED, 0L),
                withoutMount);
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

    private synchronized Condition inspect(LeaseRow row, Instant now) {
        LeaseBody body;
        try {
            body = desk.seal().open(row);
        } catch (StorageException e) {
            report(row, "it cannot be read: " + e.getMessage());
            return Condition.UNREADABLE;
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
        return disagreement == null && !putOff && !claimedForLong ? Condition.SOUND : Condition.CHANGED;
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
