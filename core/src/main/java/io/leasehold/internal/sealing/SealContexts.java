package io.leasehold.internal.sealing;

import io.leasehold.spi.storage.EntryStore.Entry;
import io.leasehold.spi.storage.LeaseRow;
import java.util.Optional;

/** Tells where stored values belong: whoever lays out the store knows which mount an entry is of. */
@FunctionalInterface
public interface SealContexts {

    /**
     * The place of an entry.
     *
     * @param entry the entry as stored
     * @return the context it was sealed with, empty when that cannot be told
     */
    Optional<SealContext> of(Entry entry);

    /**
     * The place of a lease.
     *
     * @param row the lease as stored
     * @return the context it was sealed with, empty when that cannot be told
     */
    default Optional<SealContext> of(LeaseRow row) {
        return Optional.of(SealContext.lease(row.mountId(), row.id()));
    }
}
