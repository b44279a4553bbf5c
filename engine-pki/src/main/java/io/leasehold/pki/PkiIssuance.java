package io.leasehold.pki;

import io.leasehold.spi.binding.Field;

/**
 * How many certificates this process has issued at a mount: what {@code issuance} answers.
 *
 * @param certificatesLastHour those of the last hour, to the minute
 * @param certificates those since the process began
 * @param rateThreshold the threshold of {@code config/issuance}; 0 for none
 * @param aboveThreshold whether the last hour is above it
 */
public record PkiIssuance(
        @Field("Certificates of the last hour.") long certificatesLastHour,
        @Field("Certificates since the process began.") long certificates,
        @Field("The threshold; 0 for none.") long rateThreshold,

        @Field("Whether the last hour is above the threshold.")
        boolean aboveThreshold) {}
