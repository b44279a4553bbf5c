package io.leasehold.spring.tls;

import io.leasehold.pki.tls.RotatingTls;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.springframework.boot.ssl.SslManagerBundle;

/**
 * Managers that follow each rotation by themselves: clients read a bundle once and never hear of an update.
 *
 * @param tls what they come from
 */
record SwappingManagers(RotatingTls tls) implements SslManagerBundle {

    @Override
    public KeyManagerFactory getKeyManagerFactory() {
        return tls.keyManagerFactory();
    }

    @Override
    public TrustManagerFactory getTrustManagerFactory() {
        return tls.trustManagerFactory();
    }

    /** The rotating context itself where it is TLS that is asked for, as that one can also forget its sessions. */
    @Override
    public SSLContext createSslContext(String protocol) {
        return protocol.equals("TLS") ? tls.sslContext() : SslManagerBundle.super.createSslContext(protocol);
    }
}
