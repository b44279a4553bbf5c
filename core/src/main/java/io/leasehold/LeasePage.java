package io.leasehold;

import io.leasehold.lease.LeaseQuery;
import java.util.List;
import java.util.Optional;

/**
 * A page of leases.
 *
 * @param leases the leases, in the order asked for
 * @param next where the next page starts, empty when this is the last
 */
public record LeasePage(List<LeaseInfo> leases, Optional<LeaseQuery.Cursor> next) {

    /** Takes copies. */
    public LeasePage {
        leases = List.copyOf(leases);
    }
}
