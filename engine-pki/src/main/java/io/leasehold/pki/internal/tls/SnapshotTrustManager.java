package io.leasehold.pki.internal.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Checks peers with the trust manager of the moment. That one gets the socket or the engine too, by which it checks host names
 * and the constraints on algorithms. Thread-safe.
 */
final class SnapshotTrustManager extends X509ExtendedTrustManager {

    private final Supplier<Snapshot> snapshot;
    private final ChainCheck check;

    SnapshotTrustManager(Supplier<Snapshot> snapshot, ChainCheck check) {
        this.snapshot = snapshot;
        this.check = check;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        snapshot.get().trust().checkClientTrusted(chain, authType, socket);
        check.check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        snapshot.get().trust().checkServerTrusted(chain, authType, socket);
        check.check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        snapshot.get().trust().checkClientTrusted(chain, authType, engine);
        check.check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        snapshot.get().trust().checkServerTrusted(chain, authType, engine);
        check.check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        snapshot.get().trust().checkClientTrusted(chain, authType);
        check.check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        snapshot.get().trust().checkServerTrusted(chain, authType);
        check.check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return snapshot.get().trust().getAcceptedIssuers();
    }
}
