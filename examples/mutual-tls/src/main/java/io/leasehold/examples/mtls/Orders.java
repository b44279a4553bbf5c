package io.leasehold.examples.mtls;

import io.leasehold.SecretBroker;
import io.leasehold.pki.tls.RotatingTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** A service that calls another one, and shows its certificate there. */
final class Orders implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RotatingTls tls;
    private final HttpClient client;

    Orders(SecretBroker broker, String ttl) {
        tls = RotatingTls.builder()
                .broker(broker)
                .name("orders")
                .issue(Authority.ISSUE, Map.of("common_name", "order-service.mesh.internal", "ttl", ttl))
                .drain(Duration.ofSeconds(10))
                .build();
        client = newClient();
    }

    private HttpClient newClient() {
        return HttpClient.newBuilder()
                .sslContext(tls.sslContext())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    /** Pays, on a connection that may have been open for long. */
    String pay(URI payments) throws IOException, InterruptedException {
        return pay(client, payments);
    }

    /** Pays on a connection of its own. */
    String payOnANewConnection(URI payments) throws IOException, InterruptedException {
        return pay(newClient(), payments);
    }

    private static String pay(HttpClient client, URI payments) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(payments).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("not paid: " + response.statusCode());
        }
        return response.body();
    }

    RotatingTls tls() {
        return tls;
    }

    @Override
    public void close() {
        tls.close();
    }
}
