package io.leasehold.store.jdbc;

import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore.ClaimRequest;
import java.util.List;
import java.util.Set;

/** Writes that concern many leases at once, for which the products offer different means. */
interface BulkWrites {

    /**
     * Claims due leases; see {@link io.leasehold.spi.storage.LeaseStore#claimDue}.
     *
     * @param offset milliseconds to add to the database's clock
     */
    List<LeaseSnapshot> claim(Database database, ClaimRequest request, long offset);

    /**
     * Deletes leases that still have the given versions.
     *
     * @param rows not more than a statement can take, ordered by id
     * @return the ids of those deleted
     */
    Set<String> delete(Database database, List<LeaseRow> rows);
}
