package io.leasehold.pki.internal.tidy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs by themselves, at {@code config/auto-tidy}. Immutable.
 *
 * @param enabled whether there are any
 * @param intervalDuration from the end of one to the start of the next
 * @param tidyCertStore see {@link TidyOptions}
 * @param tidyRevokedCerts see {@link TidyOptions}
 * @param tidyRevokedCertIssuerAssociations see {@link TidyOptions}
 * @param tidyExpiredIssuers see {@link TidyOptions}
 * @param safetyBuffer see {@link TidyOptions}
 * @param issuerSafetyBuffer see {@link TidyOptions}
 * @param pauseDuration see {@link TidyOptions}
 */
record AutoTidy(
        @Field("Whether to tidy now and then; false by default.")
        boolean enabled,

        @Field("From the end of one run to the start of the next; 12h by default.")
        Duration intervalDuration,

        @Field("Whether expired certificates, and serials, are removed.")
        boolean tidyCertStore,

        @Field(
                value = "Whether revocations of expired certificates are removed.",
                aliases = {"tidy_revocation_list"})
        boolean tidyRevokedCerts,

        @Field("Whether the issuers of revocations without one are looked for.")
        boolean tidyRevokedCertIssuerAssociations,

        @Field("Whether expired issuers are removed; never their keys, never the default.")
        boolean tidyExpiredIssuers,

        @Field("How long after its end a certificate is kept; 72h by default.")
        Duration safetyBuffer,

        @Field("How long after its end an issuer is kept; 8760h by default.")
        Duration issuerSafetyBuffer,

        @Field("How long to wait between pages of a hundred; not at all by default.")
        Duration pauseDuration) {

    static final AutoTidy OFF = new AutoTidy(
            false,
            Duration.ofHours(12),
            false,
            false,
            false,
            false,
            Duration.ofDays(3),
            Duration.ofDays(365),
            Duration.ZERO);

    AutoTidy {
        intervalDuration = or(intervalDuration, Duration.ofHours(12));
        safetyBuffer = or(safetyBuffer, Duration.ofDays(3));
        issuerSafetyBuffer = or(issuerSafetyBuffer, Duration.ofDays(365));
        pauseDuration = or(pauseDuration, Duration.ZERO);
    }

    private static Duration or(@Nullable Duration value, Duration otherwise) {
        return value == null ? otherwise : value;
    }

    TidyOptions options() {
        return new TidyOptions(
                tidyCertStore,
                tidyRevokedCerts,
                tidyRevokedCertIssuerAssociations,
                tidyExpiredIssuers,
                safetyBuffer,
                issuerSafetyBuffer,
                pauseDuration);
    }

    void check() {
        if (intervalDuration.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidRequestException("interval_duration", "must be at least 1s");
        }
        if (enabled || !options().isEmpty()) {
            options().check();
        }
    }
}
