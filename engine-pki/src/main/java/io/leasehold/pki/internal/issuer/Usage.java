package io.leasehold.pki.internal.issuer;

/** What an issuer may be used for; reading it is always allowed. */
public enum Usage {
    /** Signing certificates. */
    ISSUING_CERTIFICATES,
    /** Signing lists of revoked certificates. */
    CRL_SIGNING,
    /** Answering whether a certificate is revoked. */
    OCSP_SIGNING
}
