package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.testkit.server.InfluxServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** InfluxDB over TLS: the server's certificate, which names localhost alone, and its name are verified. */
class InfluxTlsIT {

    private static InfluxServer server;

    private final EngineHarness engine = new EngineHarness();

    @BeforeAll
    static void start() {
        server = InfluxServer.startWithTls();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void theGivenAuthorityIsTrusted() throws IOException {
        String pem = Files.readString(server.caCertificate());
        String json = JsonMapper.builder().build().writeValueAsString(Map.of("data", Map.of("issuing_ca", pem)));

        for (Map<String, Object> fields : List.<Map<String, Object>>of(
                Map.of("pem_bundle", "comment\n" + pem, "tls_min_version", "tls13"),
                Map.of("pem_json", json, "pem_bundle", "", "tls", true))) {
            assertThat(connect("localhost", fields).warnings()).isEmpty();
            engine.write("roles/reader", Map.of("db_name", "app"));
            Issued issued = engine.issue("reader");
            assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        }
    }

    @Test
    void anUnknownAuthorityIsRefused() {
        assertThatThrownBy(() -> connect("localhost", Map.of("tls", true)))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("error verifying connection")
                .hasMessageContaining("certification path");
    }

    @Test
    void anotherNameThanTheCertificatesIsRefused() throws IOException {
        String pem = Files.readString(server.caCertificate());

        assertThatThrownBy(() -> connect(server.host(), Map.of("pem_bundle", pem)))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("subject alternative names matching IP address 127.0.0.1");
    }

    @Test
    void anyCertificateIsBelievedOnRequestWithAWarning() {
        assertThat(connect(server.host(), Map.of("tls", true, "insecure_tls", true))
                        .warnings())
                .singleElement()
                .asString()
                .contains("insecure_tls");
    }

    @Test
    void aServerThatSpeaksTlsIsNotReachedWithoutIt() {
        assertThatThrownBy(() -> connect("localhost", Map.of()))
                .hasMessageContaining("HTTPS server")
                .hasMessageNotContaining(server.adminPassword());
    }

    @Test
    void readingTheConnectionShowsNoBundleBecauseAKeyMayBeInIt() throws IOException {
        connect("localhost", Map.of("pem_bundle", Files.readString(server.caCertificate())));

        assertThat(engine.read("config/app").toString())
                .contains("pem_bundle")
                .doesNotContain("BEGIN")
                .doesNotContain(server.adminPassword());
    }

    private Reply.Data connect(String host, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                "influxdb-database-plugin",
                "host",
                host,
                "port",
                server.port(),
                "username",
                server.adminUser(),
                "password",
                server.adminPassword(),
                "allowed_roles",
                "*"));
        fields.putAll(more);
        return engine.write("config/app", fields);
    }
}
