package io.leasehold.pki.internal.revocation;

import io.leasehold.pki.internal.record.RevokedRecord;
import io.leasehold.spi.binding.Field;
import java.time.Instant;

/**
 * That a certificate is revoked.
 *
 * @param revocationTime since when, in seconds since 1970
 * @param revocationTimeRfc3339 the same as text
 * @param state {@code revoked}
 */
record RevocationAnswer(
        @Field("Since when, in seconds since 1970.") long revocationTime,
        @Field("The same as text (RFC 3339, UTC).") String revocationTimeRfc3339,
        @Field("revoked.") String state) {

    static RevocationAnswer of(RevokedRecord record) {
        return new RevocationAnswer(
                record.revokedAt(), Instant.ofEpochSecond(record.revokedAt()).toString(), "revoked");
    }
}
