package io.leasehold.examples.mtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.pki.tls.RotatingTls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example: as a whole, and with many more rotations than it waits for. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MutualTlsTest {

    @Test
    void theExampleRunsToItsEnd() throws Exception {
        PrintStream usual = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            MutualTls.main(new String[] {"1"});
        } finally {
            System.setOut(usual);
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("none refused", "orders was refused", "with a certificate of its own again: paid for");
    }

    @Test
    void noRequestFailsWhileBothServicesRotate() throws Exception {
        try (Authority authority = new Authority();
                Payments payments = new Payments(authority.broker(), "2m");
                Orders orders = new Orders(authority.broker(), "2m")) {
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger requests = new AtomicInteger();
            CompletableFuture<Void> talk = CompletableFuture.runAsync(
                    () -> {
                        while (!done.get()) {
                            try {
                                assertThat(orders.pay(payments.address())).contains("order-service.mesh.internal");
                                assertThat(orders.payOnANewConnection(payments.address()))
                                        .contains("paid for");
                                requests.addAndGet(2);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                                return;
                            }
                        }
                    },
                    task -> new Thread(task, "orders").start());

            Set<String> serials = new HashSet<>();
            for (int i = 0; i < 20; i++) {
                int before = requests.get();
                serials.add(rotated(orders.tls()));
                serials.add(rotated(payments.tls()));
                while (requests.get() < before + 4 && !talk.isDone()) {
                    Thread.onSpinWait();
                }
            }
            done.set(true);
            talk.get(1, TimeUnit.MINUTES);

            assertThat(serials).hasSize(40);
        }
    }

    @Test
    void whoeverShowsNoCertificateIsRefused() throws Exception {
        try (Authority authority = new Authority();
                Payments payments = new Payments(authority.broker(), "2m");
                Orders orders = new Orders(authority.broker(), "2m")) {
            // It trusts the server as orders does, and differs in having no key.
            SSLContext keyless = SSLContext.getInstance("TLS");
            keyless.init(null, new TrustManager[] {orders.tls().trustManager()}, null);
            HttpClient client = HttpClient.newBuilder().sslContext(keyless).build();
            HttpRequest request = HttpRequest.newBuilder(payments.address()).build();

            assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            assertThat(orders.payOnANewConnection(payments.address())).contains("paid for");
        }
    }

    private static String rotated(RotatingTls tls) {
        long before = tls.status().generation();
        tls.rotate();
        while (tls.status().generation() == before) {
            Thread.onSpinWait();
        }
        return tls.status().serialNumber();
    }
}
