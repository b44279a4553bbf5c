package io.leasehold.internal.lease;

import io.leasehold.spi.engine.LeasedEngine;

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
}
