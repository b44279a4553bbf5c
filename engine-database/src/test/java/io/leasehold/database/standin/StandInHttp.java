package io.leasehold.database.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Listens on 127.0.0.1 and a free port, knows who asks, and misbehaves on request. State of the product survives a restart. */
public final class StandInHttp implements AutoCloseable {

    private static final int PORT_ATTEMPTS = 20;

    private final Product product;
    private final SSLContext tls;
    private final boolean asksForCertificates;
    private final List<Request> received = new CopyOnWriteArrayList<>();
    private final AtomicReference<Fault> fault = new AtomicReference<>();
    private HttpServer server;
    private ExecutorService threads;
    private int port;

    /** The product that is stood in for. */
    public interface Product {
        Answer answer(Request request);
    }

    /** A request; the login is empty where there is none. */
    public record Request(String method, String path, String query, String user, String password, String body) {

        public boolean is(String wantedMethod, String wantedPath) {
            return method.equals(wantedMethod) && path.startsWith(wantedPath);
        }
    }

    /** An answer of JSON, or of text. */
    public record Answer(int status, String body) {}

    /** What becomes of the next request of a kind: an answer of the test's, or none after it was executed or not. */
    private record Fault(String method, String path, boolean executed, Answer answer) {}

    private StandInHttp(Product product, SSLContext tls, boolean asksForCertificates) {
        this.product = product;
        this.tls = tls;
        this.asksForCertificates = asksForCertificates;
        listen(0);
    }

    public static StandInHttp start(Product product) {
        return new StandInHttp(product, null, false);
    }

    public static StandInHttp startWithTls(Product product, SSLContext tls, boolean asksForCertificates) {
        return new StandInHttp(product, tls, asksForCertificates);
    }

    public int port() {
        return port;
    }

    public String url() {
        return (tls == null ? "http" : "https") + "://127.0.0.1:" + port;
    }

    public List<Request> received() {
        return List.copyOf(received);
    }

    /** Answers the next request of a kind as the test wants it, executed or not. */
    public void answerNext(String method, String path, boolean executed, int status, String body) {
        fault.set(new Fault(method, path, executed, new Answer(status, body)));
    }

    /** Breaks the connection of the next request of a kind, executed or not. */
    public void breakNext(String method, String path, boolean executed) {
        fault.set(new Fault(method, path, executed, null));
    }

    public void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    public void restart() {
        stop();
        listen(port);
    }

    @Override
    public void close() {
        stop();
    }

    private void listen(int wanted) {
        for (int attempt = 1; ; attempt++) {
            // Below the ports of outgoing connections, one of which could take it while the server is down.
            port = wanted != 0 ? wanted : ThreadLocalRandom.current().nextInt(15_000, 32_000);
            try {
                server = bind();
                break;
            } catch (BindException taken) {
                if (wanted != 0 || attempt == PORT_ATTEMPTS) {
                    throw new UncheckedIOException(taken);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private HttpServer bind() throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        if (tls == null) {
            return HttpServer.create(address, 0);
        }
        HttpsServer secure = HttpsServer.create(address, 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = tls.getDefaultSSLParameters();
                wanted.setNeedClientAuth(asksForCertificates);
                parameters.setSSLParameters(wanted);
            }
        });
        return secure;
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = read(exchange);
        received.add(request);
        Fault wanted = fault.get();
        boolean hits =
                wanted != null && request.is(wanted.method(), wanted.path()) && fault.compareAndSet(wanted, null);
        Answer answer = hits && !wanted.executed() ? wanted.answer() : product.answer(request);
        if (hits) {
            answer = wanted.answer();
        }
        if (answer != null) {
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .add("Content-Type", answer.body().startsWith("{") ? "application/json" : "text/plain");
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    private static Request read(HttpExchange exchange) throws IOException {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        String[] login = {"", ""};
        if (header != null && header.startsWith("Basic ")) {
            byte[] pair = Base64.getDecoder().decode(header.substring("Basic ".length()));
            login = new String(pair, StandardCharsets.UTF_8).split(":", 2);
        }
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                String.valueOf(exchange.getRequestURI().getRawQuery()),
                login[0],
                login[1],
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }
}
