package io.leasehold.pki.internal.issuer;

/**
 * The certificate of an issuer as it is stored at {@code issuers/ID}. Written once and never changed. An issuer exists when the
 * index has it.
 *
 * @param certificate the certificate in DER, in base64
 */
public record CertificateEntry(String certificate) {}
