package io.leasehold.spring.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leasehold.pki.tls.RotatingTls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientSsl;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webclient.autoconfigure.WebClientSsl;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** Embedded Tomcat with mutual TLS, and Spring's clients, whose certificates rotate under requests. The properties are the page's. */
class TomcatRotationIT {

    private static final int ROTATIONS = 30;
    private static final int CLIENTS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final AtomicLong UPDATES = new AtomicLong();

    private static ConfigurableApplicationContext context;
    private static int port;
    private static TlsBundles tls;
    private static SslBundles bundles;

    @BeforeAll
    static void start() {
        context = new SpringApplication(TlsApplication.class)
                .run(
                        "--spring.config.location=classpath:/docs/spring-tls.yaml",
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        // Every request is on a connection of its own, and so begins with a handshake.
                        "--server.tomcat.max-keep-alive-requests=1",
                        // Without it Boot would take Reactor Netty's, which is there for one test.
                        "--spring.http.clients.imperative.factory=jdk",
                        "--spring.main.banner-mode=off");
        port = ((WebServerApplicationContext) context).getWebServer().getPort();
        tls = context.getBean(TlsBundles.class);
        bundles = context.getBean(SslBundles.class);
        // Subscribed after Tomcat, and so called after it.
        for (String name : tls.names()) {
            bundles.addBundleUpdateHandler(name, updated -> UPDATES.incrementAndGet());
        }
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void requestsGoOnWhileBothSidesRotate() throws InterruptedException {
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicLong requests = new AtomicLong();
        // Not an interrupt: a response of JDK 17's client swallows it while its body is read.
        AtomicBoolean going = new AtomicBoolean(true);
        List<Thread> threads = new ArrayList<>();
        RestClient client = restClient();
        for (int i = 0; i < CLIENTS; i++) {
            threads.add(new Thread(
                    () -> {
                        while (going.get()) {
                            try {
                                assertThat(get(client)).isEqualTo("hello");
                                requests.incrementAndGet();
                            } catch (RuntimeException | AssertionError e) {
                                failures.add(e);
                            }
                        }
                    },
                    "client-" + i));
        }
        threads.forEach(Thread::start);
        try {
            for (int i = 0; i < ROTATIONS; i++) {
                long before = requests.get();
                rotate(i % 2 == 0 ? "web" : "partner-client");
                await().until(() -> requests.get() > before + CLIENTS || !failures.isEmpty());
            }
        } finally {
            going.set(false);
            for (Thread each : threads) {
                each.join(LIMIT.toMillis());
            }
        }

        assertThat(failures).isEmpty();
        assertThat(threads).noneMatch(Thread::isAlive);
        assertThat(tls.get("web").status().generation()).isGreaterThan(ROTATIONS / 2);
    }

    @Test
    void aNewHandshakeShowsTheNewCertificate() throws GeneralSecurityException, IOException {
        X509Certificate before = shown();
        rotate("web");
        X509Certificate after = shown();

        assertThat(after).isNotEqualTo(before);
        assertThat(after.getSerialNumber().toString(16)).isEqualTo(serial("web"));
    }

    @Test
    void aClientWithoutACertificateIsRefused() {
        SslBundle mutual = bundles.getBundle("partner-client");
        SslBundle anonymous = SslBundle.of(
                null,
                null,
                null,
                "TLS",
                SslManagerBundle.from(mutual.getManagers().getTrustManagers()));
        RestClient client = RestClient.builder()
                .apply(context.getBean(RestClientSsl.class).fromBundle(anonymous))
                .build();

        assertThatThrownBy(() -> get(client)).isInstanceOf(ResourceAccessException.class);
        assertThat(get(restClient())).as("the same with a certificate").isEqualTo("hello");
    }

    @Test
    void aWebClientOnTheClientOfTheJdkFollows() {
        follows(WebClient.builder()
                .clientConnector(ClientHttpConnectorBuilder.jdk()
                        .build(HttpClientSettings.ofSslBundle(bundles.getBundle("partner-client"))))
                .build());
    }

    @Test
    void aWebClientOnReactorNettyFollows() {
        follows(WebClient.builder()
                .clientConnector(ClientHttpConnectorBuilder.reactor()
                        .build(HttpClientSettings.ofSslBundle(bundles.getBundle("partner-client"))))
                .build());
    }

    @Test
    void aWebClientOfBootFollows() {
        follows(context.getBean(WebClient.Builder.class)
                .apply(context.getBean(WebClientSsl.class).fromBundle("partner-client"))
                .build());
    }

    private static void follows(WebClient client) {
        for (int i = 0; i < 3; i++) {
            assertThat(client.get()
                            .uri("https://localhost:" + port + "/caller")
                            .retrieve()
                            .bodyToMono(String.class)
                            .block(LIMIT))
                    .as("the serial number of the certificate that the server saw")
                    .isEqualTo(serial("partner-client"));
            rotate("partner-client");
            rotate("web");
        }
    }

    private static RestClient restClient() {
        return context.getBean(RestClient.Builder.class)
                .apply(context.getBean(RestClientSsl.class).fromBundle("partner-client"))
                .build();
    }

    private static String get(RestClient client) {
        return client.get().uri(url()).retrieve().body(String.class);
    }

    private static String serial(String bundle) {
        return tls.get(bundle).status().serialNumber().replace(":", "").replaceFirst("^0+", "");
    }

    private static String url() {
        return "https://localhost:" + port + "/greeting";
    }

    /** With a context that knows no session, so that the handshake is a full one. */
    private static X509Certificate shown() throws GeneralSecurityException, IOException {
        SslManagerBundle managers = bundles.getBundle("partner-client").getManagers();
        SSLContext fresh = SSLContext.getInstance("TLS");
        fresh.init(managers.getKeyManagers(), managers.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) fresh.getSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /** Returns when Tomcat has the new certificate as well. */
    private static void rotate(String name) {
        RotatingTls each = tls.get(name);
        long before = each.status().generation();
        long updates = UPDATES.get();
        each.rotate();
        await().until(() -> each.status().generation() > before && UPDATES.get() > updates);
    }
}
