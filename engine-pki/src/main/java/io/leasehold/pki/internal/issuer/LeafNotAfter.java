package io.leasehold.pki.internal.issuer;

/** What becomes of a certificate that would outlive its issuer. */
public enum LeafNotAfter {
    /** It is refused. */
    ERR,
    /** It ends with its issuer. */
    TRUNCATE,
    /** It outlives it. */
    PERMIT
}
