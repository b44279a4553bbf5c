package io.leasehold.database.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.leasehold.secret.SecretText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a server of the Java platform. */
class HttpLinkTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final HttpLink link = new HttpLink(Optional.empty(), "test");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        link.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void theLoginAndTheBodyArriveAndTheAnswerComesBackWhole() throws Exception {
        server.createContext("/echo", exchange -> {
            String login = exchange.getRequestHeaders().getFirst("Authorization");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            answer(exchange, 200, exchange.getRequestMethod() + " " + login + " " + body);
        });

        HttpAnswer answer = link.exchange(
                new HttpCall(
                        "echo",
                        "PUT",
                        address().resource("/echo"),
                        Optional.of(new HttpLogin("\u00fcser", SecretText.of("p:\u00e4ss"))),
                        Optional.of(HttpCall.Body.json("{\"\u00f6\":1}"))),
                () -> LONG);

        // "üser:päss" in UTF-8 (RFC 7617, section 2.1)
        assertThat(answer.body()).isEqualTo("PUT Basic w7xzZXI6cDrDpHNz {\"\u00f6\":1}");
    }

    @Test
    void redirectsAreNotFollowedBecauseTheLoginWouldGoWithThem() throws Exception {
        server.createContext("/from", exchange -> {
            exchange.getResponseHeaders().add("Location", "/to");
            answer(exchange, 307, "");
        });
        server.createContext("/to", exchange -> {
            requests.incrementAndGet();
            answer(exchange, 200, "");
        });

        assertThat(link.exchange(call("GET", "/from"), () -> LONG).status()).isEqualTo(307);
        assertThat(requests).hasValue(0);
    }

    @Test
    void aServerThatDripsItsAnswerIsLostAtTheTimeLimit() {
        server.createContext("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            hold();
        });

        HttpException failure = catchThrowableOfType(
                HttpException.class, () -> link.exchange(call("POST", "/drip"), () -> Duration.ofSeconds(3)));

        assertThat(failure.failure().outcome()).isEqualTo(HttpFailure.Outcome.LOST);
    }

    @Test
    void closingBreaksOffWhatIsUnderWayAndNothingMoreIsSent() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        server.createContext("/hang", exchange -> {
            requests.incrementAndGet();
            arrived.countDown();
            hold();
        });
        var pending = threads.submit(() ->
                catchThrowableOfType(HttpException.class, () -> link.exchange(call("POST", "/hang"), () -> LONG)));
        arrived.await();

        link.close();

        assertThat(pending.get().failure().outcome()).isEqualTo(HttpFailure.Outcome.LOST);
        HttpException closed =
                catchThrowableOfType(HttpException.class, () -> link.exchange(call("POST", "/hang"), () -> LONG));
        assertThat(closed.failure().outcome()).isEqualTo(HttpFailure.Outcome.UNSENT);
        assertThat(requests).hasValue(1);
    }

    @Test
    void anInterruptDoesNotHideWhatBecameOfTheRequest() throws Exception {
        server.createContext("/done", exchange -> answer(exchange, 200, "done"));
        Thread.currentThread().interrupt();

        HttpAnswer answer = link.exchange(call("POST", "/done"), () -> LONG);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(answer.body()).isEqualTo("done");
    }

    @Test
    void aServerThatIsNotThereGotNothing() {
        server.stop(0);

        HttpException failure =
                catchThrowableOfType(HttpException.class, () -> link.exchange(call("POST", "/"), () -> LONG));

        assertThat(failure.failure().outcome()).isEqualTo(HttpFailure.Outcome.UNSENT);
        assertThat(failure.failure().text()).contains("refused");
    }

    @Test
    void aPostWhoseConnectionBreaksIsNotSentAgain() {
        server.createContext("/break", exchange -> {
            requests.incrementAndGet();
            exchange.close();
        });

        HttpException failure =
                catchThrowableOfType(HttpException.class, () -> link.exchange(call("POST", "/break"), () -> LONG));

        assertThat(failure.failure().outcome()).isEqualTo(HttpFailure.Outcome.LOST);
        assertThat(requests).hasValue(1);
    }

    private HttpAddress address() {
        return HttpAddress.of(false, "127.0.0.1", server.getAddress().getPort());
    }

    private HttpCall call(String method, String path) {
        return new HttpCall("step", method, address().resource(path), Optional.empty(), Optional.empty());
    }

    private void hold() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
