package io.leasehold.pki.internal.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** A check of a peer's chain after it was found good. */
@FunctionalInterface
public interface ChainCheck {

    /**
     * Checks a peer.
     *
     * @param chain what it sent
     * @throws CertificateException to refuse it
     */
    void check(X509Certificate[] chain) throws CertificateException;
}
