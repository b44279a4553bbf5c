package io.leasehold.internal.lease;

import io.leasehold.error.StorageException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.SealedBytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes the leases of a target irrevocable, when an operator forces its connection away. Thread-safe. */
public final class Abandoner {

    private final LeaseDesk desk;

    Abandoner(LeaseDesk desk) {
        this.desk = desk;
    }

    /**
     * Gives up all leases of a target.
     *
     * @param targetId the target
     * @param reason why, for the leases' error
     * @return how many there were
     */
    public int abandon(String targetId, String reason) {
        int left = 0;
        LeaseQuery query = LeaseQuery.all().withTarget(targetId).limitedTo(200);
        while (true) {
            LeaseStore.Page page = desk.store().query(query);
            for (LeaseRow row : page.rows()) {
                if (abandonOne(row.id(), reason)) {
                    left++;
                }
            }
            if (page.next() == null) {
                return left;
            }
            query = query.after(page.next());
        }
    }

    private boolean abandonOne(String id, String reason) {
        while (true) {
            Optional<LeaseSnapshot> found = desk.store().find(id);
            if (found.isEmpty()) {
                return false;
            }
            LeaseRow row = found.get().row();
            Instant due = found.get().readAt().plus(Backoff.IRREVOCABLE_RETRY);
            LeaseRow revoking = Transitions.queued(row, due);
            if (desk.store()
                    .update(Transitions.irrevocable(revoking, row.attempts(), due, body(row, reason)))
                    .isPresent()) {
                desk.events().publish(new LeaseholdEvent.LeaseIrrevocable(id, desk.origin(row), reason));
                return true;
            }
        }
    }

    private SealedBytes body(LeaseRow row, String reason) {
        try {
            return desk.seal().reseal(row, desk.seal().open(row).failed(reason, List.of()));
        } catch (StorageException e) {
            return row.body();
        }
    }
}
