package io.leasehold;

import java.time.Duration;

/**
 * A mount as it is.
 *
 * @param path where it is, with a trailing slash
 * @param id its UUID, which no later mount at the same path has
 * @param type the engine type
 * @param description for people, may be empty
 * @param defaultLeaseTtl the effective default TTL
 * @param maxLeaseTtl the effective max TTL
 * @param disabling whether it is being disabled: no new leases, the old ones are being revoked
 */
public record MountInfo(
        String path,
        String id,
        String type,
        String description,
        Duration defaultLeaseTtl,
        Duration maxLeaseTtl,
        boolean disabling) {}
