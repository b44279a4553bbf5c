package io.leasehold.internal.lease;

import io.leasehold.internal.ttl.TtlLimits;
import io.leasehold.spi.engine.LeasedEngine;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.storage.Intent;
import java.util.List;
import java.util.function.Function;

/**
 * A credential asked for.
 *
 * @param path the path, which the lease id starts with
 * @param mountId the mount's UUID
 * @param engine the mount's engine
 * @param ttls the mount's TTLs
 * @param plan the plan that the engine made
 * @param mountGuard the mount as it was read
 * @param limits lease counts that hold for the path
 * @param entryPath turns a path of the engine's storage into the store's
 */
public record IssueRequest(
        String path,
        String mountId,
        LeasedEngine engine,
        TtlLimits ttls,
        Plan plan,
        Intent.Guard mountGuard,
        List<Intent.CountLimit> limits,
        Function<String, String> entryPath) {}
