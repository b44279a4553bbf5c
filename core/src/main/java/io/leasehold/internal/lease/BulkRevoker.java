package io.leasehold.internal.lease;

import io.leasehold.error.LeaseholdException;
import io.leasehold.error.RevocationIncompleteException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Revokes many leases, one after the other on the caller's thread, and goes on past failures. Memory does not grow with the
 * number of leases. Thread-safe.
 */
public final class BulkRevoker {

    private static final int PAGE = 200;
    private static final int CAUSES_KEPT = 5;
    private static final int WARNINGS_KEPT = 5;

    private final LeaseDesk desk;
    private final Revoker revoker;

    BulkRevoker(LeaseDesk desk, Revoker revoker) {
        this.desk = desk;
        this.revoker = revoker;
    }

    /**
     * What came of it.
     *
     * @param confirmed how many leases are confirmed absent
     * @param warnings what could not be done beside, of the first leases that there was something with
     */
    public record Outcome(int confirmed, List<String> warnings) {}

    /**
     * Revokes the leases of a query.
     *
     * @param what what is revoked, for the error
     * @param query the filter
     * @return what came of it
     * @throws RevocationIncompleteException when some could not be revoked yet
     */
    public Outcome revoke(String what, LeaseQuery query) {
        return revoke(what, query, () -> true);
    }

    /**
     * Revokes the leases of a query while there is time.
     *
     * @param what what is revoked, for the error
     * @param query the filter
     * @param goOn asked before each lease
     * @return what came of it; the rest was not begun
     * @throws RevocationIncompleteException when some could not be revoked yet
     */
    public Outcome revoke(String what, LeaseQuery query, BooleanSupplier goOn) {
        List<LeaseholdException> causes = new ArrayList<>();
        int[] failed = new int[1];
        List<String> warnings = new ArrayList<>();
        int[] warned = new int[1];
        int confirmed = each(query, goOn, id -> {
            try {
                List<String> told = revoker.revoke(id, LeaseholdEvent.Cause.REVOKED);
                if (!told.isEmpty() && ++warned[0] <= WARNINGS_KEPT) {
                    told.forEach(warning -> warnings.add("lease " + id + ": " + warning));
                }
                return true;
            } catch (LeaseholdException e) {
                failed[0]++;
                if (causes.size() < CAUSES_KEPT) {
                    causes.add(e);
                }
                return false;
            }
        });
        if (failed[0] > 0) {
            throw new RevocationIncompleteException(what, confirmed, failed[0], causes);
        }
        if (warned[0] > WARNINGS_KEPT) {
            warnings.add((warned[0] - WARNINGS_KEPT) + " more leases have warnings, which are in the log");
        }
        return new Outcome(confirmed, List.copyOf(warnings));
    }

    /**
     * Drops the leases of a query whether or not their credentials can be removed.
     *
     * @param query the filter
     * @return how many were dropped
     */
    public int force(LeaseQuery query) {
        return each(query, () -> true, revoker::force);
    }

    /**
     * Has the leases of a query revoked in the background.
     *
     * @param query the filter
     */
    public void queue(LeaseQuery query) {
        each(query, () -> true, id -> {
            revoker.queue(id);
            return true;
        });
    }

    private int each(LeaseQuery query, BooleanSupplier goOn, Predicate<String> action) {
        int done = 0;
        LeaseQuery page = query.limitedTo(PAGE);
        while (true) {
            LeaseStore.Page found = desk.store().query(page);
            for (LeaseRow row : found.rows()) {
                if (!goOn.getAsBoolean()) {
                    return done;
                }
                if (action.test(row.id())) {
                    done++;
                }
            }
            if (found.next() == null) {
                return done;
            }
            page = page.after(found.next());
        }
    }
}
