package io.leasehold.pki.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.leasehold.testkit.rotation.TurnableSecret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides rotate hundreds of times while requests with mutual TLS run. None is refused. */
class RotationUnderTrafficTest {

    private static final int CLIENTS = 3;
    private static final int TURNS = 200;

    private final TestAuthority authority = TestAuthority.root("Root").intermediate("Intermediate");
    private final TurnableSecret serverSecret =
            new TurnableSecret(authority.issue("server").secret());
    private final TurnableSecret clientSecret =
            new TurnableSecret(authority.issue("client").secret());

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noRequestOfTheJdksHttpClientFails(String protocol) throws Exception {
        try (RotatingTls atServer = RotatingTls.builder().secret(serverSecret).build();
                RotatingTls atClient =
                        RotatingTls.builder().secret(clientSecret).build()) {
            Set<String> clientsSeen = ConcurrentHashMap.newKeySet();
            AtomicLong requests = new AtomicLong();
            ExecutorService workers = Executors.newCachedThreadPool();
            HttpsServer server = server(atServer, protocol, clientsSeen, workers);
            try {
                URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
                Set<String> serversSeen = traffic(() -> {
                    // A client of its own for each request: no connection is used again. Nor is a session, every other
                    // time.
                    HttpResponse<String> answer = HttpClient.newBuilder()
                            .sslContext(requests.getAndIncrement() % 2 == 0 ? atClient.sslContext() : without(atClient))
                            .build()
                            .send(
                                    HttpRequest.newBuilder(uri)
                                            .timeout(Duration.ofSeconds(60))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.body()).isEqualTo("hello");
                    return name(
                            (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0]);
                });
                assertThat(serversSeen).hasSizeGreaterThan(2);
                assertThat(clientsSeen).hasSizeGreaterThan(2);
            } finally {
                server.stop(0);
                workers.shutdownNow();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noHandshakeOfSocketsFails(String protocol) throws Exception {
        try (RotatingTls atServer = RotatingTls.builder().secret(serverSecret).build();
                RotatingTls atClient =
                        RotatingTls.builder().secret(clientSecret).build()) {
            Set<String> seen = traffic(() -> {
                try (SSLServerSocket listening = TlsPair.listen(atServer.sslContext(), true)) {
                    TlsPair.Seen pair = TlsPair.handshake(listening, atClient.sslContext(), protocol, "localhost");
                    assertThat(pair.atServer()).isNotNull();
                    return name(pair.atClient());
                }
            });
            assertThat(seen).hasSizeGreaterThan(2);
        }
    }

    /** A context that has no sessions yet, around the same managers. */
    private static SSLContext without(RotatingTls tls) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {tls.keyManager()}, new TrustManager[] {tls.trustManager()}, null);
        return context;
    }

    private interface Exchange {
        String run() throws Exception;
    }

    /** Runs exchanges on several threads until both sides have turned often; fails if any failed. */
    private Set<String> traffic(Exchange exchange) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong finished = new AtomicLong();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<TestCertificate> certificates = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            certificates.add(authority.issue("c" + i, i % 3 == 0 ? "Ed25519" : "EC"));
        }
        try {
            List<Future<Long>> runs = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                runs.add(threads.submit(() -> {
                    long count = 0;
                    while (!done.get()) {
                        seen.add(exchange.run());
                        finished.incrementAndGet();
                        count++;
                    }
                    return count;
                }));
            }
            for (int turn = 0; turn < TURNS; turn++) {
                long before = finished.get();
                serverSecret.turn(certificates.get(turn % certificates.size()).secret());
                clientSecret.turn(
                        certificates.get((turn + 7) % certificates.size()).secret());
                // Four turns for each exchange that comes through.
                while (turn % 4 == 0
                        && finished.get() == before
                        && runs.stream().noneMatch(Future::isDone)) {
                    Thread.onSpinWait();
                }
            }
            done.set(true);
            for (Future<Long> run : runs) {
                assertThat(run.get()).isPositive();
            }
            return seen;
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static HttpsServer server(
            RotatingTls tls, String protocol, Set<String> clientsSeen, ExecutorService workers) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.sslContext()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                wanted.setProtocols(new String[] {protocol});
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            clientsSeen.add(name(
                    (X509Certificate) ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0]));
            byte[] body = "hello".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.setExecutor(workers);
        server.start();
        return server;
    }
}
