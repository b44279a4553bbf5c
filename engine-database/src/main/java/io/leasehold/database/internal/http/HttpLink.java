package io.leasehold.database.internal.http;

import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.tls.ClientTls;
import io.leasehold.error.InvalidRequestException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to the servers of one target, over the client of the Java platform, which is made when it is first needed and keeps
 * connections for a while. It speaks HTTP/1.1 to the servers themselves: through no proxy, and following no redirect, because each
 * request carries a password. A {@code GET} is sent again by the client if its connection turns out to be closed; nothing else is.
 * Thread-safe.
 *
 * <p>Its threads are named {@code leasehold-...}, except for one daemon that the platform itself names {@code
 * HttpClient-N-SelectorManager}.
 */
public final class HttpLink implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Optional<Supplier<ClientTls>> tls;
    private final String name;
    private final Map<Object, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();

    /** Guarded by this. */
    private @Nullable HttpClient client;

    /** Guarded by this. */
    private @Nullable ExecutorService threads;

    /** Guarded by this. */
    private boolean closed;

    /**
     * Prepares a link. Does no I/O.
     *
     * @param tls how connections to {@code https} are made, read when the client is; empty when there are none
     * @param name a part of the names of its threads
     */
    public HttpLink(Optional<Supplier<ClientTls>> tls, String name) {
        this.tls = tls;
        this.name = name;
    }

    /**
     * Sends a request and waits for all of its answer. An interrupt does not end the waiting, which is limited anyway, so that what
     * became of the request is known; it is there again afterwards.
     *
     * @param call the request
     * @param limit how long it may take
     * @return the answer, whatever its status
     * @throws HttpException when there is none
     */
    public HttpAnswer exchange(HttpCall call, TimeLimit limit) throws HttpException {
        HttpRequest request = request(call, limit.left());
        CompletableFuture<HttpResponse<byte[]>> answer;
        try {
            answer = client().sendAsync(request, BodyHandlers.ofByteArray());
        } catch (IOException | InvalidRequestException cannotBegin) {
            throw new HttpException(call.step(), HttpFailure.unsent(String.valueOf(cannotBegin.getMessage())));
        }
        Object ticket = new Object();
        underWay.put(ticket, answer);
        try {
            HttpResponse<byte[]> response = await(answer, limit);
            return new HttpAnswer(
                    response.statusCode(), response.headers(), new String(response.body(), StandardCharsets.UTF_8));
        } catch (ExecutionException failure) {
            throw new HttpException(call.step(), HttpFailure.of(root(failure)));
        } catch (TimeoutException tooSlow) {
            answer.cancel(true);
            throw new HttpException(call.step(), HttpFailure.lost("the server did not answer in time"));
        } catch (CancellationException ended) {
            throw new HttpException(call.step(), HttpFailure.lost("the connection was closed meanwhile"));
        } finally {
            underWay.remove(ticket);
        }
    }

    /** Breaks off what is under way, and ends the client and its threads. May be called repeatedly. */
    @Override
    public void close() {
        HttpClient open;
        ExecutorService running;
        synchronized (this) {
            closed = true;
            open = client;
            running = threads;
            client = null;
            threads = null;
        }
        underWay.values().forEach(answer -> answer.cancel(true));
        if (running != null) {
            end(open);
            running.shutdown();
        }
    }

    /** From Java 21 on a client can be closed; before, it ends by itself when nobody refers to it any more. */
    private static void end(@Nullable Object client) {
        if (client instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("the HTTP client does not close", e);
            }
        }
    }

    private synchronized HttpClient client() throws IOException {
        if (closed) {
            throw new IOException("it is closed");
        }
        if (client == null) {
            Optional<ClientTls> side = tls.map(Supplier::get);
            threads = HttpThreads.named(name);
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .connectTimeout(CONNECT)
                    .executor(threads);
            side.ifPresent(own -> builder.sslContext(own.context()).sslParameters(own.parameters()));
            client = builder.build();
        }
        return client;
    }

    private static HttpRequest request(HttpCall call, Duration left) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.resource())
                .timeout(left)
                .header("Accept", "application/json")
                .header("User-Agent", "leasehold");
        call.login().ifPresent(login -> request.header("Authorization", login.header()));
        call.body().ifPresent(body -> request.header("Content-Type", body.type()));
        return request.method(
                        call.method(),
                        call.body()
                                .map(body -> BodyPublishers.ofString(body.text(), StandardCharsets.UTF_8))
                                .orElseGet(BodyPublishers::noBody))
                .build();
    }

    private static <T> T await(CompletableFuture<T> answer, TimeLimit limit)
            throws ExecutionException, TimeoutException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(limit.left().toNanos(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Throwable root(ExecutionException failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }
}
