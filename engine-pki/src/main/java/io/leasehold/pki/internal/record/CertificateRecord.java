package io.leasehold.pki.internal.record;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a certificate, at {@code certs/SERIAL} with the certificate, or at {@code serials/SERIAL} without it for roles
 * with {@code no_store}.
 *
 * @param issuerId the UUID of its issuer
 * @param notAfter until when it is valid, in seconds since 1970
 * @param certificate the certificate in DER, in base64; null when only the serial is kept
 */
public record CertificateRecord(
        String issuerId, long notAfter, @Nullable String certificate) {}
