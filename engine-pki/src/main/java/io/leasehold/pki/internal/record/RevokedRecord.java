package io.leasehold.pki.internal.record;

import org.jspecify.annotations.Nullable;

/**
 * That a certificate was revoked, at {@code revoked/SERIAL}. Written once: the first revocation counts.
 *
 * @param issuerId the UUID of its issuer; empty when no issuer here signed it
 * @param revokedAt when, in seconds since 1970
 * @param reason the reason's code (RFC 5280, section 5.3.1); 0 when none was given
 * @param notAfter until when the certificate is valid, in seconds since 1970
 * @param certificate the certificate in DER, in base64; null when only its serial is known
 */
public record RevokedRecord(
        String issuerId,
        long revokedAt,
        int reason,
        long notAfter,
        @Nullable String certificate) {}
