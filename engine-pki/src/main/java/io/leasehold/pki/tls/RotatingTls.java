package io.leasehold.pki.tls;

import io.leasehold.RotatingSecret;
import io.leasehold.RotationStatus;
import io.leasehold.pki.internal.tls.Factories;
import io.leasehold.pki.internal.tls.SerialNumber;
import io.leasehold.pki.internal.tls.TlsState;
import io.leasehold.pki.internal.tls.TrustPlan;
import io.leasehold.pki.internal.tls.context.RenewableContext;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS whose key, certificate and trust rotate under live servers and clients. This is what the application owns and closes:
 *
 * <pre>{@code
 * RotatingTls tls = RotatingTls.builder()
 *         .broker(broker)
 *         .issue("pki_int/issue/service-mesh", Map.of("common_name", "payment-service.mesh.internal", "ttl", "12h"))
 *         .build();
 * HttpClient client = HttpClient.newBuilder().sslContext(tls.sslContext()).build();
 * }</pre>
 *
 * <p>Key, chain and trust are one immutable snapshot. A rotation publishes the next one by one write, handshakes read it without
 * a lock, and one that is under way keeps the key and the chain that it began with. Connections that are open are not touched.
 * Trust rolls first: what a former certificate's issuers have signed is trusted until that certificate would have expired.
 *
 * <p>A fresh secret is checked before anybody sees it: the key matches the certificate, the chain links, nothing has expired. One
 * that is no good is refused, logged, counted, and the last good one stays; {@link #status()} says so.
 *
 * <p>Whether a server asks for client certificates is a setting of the server ({@code setNeedClientAuth}), not of the
 * context. {@code docs/rotating-tls.md} shows it for each kind of server. Close servers and clients first, then this, then the
 * broker. Thread-safe.
 */
public final class RotatingTls implements AutoCloseable {

    private final RotatingSecret secret;
    private final boolean ownsSecret;
    private final TlsState state;
    private final InstantSource clock;
    private final RenewableContext context;

    RotatingTls(RotatingSecret secret, boolean ownsSecret, TlsState state, InstantSource clock) {
        this.secret = secret;
        this.ownsSecret = ownsSecret;
        this.state = state;
        this.clock = clock;
        this.context = RenewableContext.of(state.keyManager(), state.trustManager());
    }

    /**
     * Starts a configuration.
     *
     * @return a builder; not thread-safe
     */
    public static RotatingTlsBuilder builder() {
        return new RotatingTlsBuilder();
    }

    /**
     * A context for servers and clients: sockets, engines, {@code java.net.http.HttpClient}, {@code HttpsServer}, Netty's
     * {@code JdkSslContext}. It is initialised.
     *
     * @return always the same one
     */
    public SSLContext sslContext() {
        return context;
    }

    /**
     * The key manager, for a context of one's own.
     *
     * @return always the same one; its aliases name one generation each
     */
    public X509ExtendedKeyManager keyManager() {
        return state.keyManager();
    }

    /**
     * The trust manager, for a context of one's own. It checks host names where the socket or engine asks for it.
     *
     * @return always the same one
     */
    public X509ExtendedTrustManager trustManager() {
        return state.trustManager();
    }

    /**
     * A factory of the key manager, for libraries that want one: {@code SslContextBuilder.forServer(...)} of Netty. Initialising
     * it does nothing.
     *
     * @return a factory
     */
    public KeyManagerFactory keyManagerFactory() {
        return Factories.of(state.keyManager());
    }

    /**
     * A factory of the trust manager, for libraries that want one. Initialising it does nothing.
     *
     * @return a factory
     */
    public TrustManagerFactory trustManagerFactory() {
        return Factories.of(state.trustManager());
    }

    /**
     * Trusts further issuers from now on, ahead of the first certificate that they sign: a new root is given to all services
     * before any of them gets a certificate under it.
     *
     * @param pem one or more certificates
     * @throws io.leasehold.error.InvalidRequestException when that holds no certificate, or a private key
     */
    public void trustAlso(String pem) {
        state.trustAlso(TrustPlan.certificates("pem", pem));
    }

    /**
     * Ends the trust in issuers that only former generations brought, for a CA that was compromised and replaced. Sessions that it
     * let in are resumed still, unless {@link #invalidateSessions()} is called as well.
     */
    public void dropFormerTrust() {
        state.dropFormerTrust();
    }

    /**
     * For the time after a compromise: no session that was begun before is resumed, on either side, and no new handshake gets a
     * certificate that was replaced. Open connections stay. It holds for {@link #sslContext()} and all that it made, listening
     * sockets included; a context of one's own around the managers keeps its sessions.
     */
    public void invalidateSessions() {
        state.dropFormerIdentities();
        context.renew();
    }

    /** Replaces the certificate now, in the background. The present one serves until the fresh one is there. */
    public void rotate() {
        secret.rotate();
    }

    /**
     * How it is doing.
     *
     * @return a snapshot; its parts are read one after the other
     */
    public TlsStatus status() {
        TlsState.Report report = state.report();
        RotationStatus rotation = secret.status();
        X509Certificate certificate = report.certificate();
        Instant notAfter = certificate.getNotAfter().toInstant();
        Optional<String> lastError = report.lastError().or(rotation::lastError);
        return new TlsStatus(
                rotation.path(),
                certificate.getSubjectX500Principal().getName(),
                SerialNumber.of(certificate),
                notAfter,
                Duration.between(clock.instant(), notAfter),
                report.generation(),
                report.anchors(),
                report.formerTrust(),
                report.refused(),
                rotation.failures(),
                lastError,
                report.closed());
    }

    /**
     * Answers no handshake any more, and trusts nobody. Connections that are open stay. A secret that was given stays open; one
     * that was made here is closed. May be called repeatedly.
     */
    @Override
    public void close() {
        state.close();
        if (ownsSecret) {
            secret.close();
        }
    }

    @Override
    public String toString() {
        return "RotatingTls[" + secret.status().path() + "]";
    }
}
