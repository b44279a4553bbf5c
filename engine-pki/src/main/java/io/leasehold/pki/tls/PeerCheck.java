package io.leasehold.pki.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/**
 * A further check of peers whose chain was found good already, such as a look into a list of revoked serial numbers. TLS in Java
 * asks nobody about revocation by itself. Runs inside the handshake: it must be thread-safe, and should not wait for
 * anything.
 */
@FunctionalInterface
public interface PeerCheck {

    /** Accepts every peer that the chain allows. */
    PeerCheck NONE = chain -> {};

    /**
     * Checks a peer.
     *
     * @param chain what the peer sent, its own certificate first
     * @throws CertificateException to refuse it
     */
    void check(X509Certificate[] chain) throws CertificateException;
}
