package io.leasehold.benchmarks;

import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.pki.tls.RotatingTls;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Full TLS 1.3 handshakes per second in memory, one thread, EC P-256: a server with the rotating key manager against one with
 * the JDK's, both with the same key and chain, in turns within one run. The client is the same for both.
 */
public final class TlsHandshakes {

    private static final int ROUNDS = 21;
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final String ALIAS = "server";

    private TlsHandshakes() {}

    /**
     * Runs the benchmark.
     *
     * @param args none
     * @throws Exception when it cannot run
     */
    public static void main(String[] args) throws Exception {
        try (SecretBroker broker = authority();
                RotatingSecret secret =
                        broker.rotatingWrite("pki/issue/servers", Map.of("common_name", "localhost", "ttl", "24h"));
                RotatingTls tls = RotatingTls.builder().secret(secret).build()) {
            TrustManager[] trust = {tls.trustManager()};
            SSLContext client = context(trust);
            SSLContext rotating = context(trust, tls.keyManager());
            SSLContext fixed = context(trust, fixed(tls.keyManager()));
            Load.rate(1, WARM_UP, i -> () -> handshake(rotating, client));
            Load.rate(1, WARM_UP, i -> () -> handshake(fixed, client));
            double[] ours = new double[ROUNDS];
            double[] theirs = new double[ROUNDS];
            double[] ratios = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                // Whoever comes second in a turn is warmer, so they take turns at that too.
                if (round % 2 == 0) {
                    theirs[round] = Load.rate(1, ROUND, i -> () -> handshake(fixed, client));
                }
                ours[round] = Load.rate(1, ROUND, i -> () -> handshake(rotating, client));
                if (round % 2 == 1) {
                    theirs[round] = Load.rate(1, ROUND, i -> () -> handshake(fixed, client));
                }
                ratios[round] = ours[round] / theirs[round];
            }
            System.out.printf(
                    "handshakes: %.0f/s with the rotating key manager, %.0f/s with a fixed one; ratio %.3f (median of %d turns)%n",
                    Bench.median(ours), Bench.median(theirs), Bench.median(ratios), ROUNDS);
        }
    }

    private static SecretBroker authority() {
        SecretBroker broker = SecretBroker.builder().name("bench").build();
        broker.mounts().enable("pki", "pki");
        broker.write("pki/root/generate/internal", Map.of("common_name", "Bench CA", "key_type", "ec", "ttl", "700h"));
        broker.write(
                "pki/roles/servers",
                Map.of("allowed_domains", "localhost", "allow_bare_domains", true, "key_type", "ec"));
        return broker;
    }

    private static SSLContext context(TrustManager[] trust, X509ExtendedKeyManager... keys) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    /** The JDK's own, with what the other has now. */
    private static X509ExtendedKeyManager fixed(X509ExtendedKeyManager from) throws Exception {
        String alias = from.chooseEngineServerAlias("EC", null, null);
        PrivateKey key = from.getPrivateKey(alias);
        X509Certificate[] chain = from.getCertificateChain(alias);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, key, new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    }

    private static void handshake(SSLContext serverContext, SSLContext clientContext) {
        SSLEngine server = serverContext.createSSLEngine();
        server.setUseClientMode(false);
        // Without a name of the peer, nothing is resumed.
        SSLEngine client = clientContext.createSSLEngine();
        client.setUseClientMode(true);
        ByteBuffer toServer = ByteBuffer.allocate(server.getSession().getPacketBufferSize());
        ByteBuffer toClient = ByteBuffer.allocate(server.getSession().getPacketBufferSize());
        ByteBuffer plain = ByteBuffer.allocate(server.getSession().getApplicationBufferSize());
        ByteBuffer nothing = ByteBuffer.allocate(0);
        try {
            client.beginHandshake();
            server.beginHandshake();
            boolean clientDone = false;
            boolean serverDone = false;
            while (!clientDone || !serverDone) {
                clientDone |= step(client, nothing, toServer, toClient, plain);
                serverDone |= step(server, nothing, toClient, toServer, plain);
            }
            if (!client.getSession().getProtocol().equals("TLSv1.3")) {
                throw new IllegalStateException("no handshake: " + client.getSession());
            }
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does what an engine wants next, and says whether its handshake is over. */
    private static boolean step(SSLEngine engine, ByteBuffer nothing, ByteBuffer out, ByteBuffer in, ByteBuffer plain)
            throws SSLException {
        SSLEngineResult.HandshakeStatus status = engine.getHandshakeStatus();
        switch (status) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> status = engine.wrap(nothing, out).getHandshakeStatus();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.flip();
                status = engine.unwrap(in, plain).getHandshakeStatus();
                in.compact();
            }
            case FINISHED, NOT_HANDSHAKING -> {
                return true;
            }
        }
        return status == SSLEngineResult.HandshakeStatus.FINISHED
                || engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
    }
}
