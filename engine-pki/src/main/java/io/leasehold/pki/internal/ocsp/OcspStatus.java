package io.leasehold.pki.internal.ocsp;

import io.leasehold.pki.internal.record.RevokedRecord;

/** What is known of a certificate. */
sealed interface OcspStatus {

    /** It was issued and is not revoked. */
    record Good() implements OcspStatus {}

    /**
     * It is revoked.
     *
     * @param record since when, and why
     */
    record Revoked(RevokedRecord record) implements OcspStatus {}

    /** It was not issued here, or nothing is known of it any more. */
    record Unknown() implements OcspStatus {}
}
