package io.leasehold.spi.engine;

import java.time.Duration;

/**
 * What a role says about the length of its leases. A duration of zero means that the role does not say, and the mount's
 * value applies.
 *
 * @param ttl the lease's length when the caller asks for none
 * @param maxTtl the longest total life, renewals included
 * @param period when positive, the lease is periodic: each renewal extends it by this much, without end unless
 *     {@code explicitMaxTtl} sets one
 * @param explicitMaxTtl a total life that also bounds a periodic lease
 * @param renewable whether the lease can be renewed at all
 */
public record LeaseTerms(Duration ttl, Duration maxTtl, Duration period, Duration explicitMaxTtl, boolean renewable) {

    /** Refuses negative durations. */
    public LeaseTerms {
        for (Duration duration : new Duration[] {ttl, maxTtl, period, explicitMaxTtl}) {
            if (duration.isNegative()) {
                throw new IllegalArgumentException("a lease term is negative: " + duration);
            }
        }
    }

    /**
     * Terms of an ordinary renewable lease.
     *
     * @param ttl the role's default TTL, zero when it has none
     * @param maxTtl the role's max TTL, zero when it has none
     * @return the terms
     */
    public static LeaseTerms renewable(Duration ttl, Duration maxTtl) {
        return new LeaseTerms(ttl, maxTtl, Duration.ZERO, Duration.ZERO, true);
    }

    /**
     * Terms of a lease that ends when its first TTL does.
     *
     * @param ttl the role's default TTL, zero when it has none
     * @param maxTtl the role's max TTL, zero when it has none
     * @return the terms
     */
    public static LeaseTerms fixed(Duration ttl, Duration maxTtl) {
        return new LeaseTerms(ttl, maxTtl, Duration.ZERO, Duration.ZERO, false);
    }
}
