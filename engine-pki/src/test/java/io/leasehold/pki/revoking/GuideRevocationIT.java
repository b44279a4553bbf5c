package io.leasehold.pki.revoking;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.MountOptions;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.pki.http.PkiHandler;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine as it is mounted: a root and an intermediate, whose certificates point to a handler that serves them. */
class GuideRevocationIT {

    @TempDir
    Path folder;

    private final SettableTime time = SettableTime.automatic();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final SecretBroker broker = SecretBroker.builder()
            .name("guide")
            .storage(new InMemoryStorage(time))
            .timeSource(time)
            .scheduler(scheduler)
            .build();
    private final Server server =
            Server.of(PkiHandler.builder(broker).mount("pki").mount("pki_int").build());

    @BeforeEach
    void authorities() {
        MountOptions tenYears =
                MountOptions.builder().maxLeaseTtl(Duration.ofDays(3650)).build();
        broker.mounts().enable("pki", "pki", tenYears);
        broker.mounts().enable("pki_int", "pki", tenYears);
        broker.write(
                "pki/root/generate/internal",
                Map.of("common_name", "Example Root CA", "key_type", "ec", "key_bits", 384, "ttl", "87600h"));
        for (String mount : List.of("pki", "pki_int")) {
            broker.write(
                    mount + "/config/urls",
                    Map.of(
                            "issuing_certificates", server.url("/v1/" + mount + "/ca"),
                            "crl_distribution_points", server.url("/v1/" + mount + "/crl"),
                            "ocsp_servers", server.url("/v1/" + mount + "/ocsp")));
        }
        Secret request = broker.write(
                "pki_int/intermediate/generate/internal",
                Map.of(
                        "common_name",
                        "Example Intermediate",
                        "key_type",
                        "ec",
                        "issuer_name",
                        "below",
                        "add_basic_constraints",
                        true));
        Secret signed = broker.write(
                "pki/root/sign-intermediate",
                Map.of("csr", request.data().get("csr"), "format", "pem_bundle", "ttl", "43800h"));
        broker.write(
                "pki_int/intermediate/set-signed",
                Map.of("certificate", signed.data().get("certificate")));
        broker.write(
                "pki_int/roles/web",
                Map.of("allow_any_name", true, "key_type", "ec", "max_ttl", "72h", "generate_lease", true));
    }

    @AfterEach
    void close() {
        server.close();
        broker.close();
    }

    private Secret issue(String name) {
        return broker.write("pki_int/issue/web", Map.of("common_name", name, "ttl", "24h"));
    }

    private void settle() {
        for (int i = 0; i < 4; i++) {
            time.advance(Duration.ofSeconds(1));
            scheduler.runDue();
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url(path))).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private String file(String name, Object pem) throws IOException {
        Files.writeString(folder.resolve(name), pem + "\n");
        return name;
    }

    @Test
    void opensslFollowsTheUrlsOfTheCertificates() throws Exception {
        Secret good = issue("good.example.com");
        Secret bad = issue("bad.example.com");
        Secret leased = issue("leased.example.com");
        broker.write("pki_int/revoke", Map.of("serial_number", bad.data().get("serial_number")));
        broker.leases().revoke(leased.lease().orElseThrow().id());
        settle();
        file("root.pem", get("/v1/pki/ca/pem").body());
        file("chain.pem", get("/v1/pki_int/ca_chain").body());
        file("good.pem", good.data().get("certificate"));
        file("bad.pem", bad.data().get("certificate"));
        file("leased.pem", leased.data().get("certificate"));

        assertThat(verify("good.pem")).contains("good.pem: OK");
        assertThat(verify("bad.pem")).contains("certificate revoked");
        assertThat(verify("leased.pem")).contains("certificate revoked");
        assertThat(ask("good.pem")).contains("Response verify OK").contains("good.pem: good");
        assertThat(ask("bad.pem")).contains("Response verify OK").contains("bad.pem: revoked");
    }

    /** With lists that openssl fetches itself from the certificates' distribution points; a root has none. */
    private String verify(String leaf) throws IOException, InterruptedException {
        file("root-crl.pem", get("/v1/pki/crl/pem").body());
        return Programs.run(
                        folder,
                        "openssl",
                        "verify",
                        "-CAfile",
                        "root.pem",
                        "-untrusted",
                        "chain.pem",
                        "-crl_check_all",
                        "-crl_download",
                        "-CRLfile",
                        "root-crl.pem",
                        "-attime",
                        Long.toString(System.currentTimeMillis() / 1000
                                + time.advanced().toSeconds()),
                        leaf)
                .text();
    }

    private String ask(String leaf) {
        return Programs.run(
                        folder,
                        "openssl",
                        "ocsp",
                        "-issuer",
                        "chain.pem",
                        "-cert",
                        leaf,
                        "-CAfile",
                        "root.pem",
                        "-verify_other",
                        "chain.pem",
                        "-url",
                        server.url("/v1/pki_int/ocsp"))
                .text();
    }

    @Test
    void aRevokedIntermediateIsOnTheListOfItsParent() throws Exception {
        Secret good = issue("good.example.com");
        Map<String, Object> below = broker.read("pki_int/issuer/below").data();
        broker.write("pki/issuers/import/cert", Map.of("certificate", below.get("certificate")));
        String id = broker.list("pki/issuers").stream()
                .filter(issuer ->
                        !issuer.equals(broker.read("pki/issuer/default").data().get("issuer_id")))
                .findFirst()
                .orElseThrow();
        broker.write("pki/issuer/" + id + "/revoke");
        settle();
        file("root.pem", get("/v1/pki/ca/pem").body());
        file("chain.pem", get("/v1/pki_int/ca_chain").body());
        file("good.pem", good.data().get("certificate"));

        assertThat(verify("good.pem")).contains("certificate revoked");
    }

    @Test
    void everythingOpenIsServed() throws Exception {
        Secret leaf = issue("open.example.com");
        for (String path : List.of(
                "ca",
                "ca/pem",
                "ca_chain",
                "crl",
                "crl/pem",
                "cert/ca",
                "cert/ca_chain",
                "cert/crl",
                "cert/ca/raw",
                "cert/ca/raw/pem",
                "issuers",
                "issuer/default/json",
                "issuer/below/pem",
                "issuer/below/der",
                "issuer/below/crl",
                "issuer/below/crl/der",
                "cert/" + leaf.data().get("serial_number"))) {
            HttpResponse<String> response = get("/v1/pki_int/" + path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(response.body()).as(path).isNotEmpty().doesNotContain("PRIVATE");
        }
    }
}
