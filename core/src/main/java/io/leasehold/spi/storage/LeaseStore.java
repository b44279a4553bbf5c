package io.leasehold.spi.storage;

import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseQuery.Cursor;
import io.leasehold.lease.LeaseState;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The leases of a store. Every write is atomic and conditional on the version that the writer saw, so a writer that was
 * overtaken changes nothing. Thread-safe, also between processes.
 */
public interface LeaseStore {

    /**
     * Stores a new lease if its guards and limits hold, all in one transaction. When this returns
     * {@link Intent.Outcome.Stored} the row survives a crash of the process and (for a durable store) of the machine. Of
     * all writes only this one and {@link #update} to {@code REVOKING} must be durable at once.
     *
     * @param intent the row with its conditions
     * @return what became of it
     */
    Intent.Outcome insert(Intent intent);

    /**
     * Reads one lease.
     *
     * @param id the lease id
     * @return the row and the store's time, empty when there is no such lease
     */
    Optional<LeaseSnapshot> find(String id);

    /**
     * Replaces a row whose stored version is still that of the given row. Id, mount, target and account tag never change.
     * A row that became {@code REVOKING} is not found {@code ACTIVE} after a crash of the store's machine, which would be a
     * lease without a credential; other updates may be lost by one.
     *
     * @param row the new content, with the version that was read
     * @return the row as stored, with its new version; empty when the stored row has another version or is gone
     */
    Optional<LeaseRow> update(LeaseRow row);

    /**
     * Deletes the rows whose stored version is still that of the given ones. Not necessarily in one transaction.
     *
     * @param rows rows as they were read; any number
     * @return the ids that are gone now because of this call
     */
    Set<String> delete(Collection<LeaseRow> rows);

    /**
     * Claims rows that are due ({@code dueAt} at or before now, no unexpired claim), the longest due first. A claimed
     * {@code PENDING} or {@code ACTIVE} row becomes {@code REVOKING}; others keep their state. Claims of concurrent callers
     * never overlap, do not wait for each other where the store can help it, and do not deadlock with inserts.
     *
     * @param request what to claim
     * @return the rows as stored now, each with the store's time of the claim; empty when nothing is due
     */
    List<LeaseSnapshot> claimDue(ClaimRequest request);

    /**
     * Finds a page of leases.
     *
     * @param query filter, order and page
     * @return the page
     */
    Page query(LeaseQuery query);

    /**
     * Counts leases.
     *
     * @param query the filter; order and page are ignored
     * @return the number of leases that match
     */
    long count(LeaseQuery query);

    /**
     * Counts all leases, by mount, folder and state, in one query. Memory does not grow with the number of leases.
     *
     * @return one tally for each kind of which there is a lease, in no order
     */
    List<Tally> tally();

    /**
     * How many leases of one kind there are.
     *
     * @param mountId the mount
     * @param folder their ids without the last {@value Tally#RANDOM_END} characters and the slash before these; empty for ids that
     *     are too short for that
     * @param state their state
     * @param leases how many
     */
    record Tally(String mountId, String folder, LeaseState state, long leases) {

        /** Characters of the random end of lease ids. */
        public static final int RANDOM_END = 24;

        /**
         * The folder of a lease.
         *
         * @param id its id
         * @return what is before the slash and the random end
         */
        public static String folderOf(String id) {
            return id.substring(0, Math.max(0, id.length() - RANDOM_END - 1));
        }
    }

    /**
     * A claim on due rows.
     *
     * @param token names the claimant; random, at most 64 ASCII characters
     * @param claimFor how long the claim holds; afterwards others may claim the rows
     * @param limit the most rows to claim, 1 or more
     * @param excludedTargets targets whose rows are passed over
     */
    record ClaimRequest(String token, Duration claimFor, int limit, Set<String> excludedTargets) {

        /** Takes copies. */
        public ClaimRequest {
            excludedTargets = Set.copyOf(excludedTargets);
        }
    }

    /**
     * A page of leases.
     *
     * @param rows the leases, in the order asked for
     * @param next where the next page starts, null when this is the last
     */
    record Page(List<LeaseRow> rows, @Nullable Cursor next) {

        /** Takes copies. */
        public Page {
            rows = List.copyOf(rows);
        }
    }
}
