package io.leasehold.pki.internal.record;

import java.math.BigInteger;

/** Revokes a certificate that is kept. Thread-safe. */
@FunctionalInterface
public interface CertificateRevocation {

    /**
     * Revokes a certificate, durably. Does nothing when it is revoked already.
     *
     * @param serial its serial
     * @return false when nothing is kept of such a certificate
     */
    boolean revoke(BigInteger serial);
}
