package io.leasehold.internal.lease;

import io.leasehold.error.NotFoundException;
import io.leasehold.error.StorageException;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks leases up, lists, counts and finds them. An unreadable row is shown as such and stops nothing. Thread-safe. */
public final class LeaseReader {

    /** Follows a slash in the order of ids, so that a cursor there passes over a whole folder. */
    private static final String AFTER_FOLDER = String.valueOf((char) ('/' + 1));

    private final LeaseDesk desk;
    private final Storage storage;

    LeaseReader(LeaseDesk desk, Storage storage) {
        this.desk = desk;
        this.storage = storage;
    }

    /**
     * A page of leases.
     *
     * @param leases the leases
     * @param next where the next page starts, null when this is the last
     */
    public record Page(List<LeaseView> leases, LeaseQuery.@Nullable Cursor next) {}

    /**
     * Looks a lease up.
     *
     * @param id the lease id
     * @return what is stored
     */
    public LeaseView lookup(String id) {
        LeaseSnapshot found = desk.store().find(id).orElseThrow(() -> new NotFoundException("invalid lease: " + id));
        return view(found.row(), found.readAt());
    }

    /**
     * Finds leases.
     *
     * @param query what to find
     * @return one page
     */
    public Page query(LeaseQuery query) {
        Instant now = storage.now();
        LeaseStore.Page page = desk.store().query(query);
        return new Page(page.rows().stream().map(row -> view(row, now)).toList(), page.next());
    }

    /**
     * Counts leases.
     *
     * @param query the filter
     * @return the number
     */
    public long count(LeaseQuery query) {
        return desk.store().count(query);
    }

    /**
     * The leases that are past their end, or past the deadline of their creation.
     *
     * @return the number
     */
    public long due() {
        // The store's times are whole milliseconds, and a lease is due at its end.
        Instant now = storage.now();
        Instant next = now.plusMillis(1);
        return desk.store().count(LeaseQuery.all().withExpiry(null, next)) + pendingPastDeadline(now, next);
    }

    /** Intents that nobody finished, as far as their leases would not have ended yet. There are never many of them. */
    private long pendingPastDeadline(Instant now, Instant expiringFrom) {
        LeaseQuery query = LeaseQuery.all().withStates(LeaseState.PENDING).withExpiry(expiringFrom, null);
        long late = 0;
        while (true) {
            LeaseStore.Page page = desk.store().query(query);
            late += page.rows().stream()
                    .map(LeaseRow::createBy)
                    .filter(deadline -> deadline != null && !deadline.isAfter(now))
                    .count();
            if (page.next() == null) {
                return late;
            }
            query = query.after(page.next());
        }
    }

    /**
     * Lists one level below a folder. A folder of a million leases costs one step, as the next page starts behind it.
     *
     * @param folder the folder with a trailing slash, or empty for the top
     * @return names in order, folders with a trailing slash
     */
    public List<String> list(String folder) {
        List<String> names = new ArrayList<>();
        LeaseQuery query = LeaseQuery.under(folder);
        while (true) {
            LeaseStore.Page page = desk.store().query(query);
            LeaseQuery.@Nullable Cursor next = page.next();
            for (LeaseRow row : page.rows()) {
                String rest = row.id().substring(folder.length());
                int slash = rest.indexOf('/');
                if (slash < 0) {
                    names.add(rest);
                    continue;
                }
                names.add(rest.substring(0, slash + 1));
                next = LeaseQuery.Cursor.afterId(folder + rest.substring(0, slash) + AFTER_FOLDER);
                break;
            }
            if (next == null) {
                return names;
            }
            query = query.after(next);
        }
    }

    private LeaseView view(LeaseRow row, Instant now) {
        @Nullable LeaseBody body = null;
        @Nullable String error;
        try {
            body = desk.seal().open(row);
            String disagreement = body.disagreement(row);
            error = disagreement == null ? body.error() : "changed in the store: " + disagreement;
        } catch (StorageException e) {
            error = e.getMessage();
        }
        int slash = row.id().lastIndexOf('/');
        Long hardEnd = body == null ? null : body.hardEnd();
        Long lastRenewal = body == null ? null : body.lastRenewal();
        Instant asked = lastRenewal == null ? row.issuedAt() : Instant.ofEpochMilli(lastRenewal);
        return new LeaseView(
                row.id(),
                slash < 0 ? row.id() : row.id().substring(0, slash),
                row.mountId(),
                row.state(),
                row.targetId(),
                body == null ? null : body.account(),
                row.issuedAt(),
                row.expiresAt(),
                hardEnd == null ? null : Instant.ofEpochMilli(hardEnd),
                lastRenewal == null ? null : Instant.ofEpochMilli(lastRenewal),
                Duration.between(Handover.countedFrom(asked, now), row.expiresAt()),
                body != null && body.renewable() && row.state() == LeaseState.ACTIVE,
                row.attempts(),
                error);
    }
}
