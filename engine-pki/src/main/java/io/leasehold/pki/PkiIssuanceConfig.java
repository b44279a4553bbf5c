package io.leasehold.pki;

import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * The fields of {@code config/issuance}.
 *
 * @param rateThreshold how many certificates an hour are expected at most in one process: above that a warning is logged, once an
 *     hour; 1,000 by default, 0 for never
 */
public record PkiIssuanceConfig(
        @Field("Certificates an hour in one process above which a warning is logged; 0 for never.") @Nullable
        Long rateThreshold) {

    /** What is expected when nothing is configured. */
    private static final long DEFAULT = 1_000;

    /** Puts the default. */
    public PkiIssuanceConfig {
        rateThreshold = rateThreshold == null ? DEFAULT : rateThreshold;
        if (rateThreshold < 0) {
            throw new IllegalArgumentException("rate_threshold must not be negative");
        }
    }

    /**
     * The defaults.
     *
     * @return them
     */
    public static PkiIssuanceConfig defaults() {
        return new PkiIssuanceConfig(null);
    }

    /**
     * The threshold.
     *
     * @return certificates an hour; 0 for none
     */
    public long threshold() {
        return rateThreshold == null ? DEFAULT : rateThreshold;
    }
}
