package io.leasehold.database.spi;

import io.leasehold.secret.SecretText;

/**
 * What a new account logs in with, as the server gets to know it. A {@linkplain DatabasePlugin plugin} is given those whose
 * type it {@linkplain DatabasePlugin#credentialTypes() declares}. Immutable; text forms show no secret.
 */
public sealed interface AccountCredential {

    /**
     * A password; credential type {@code password}, which every plugin knows.
     *
     * @param password the password
     */
    record Password(SecretText password) implements AccountCredential {}

    /**
     * The public half of a key pair of which the caller gets the private one; credential type {@code rsa_private_key}.
     *
     * @param pem the key as {@code SubjectPublicKeyInfo} in PEM ({@code BEGIN PUBLIC KEY}, RFC 7468, section 13)
     */
    record PublicKey(String pem) implements AccountCredential {}

    /**
     * A certificate that the caller gets together with its key, and that the server believes because it trusts the issuer;
     * credential type {@code client_certificate}.
     *
     * @param subject the subject's distinguished name as text (RFC 4514)
     * @param issuer the issuer's distinguished name as text (RFC 4514)
     */
    record ClientCertificate(String subject, String issuer) implements AccountCredential {}
}
