package io.leasehold.internal.lease;

import io.leasehold.spi.engine.LeasedEngine;

/** Finds the engine of a stored lease. */
@FunctionalInterface
public interface EngineDirectory {

    /**
     * The engine at a mount, disabling or not.
     *
     * @param mountId the mount's UUID
     * @return the engine
     * @throws io.leasehold.error.LeaseholdException when this process has no such engine
     */
    LeasedEngine engine(String mountId);
}
