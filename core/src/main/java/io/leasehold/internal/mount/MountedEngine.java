package io.leasehold.internal.mount;

import io.leasehold.internal.entry.MountEntries;
import io.leasehold.internal.routing.Router;
import io.leasehold.spi.engine.SecretEngine;

/**
 * An engine running at a mount, in this process.
 *
 * @param mountId the mount's UUID
 * @param path where it is mounted
 * @param engine the engine
 * @param router finds the endpoint of a request
 * @param entries the mount's storage
 */
public record MountedEngine(String mountId, String path, SecretEngine engine, Router router, MountEntries entries) {}
