package io.leasehold.pki.internal.tidy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run removes. Immutable.
 *
 * @param tidyCertStore expired certificates and serials
 * @param tidyRevokedCerts revocations of expired certificates, with the certificates
 * @param tidyRevokedCertIssuerAssociations finds the issuers of revocations that have none
 * @param tidyExpiredIssuers expired authorities; never keys, never the default
 * @param safetyBuffer how long after its end a certificate is kept, more than zero
 * @param issuerSafetyBuffer how long after its end an authority is kept, more than zero
 * @param pauseDuration how long to wait between pages of a hundred
 */
record TidyOptions(
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

    TidyOptions {
        safetyBuffer = or(safetyBuffer, Duration.ofDays(3));
        issuerSafetyBuffer = or(issuerSafetyBuffer, Duration.ofDays(365));
        pauseDuration = or(pauseDuration, Duration.ZERO);
    }

    private static Duration or(@Nullable Duration value, Duration otherwise) {
        return value == null ? otherwise : value;
    }

    boolean isEmpty() {
        return !tidyCertStore && !tidyRevokedCerts && !tidyRevokedCertIssuerAssociations && !tidyExpiredIssuers;
    }

    /** Throws when a duration makes no sense, or nothing is to be done. */
    void check() {
        if (safetyBuffer.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidRequestException("safety_buffer", "must be greater than zero: 1s at least");
        }
        if (issuerSafetyBuffer.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidRequestException("issuer_safety_buffer", "must be greater than zero: 1s at least");
        }
        if (pauseDuration.isNegative() || pauseDuration.compareTo(Duration.ofDays(1)) > 0) {
            throw new InvalidRequestException("pause_duration", "must be from 0 to 24h");
        }
        if (isEmpty()) {
            throw new InvalidRequestException("nothing is to be tidied: set one of tidy_cert_store, tidy_revoked_certs,"
                    + " tidy_revoked_cert_issuer_associations and tidy_expired_issuers");
        }
    }
}
