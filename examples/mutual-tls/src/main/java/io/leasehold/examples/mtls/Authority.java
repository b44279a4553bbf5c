package io.leasehold.examples.mtls;

import com.sun.net.httpserver.HttpServer;
import io.leasehold.MountOptions;
import io.leasehold.SecretBroker;
import io.leasehold.pki.http.PkiHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A root, an intermediate below it that signs for the services, and the responder that says which certificates were revoked. In
 * memory: a real one has a store, and a master key for it.
 */
final class Authority implements AutoCloseable {

    /** Where certificates for services are issued. */
    static final String ISSUE = "pki_int/issue/service-mesh";

    private final SecretBroker broker;
    private final HttpServer responder;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    Authority() throws IOException {
        broker = SecretBroker.builder().name("authority").build();
        responder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        responder.setExecutor(threads);
        responder.createContext("/", PkiHandler.builder(broker).mount("pki_int").build());
        responder.start();
        establish();
    }

    private void establish() {
        MountOptions tenYears =
                MountOptions.builder().maxLeaseTtl(Duration.ofDays(3_650)).build();
        broker.mounts().enable("pki", "pki", tenYears);
        broker.write(
                "pki/root/generate/internal",
                Map.of(
                        "common_name", "My Organization Root CA",
                        "issuer_name", "root-2026",
                        "ttl", "87600h",
                        "key_type", "ec",
                        "key_bits", 384));

        MountOptions fiveYears =
                MountOptions.builder().maxLeaseTtl(Duration.ofDays(1_825)).build();
        broker.mounts().enable("pki_int", "pki", fiveYears);
        Object request = broker.write(
                        "pki_int/intermediate/generate/internal",
                        Map.of(
                                "common_name", "My Organization Intermediate CA",
                                "issuer_name", "intermediate-2026",
                                "key_type", "ec",
                                "key_bits", 384))
                .data()
                .get("csr");
        Object signed = broker.write(
                        "pki/root/sign-intermediate",
                        Map.of("issuer_ref", "root-2026", "csr", request, "format", "pem_bundle", "ttl", "43800h"))
                .data()
                .get("certificate");
        broker.write("pki_int/intermediate/set-signed", Map.of("certificate", signed));
        String base = "http://127.0.0.1:" + responder.getAddress().getPort() + "/v1/pki_int/";
        broker.write(
                "pki_int/config/urls",
                Map.of(
                        "issuing_certificates", base + "ca",
                        "crl_distribution_points", base + "crl",
                        "ocsp_servers", base + "ocsp"));
        broker.write(
                "pki_int/roles/service-mesh",
                Map.of(
                        "allowed_domains",
                        "mesh.internal",
                        "allow_subdomains",
                        true,
                        "allow_localhost",
                        true,
                        "max_ttl",
                        "24h",
                        "key_type",
                        "ec",
                        "key_bits",
                        256));
    }

    /** The broker, for whoever gets certificates. */
    SecretBroker broker() {
        return broker;
    }

    /** Revokes a certificate. */
    void revoke(String serial) {
        broker.write("pki_int/revoke", Map.of("serial_number", serial, "reason", "keyCompromise"));
    }

    @Override
    public void close() {
        responder.stop(0);
        threads.shutdown();
        broker.close();
    }
}
