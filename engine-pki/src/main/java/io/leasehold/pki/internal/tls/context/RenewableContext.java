package io.leasehold.pki.internal.tls.context;

import io.leasehold.pki.internal.tls.Factories;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A context around a context of the JDK, which can be replaced while servers and clients hold this one. That is the only way to
 * throw all sessions away: since the JDK's servers put sessions into tickets that the clients keep (RFC 5077, RFC 8446 section
 * 4.6.1), emptying the cache is not enough, and only a new context has another key for tickets. Thread-safe.
 */
public final class RenewableContext extends SSLContext {

    private final Inner inner;

    private RenewableContext(Inner inner) {
        super(inner, Factories.Origin.INSTANCE, "TLS");
        this.inner = inner;
    }

    /**
     * Makes a context.
     *
     * @param keys answers handshakes
     * @param trust checks peers
     * @return the context
     */
    public static RenewableContext of(X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {
        return new RenewableContext(new Inner(keys, trust));
    }

    /** No session that was begun before is resumed after this. Open connections stay. */
    public void renew() {
        inner.renew();
    }

    private static final class Inner extends SSLContextSpi {

        private final X509ExtendedKeyManager keys;
        private final X509ExtendedTrustManager trust;
        private final AtomicReference<SSLContext> current;
        private final SSLSocketFactory sockets;
        private final SSLServerSocketFactory serverSockets;

        private Inner(X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {
            this.keys = keys;
            this.trust = trust;
            this.current = new AtomicReference<>(fresh());
            this.sockets = new RenewableSocketFactory(current::get);
            this.serverSockets = new RenewableServerSocketFactory(current::get);
        }

        private SSLContext fresh() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JVM cannot make a TLS context", e);
            }
        }

        private synchronized void renew() {
            SSLContext fresh = fresh();
            SSLContext old = current.get();
            copySettings(old.getServerSessionContext(), fresh.getServerSessionContext());
            copySettings(old.getClientSessionContext(), fresh.getClientSessionContext());
            current.set(fresh);
            // For handshakes that have the old context already.
            invalidate(old.getServerSessionContext());
            invalidate(old.getClientSessionContext());
        }

        private static void copySettings(SSLSessionContext from, SSLSessionContext to) {
            to.setSessionTimeout(from.getSessionTimeout());
            to.setSessionCacheSize(from.getSessionCacheSize());
        }

        private static void invalidate(SSLSessionContext sessions) {
            for (byte[] id : Collections.list(sessions.getIds())) {
                SSLSession session = sessions.getSession(id);
                if (session != null) {
                    session.invalidate();
                }
            }
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keyManagers,
                TrustManager @Nullable [] trustManagers,
                @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("this context is initialised already, by the rotating TLS");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return sockets;
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return serverSockets;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return current.get().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return current.get().createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return current.get().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return current.get().getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return current.get().getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return current.get().getSupportedSSLParameters();
        }
    }
}
