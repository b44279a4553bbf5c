package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.testkit.server.CassandraServer;
import io.leasehold.testkit.server.FaultyProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cassandra over TLS: a node's certificate and its name are verified. */
class CassandraTlsIT {

    private static CassandraServer server;

    /** At an address that the certificate names, which that of the server itself is not. */
    private static FaultyProxy proxy;

    private final EngineHarness engine = new EngineHarness();

    @BeforeAll
    static void start() {
        server = CassandraServer.startWithTls();
        proxy = FaultyProxy.to(server.host(), server.port());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            proxy.close();
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
        String json = "{\"certificate\":\"" + pem.replace("\n", "\\n") + "\"}";

        for (Map<String, Object> fields : List.<Map<String, Object>>of(
                Map.of("pem_bundle", "comment\n" + pem),
                Map.of("pem_bundle", "", "pem_json", json),
                Map.of("tls_min_version", "tls13"))) {
            assertThat(connect(proxy.host(), proxy.port(), fields).warnings()).isEmpty();
            engine.write("roles/reader", Map.of("db_name", "app"));
            Issued issued = engine.issue("reader");
            assertThat(engine.revoke(issued)).isEqualTo(Revoked.seen());
        }
        assertThat(String.valueOf(engine.read("config/app")))
                .as("which may hold a key")
                .doesNotContain("BEGIN CERTIFICATE");
    }

    @Test
    void anUnknownAuthorityIsRefused() {
        assertThatThrownBy(() -> connect(proxy.host(), proxy.port(), Map.of()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("error verifying connection")
                .hasMessageContaining("certification path");
    }

    @Test
    void anotherNameThanTheCertificatesIsRefused() throws IOException {
        String pem = Files.readString(server.caCertificate());

        assertThatThrownBy(() -> connect(server.host(), server.port(), Map.of("pem_bundle", pem)))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("subject alternative names matching IP address 127.0.0.2");
    }

    @Test
    void anyCertificateIsBelievedOnRequestWithAWarning() {
        assertThat(connect(server.host(), server.port(), Map.of("insecure_tls", true))
                        .warnings())
                .singleElement()
                .asString()
                .contains("insecure_tls");
    }

    @Test
    void aServerThatSpeaksTlsIsNotReachedWithoutIt() {
        assertThatThrownBy(() -> connect(server.host(), server.port(), Map.of("tls", false)))
                .isInstanceOf(TargetUnavailableException.class);
    }

    private Reply.Data connect(String host, int port, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                "cassandra-database-plugin",
                "hosts",
                host + ":" + port,
                "tls",
                true,
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
