package io.leasehold.internal.ttl;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.text.Durations;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * A default TTL and a max TTL in whole seconds: the system's, or those in effect at a mount. Immutable.
 *
 * @param defaultTtl the TTL of leases whose role and caller name none, at least a second
 * @param maxTtl the longest total life of a lease, at least a second
 */
public record TtlLimits(Duration defaultTtl, Duration maxTtl) {

    /** The system's limits when nobody set others: 768 hours, which are 32 days. */
    public static final TtlLimits SYSTEM_DEFAULT = new TtlLimits(Duration.ofDays(32), Duration.ofDays(32));

    /**
     * Cuts both to seconds.
     *
     * @throws InvalidRequestException when one of them is not positive
     */
    public TtlLimits {
        defaultTtl = positive("default_lease_ttl", defaultTtl);
        maxTtl = positive("max_lease_ttl", maxTtl);
    }

    /**
     * The limits in effect at a mount. The mount's max TTL replaces the system's, and may exceed it.
     *
     * @param mountDefault the mount's default TTL, zero to inherit
     * @param mountMax the mount's max TTL, zero to inherit
     * @return the limits of leases below the mount
     */
    public TtlLimits atMount(Duration mountDefault, Duration mountMax) {
        Duration ownDefault = TtlAlgorithm.wholeSeconds(mountDefault);
        Duration ownMax = TtlAlgorithm.wholeSeconds(mountMax);
        return new TtlLimits(ownDefault.isZero() ? defaultTtl : ownDefault, ownMax.isZero() ? maxTtl : ownMax);
    }

    /**
     * Checks the TTLs that a mount is to have: its own default must not exceed its own max, or the system's when it has
     * none. An inherited default may; leases are then capped.
     *
     * @param mountDefault the mount's default TTL, zero to inherit
     * @param mountMax the mount's max TTL, zero to inherit
     * @throws InvalidRequestException when the default exceeds the max, or one is negative or too long
     */
    public void checkMount(Duration mountDefault, Duration mountMax) {
        inRange("default_lease_ttl", mountDefault);
        inRange("max_lease_ttl", mountMax);
        TtlLimits effective = atMount(mountDefault, mountMax);
        boolean ownDefault = !TtlAlgorithm.wholeSeconds(mountDefault).isZero();
        if (ownDefault && effective.defaultTtl.compareTo(effective.maxTtl) > 0) {
            throw new InvalidRequestException(
                    "default_lease_ttl",
                    "must not exceed the max TTL of " + Durations.format(effective.maxTtl) + ", was "
                            + Durations.format(effective.defaultTtl));
        }
    }

    private static Duration positive(String field, Duration ttl) {
        Duration seconds = inRange(field, ttl).truncatedTo(ChronoUnit.SECONDS);
        if (seconds.isZero()) {
            throw new InvalidRequestException(field, "must be at least one second, was " + Durations.format(ttl));
        }
        return seconds;
    }

    private static Duration inRange(String field, Duration ttl) {
        try {
            return Durations.check(ttl);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    field, String.valueOf(e.getMessage()) + ", was " + Durations.format(ttl), e);
        }
    }
}
