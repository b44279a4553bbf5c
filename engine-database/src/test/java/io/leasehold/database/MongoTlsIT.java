package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.mongo.StandInCertificates;
import io.leasehold.database.mongo.StandInMongo;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.Reply;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MongoDB over TLS, and logins by certificate, on the stand-in. */
class MongoTlsIT {

    @TempDir
    static Path folder;

    private static StandInCertificates certificates;
    private static StandInMongo server;

    private final EngineHarness engine = new EngineHarness();

    @BeforeAll
    static void start() throws Exception {
        certificates = new StandInCertificates(folder);
        server = StandInMongo.startWithTls(certificates.server("server", "dns:localhost,ip:127.0.0.1"));
        server.createCertificateUser("CN=administrator");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void theGivenAuthorityIsTrusted() throws Exception {
        String pem = "a comment\n" + certificates.authority();

        for (String options : new String[] {"?tls=true", "?ssl=true", ""}) {
            assertThat(connect(server, options, Map.of("tls_ca", pem)).warnings())
                    .isEmpty();
            issueAndRevoke();
        }
    }

    @Test
    void anUnknownAuthorityIsRefused() {
        assertThatThrownBy(() -> connect(server, "?tls=true", Map.of()))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("error verifying connection")
                .hasMessageContaining("certification path")
                .hasMessageNotContaining(server.adminPassword());
    }

    @Test
    void aServerThatSpeaksTlsIsNotReachedWithoutIt() {
        assertThatThrownBy(() -> connect(server, "", Map.of())).isInstanceOf(TargetUnavailableException.class);
    }

    @Test
    void anotherNameThanTheCertificatesIsRefusedUnlessAskedFor() throws Exception {
        Map<String, Object> trusting = Map.of("tls_ca", certificates.authority());
        try (StandInMongo elsewhere = StandInMongo.startWithTls(certificates.server("elsewhere", "dns:elsewhere"))) {
            assertThatThrownBy(() -> connect(elsewhere, "", trusting))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessageContaining("127.0.0.1");

            assertThat(connect(elsewhere, "?tls=true&tlsAllowInvalidHostnames=true", trusting)
                            .warnings())
                    .singleElement()
                    .asString()
                    .contains("tlsAllowInvalidHostnames");
        }
    }

    @Test
    void anyCertificateIsBelievedOnRequestWithAWarning() {
        for (Reply.Data written : new Reply.Data[] {
            connect(server, "", Map.of("tls_skip_verify", true)),
            connect(server, "?tls=true&tlsInsecure=true", Map.of())
        }) {
            assertThat(written.warnings()).singleElement().asString().contains("believes any certificate");
        }
        issueAndRevoke();
    }

    @Test
    void aCertificateLogsInWithoutAPassword() throws Exception {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "tls_ca", certificates.authority(), "tls_certificate_key", certificates.client("administrator")));
        fields.put("username", null);
        fields.put("password", null);
        connect(server, "", fields);
        issueAndRevoke();

        fields.put("tls_certificate_key", certificates.client("somebody"));
        assertThatThrownBy(() -> connect(server, "", fields))
                .isInstanceOf(TargetRefusedException.class)
                .hasMessageContaining("Authentication failed");
    }

    private void issueAndRevoke() {
        engine.write("roles/reader", Map.of("db_name", "app", "creation_statements", MongoBehaviour.GUIDE_CREATION));
        Issued issued = engine.issue("reader");
        engine.revoke(issued);
    }

    private Reply.Data connect(StandInMongo to, String options, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                "mongodb-database-plugin",
                "connection_url",
                "mongodb://" + to.host() + ":" + to.port() + "/admin" + options,
                "server_selection_timeout",
                "2s",
                "username",
                to.adminUser(),
                "password",
                to.adminPassword(),
                "allowed_roles",
                "*"));
        fields.putAll(more);
        fields.values().removeIf(java.util.Objects::isNull);
        return engine.write("config/app", fields);
    }
}
