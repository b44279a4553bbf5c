package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.testkit.server.RedisServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Redis over TLS: the server's certificate and its name are verified. */
class RedisTlsIT {

    private static RedisServer server;

    private final EngineHarness engine = new EngineHarness();

    @BeforeAll
    static void start() {
        server = RedisServer.startWithTls();
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
        String encoded = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));

        for (Map<String, Object> fields : List.<Map<String, Object>>of(
                Map.of("ca_cert", "comment\n" + pem), Map.of("ca_cert", "", "base64pem", encoded))) {
            assertThat(connect(server.host(), fields).warnings()).isEmpty();
            engine.write("roles/reader", Map.of("db_name", "app"));
            Issued issued = engine.issue("reader");
            assertThat(engine.revoke(issued)).isEqualTo(Revoked.verified());
        }
    }

    @Test
    void anUnknownAuthorityIsRefused() {
        assertThatThrownBy(() -> connect(server.host(), Map.of()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("error verifying connection")
                .hasMessageContaining("certification path");
    }

    @Test
    void anotherNameThanTheCertificatesIsRefused() throws IOException {
        String pem = Files.readString(server.caCertificate());

        assertThatThrownBy(() -> connect("127.0.0.2", Map.of("ca_cert", pem)))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("subject alternative names matching IP address 127.0.0.2");
    }

    @Test
    void anyCertificateIsBelievedOnRequestWithAWarning() {
        assertThat(connect(server.host(), Map.of("insecure_tls", true)).warnings())
                .singleElement()
                .asString()
                .contains("insecure_tls");
    }

    @Test
    void aServerThatSpeaksTlsIsNotReachedWithoutIt() {
        assertThatThrownBy(() -> connect(server.host(), Map.of("tls", false)))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageNotContaining(server.adminPassword());
    }

    private Reply.Data connect(String host, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                "redis-database-plugin",
                "host",
                host,
                "port",
                server.port(),
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
