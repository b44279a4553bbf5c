package io.leasehold.pki.internal.revocation;

import io.leasehold.spi.binding.Field;

/**
 * A certificate that is stored.
 *
 * @param certificate it, in PEM
 * @param revocationTime since when it is revoked, in seconds since 1970; 0 when it is not
 * @param revocationTimeRfc3339 the same as text, empty when it is not
 * @param issuerId the UUID of its issuer, empty when it is not known
 */
record CertificateAnswer(
        @Field("The certificate in PEM.") String certificate,

        @Field("Since when it is revoked, in seconds since 1970; 0 when it is not.")
        long revocationTime,

        @Field("The same as text (RFC 3339, UTC).") String revocationTimeRfc3339,
        @Field("The UUID of its issuer.") String issuerId) {}
