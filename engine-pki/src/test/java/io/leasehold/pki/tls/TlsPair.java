package io.leasehold.pki.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Handshakes between sockets on the loopback, in which one byte goes each way. */
final class TlsPair {

    static final String TLS_1_2 = "TLSv1.2";
    static final String TLS_1_3 = "TLSv1.3";

    private static final int TIMEOUT_MILLIS = 20_000;

    private TlsPair() {}

    /**
     * What both sides saw.
     *
     * @param atClient the server's certificate
     * @param atServer the client's certificate, null without one
     * @param protocol the protocol
     */
    record Seen(X509Certificate atClient, @Nullable X509Certificate atServer, String protocol) {}

    static SSLServerSocket listen(SSLContext server, boolean clientAuth) throws IOException {
        SSLServerSocket listening = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listening.setNeedClientAuth(clientAuth);
        return listening;
    }

    static Seen handshake(SSLContext server, SSLContext client, boolean clientAuth, String protocol)
            throws IOException {
        try (SSLServerSocket listening = listen(server, clientAuth)) {
            return handshake(listening, client, protocol, "localhost");
        }
    }

    /** Fails with the client's exception, with the server's as suppressed, or with the server's when only that one failed. */
    static Seen handshake(SSLServerSocket listening, SSLContext client, String protocol, String host)
            throws IOException {
        CompletableFuture<@Nullable X509Certificate> server =
                CompletableFuture.supplyAsync(() -> accept(listening), task -> new Thread(task, "server").start());
        Seen atClient = null;
        IOException failure = null;
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
                SSLSocket socket = (SSLSocket)
                        client.getSocketFactory().createSocket(plain, host, listening.getLocalPort(), true)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {protocol});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.getOutputStream().write(1);
            if (socket.getInputStream().read() != 2) {
                throw new IOException("the server hung up");
            }
            SSLSession session = socket.getSession();
            atClient = new Seen((X509Certificate) session.getPeerCertificates()[0], null, session.getProtocol());
        } catch (IOException e) {
            failure = e;
        }
        try {
            X509Certificate atServer = server.join();
            if (failure == null) {
                return new Seen(atClient.atClient(), atServer, atClient.protocol());
            }
            throw failure;
        } catch (CompletionException e) {
            IOException thrown = failure == null ? new IOException(e.getCause()) : failure;
            thrown.addSuppressed(e.getCause());
            throw thrown;
        }
    }

    private static @Nullable X509Certificate accept(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            int read = socket.getInputStream().read();
            socket.getOutputStream().write(read + 1);
            return clientCertificate(socket.getSession());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable X509Certificate clientCertificate(SSLSession session) {
        try {
            return (X509Certificate) session.getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }
}
