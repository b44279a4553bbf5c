package io.leasehold.pki.internal.revocation;

import io.leasehold.spi.binding.Field;
import java.util.List;

/**
 * Revocations, a page of them.
 *
 * @param revocations the revocations, ordered by serial
 * @param next what to give as {@code after} for the next page; empty at the end
 */
record RevocationPage(
        @Field("The revocations.") List<Exported> revocations,

        @Field("What to give as after for the next page; empty at the end.")
        String next) {

    RevocationPage {
        revocations = List.copyOf(revocations);
    }

    /**
     * What the page is asked for with.
     *
     * @param after the last serial of the page before
     * @param limit how many
     */
    record Request(
            @Field("The last serial of the page before; from the start without it.")
            String after,

            @Field("How many, 1 to 1000; 1000 by default.") int limit) {}

    /**
     * A revocation.
     *
     * @param serialNumber the certificate's serial
     * @param revocationTime since when, in seconds since 1970
     * @param reason why
     * @param expiration until when the certificate is valid, in seconds since 1970
     * @param issuerId the UUID of its issuer, empty when it is not known
     */
    record Exported(
            @Field("The certificate's serial.") String serialNumber,
            @Field("Since when, in seconds since 1970.") long revocationTime,
            @Field("Why (RFC 5280, section 5.3.1).") String reason,

            @Field("Until when the certificate is valid, in seconds since 1970.")
            long expiration,

            @Field("The UUID of its issuer.") String issuerId) {}
}
