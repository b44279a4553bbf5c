package io.leasehold.pki.tls;

import io.leasehold.SecretBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** The snippet of the page on rotating TLS; a test of the examples compares it. */
final class RotatingTlsSnippet {

    private RotatingTlsSnippet() {}

    static String pay(SecretBroker broker, URI uri) throws Exception {
        // tag::snippet[]
        try (RotatingTls tls = RotatingTls.builder()
                .broker(broker)
                .issue(
                        "pki_int/issue/service-mesh",
                        Map.of("common_name", "payment-service.mesh.internal", "ttl", "12h"))
                .build()) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(tls.sslContext()).build();
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
        // end::snippet[]
    }
}
