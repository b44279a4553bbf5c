package io.leasehold.aws.keys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;

/** The transport of an asynchronous client that is answered on the spot, and keeps the signatures it was sent. */
public final class AsyncSts implements SdkAsyncHttpClient {

    private final List<String> signatures = new CopyOnWriteArrayList<>();

    /** The headers that requests were signed with. */
    public List<String> signatures() {
        return signatures;
    }

    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest request) {
        signatures.add(request.request().firstMatchingHeader("Authorization").orElse(""));
        byte[] body = StubSts.identity("somebody").getBytes(StandardCharsets.UTF_8);
        request.responseHandler()
                .onHeaders(SdkHttpResponse.builder()
                        .statusCode(200)
                        .putHeader("Content-Type", "text/xml")
                        .build());
        request.responseHandler().onStream(SdkPublisher.fromIterable(List.of(ByteBuffer.wrap(body))));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {}
}
