package io.leasehold.aws.keys;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers {@code GetCallerIdentity} over HTTP to those whose key is live, and refuses the others as STS does. Signatures are
 * not checked.
 */
public final class StubSts implements AutoCloseable {

    private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/");

    private final KeyIssuer issuer;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final HttpServer server;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile Consumer<String> meanwhile = key -> {};

    /** Starts on a free port of the loopback interface. */
    public StubSts(KeyIssuer issuer) {
        this.issuer = issuer;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** What a client's {@code endpointOverride} is to be. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The keys that requests were signed with. */
    public Set<String> keys() {
        return Set.copyOf(keys);
    }

    /** How many requests were refused. */
    public int refused() {
        return refused.get();
    }

    /** Runs while a request is under way, before its key is looked at. */
    public void meanwhile(Consumer<String> action) {
        meanwhile = action;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            Matcher found = CREDENTIAL.matcher(exchange.getRequestHeaders().getFirst("Authorization"));
            String key = found.find() ? found.group(1) : "";
            keys.add(key);
            meanwhile.accept(key);
            boolean live = issuer.isLive(key);
            refused.addAndGet(live ? 0 : 1);
            byte[] body = (live ? identity(key) : refusal()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml");
            exchange.sendResponseHeaders(live ? 200 : 403, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** The answer of STS to a caller that it knows. */
    static String identity(String key) {
        return "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>"
                + "<Arn>arn:aws:iam::123456789012:user/" + key + "</Arn><UserId>" + key
                + "</UserId><Account>123456789012</Account></GetCallerIdentityResult>"
                + "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>";
    }

    private static String refusal() {
        return "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
                + "<Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid."
                + "</Message></Error><RequestId>1</RequestId></ErrorResponse>";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
