package io.leasehold.internal.lease;

import io.leasehold.event.Origin;
import io.leasehold.spi.engine.LeasedEngine;
import org.jspecify.annotations.Nullable;

/** Finds the engine of a stored lease. */
public interface EngineDirectory {

    /**
     * The engine at a mount, disabling or not.
     *
     * @param mountId the mount's UUID
     * @return the engine
     * @throws io.leasehold.error.LeaseholdException when this process has no such engine
     */
    LeasedEngine leasedEngine(String mountId);

    /**
     * Whether there still is such a mount, disabling or not, by the store's word and not by a cached one.
     *
     * @param mountId the mount's UUID
     * @return false once it is gone: then all its leases had ended, with their credentials verified absent
     */
    boolean isMounted(String mountId);

    /**
     * Where a lease comes from, as well as this process knows without asking anybody. Never fails.
     *
     * @param mountId its mount's UUID, null when it is not known
     * @param leaseId the lease
     * @return mount and role
     */
    Origin origin(@Nullable String mountId, String leaseId);
}
