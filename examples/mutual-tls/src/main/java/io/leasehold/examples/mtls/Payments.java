package io.leasehold.examples.mtls;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.leasehold.SecretBroker;
import io.leasehold.pki.tls.RotatingTls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLParameters;

/** A service that answers those only who show a certificate of the mesh. */
final class Payments implements AutoCloseable {

    private final RotatingTls tls;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Payments(SecretBroker broker, String ttl) throws IOException {
        tls = RotatingTls.builder()
                .broker(broker)
                .name("payments")
                .issue(
                        Authority.ISSUE,
                        Map.of(
                                "common_name", "payment-service.mesh.internal",
                                "alt_names", "localhost",
                                "ttl", ttl))
                .drain(Duration.ofSeconds(10))
                .peerCheck(new AskResponder())
                .build();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.sslContext()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters needed = getSSLContext().getDefaultSSLParameters();
                needed.setNeedClientAuth(true);
                parameters.setSSLParameters(needed);
            }
        });
        server.createContext("/pay", exchange -> {
            String peer = ((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName();
            byte[] answer = ("paid for " + peer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    /** Where it answers. */
    URI address() {
        return URI.create("https://localhost:" + server.getAddress().getPort() + "/pay");
    }

    RotatingTls tls() {
        return tls;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        tls.close();
    }
}
