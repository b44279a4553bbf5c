package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.elastic.StandInElasticsearch;
import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.mongo.StandInCertificates;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Elasticsearch over TLS: its certificate, which names search.internal alone; and the client's. */
class ElasticsearchTlsIT {

    @TempDir
    static Path folder;

    private static StandInCertificates certificates;
    private static StandInElasticsearch server;
    private static StandInElasticsearch strict;
    private static String authority;

    private final EngineHarness engine = new EngineHarness();

    @BeforeAll
    static void start() throws Exception {
        certificates = new StandInCertificates(folder);
        server = StandInElasticsearch.startWithTls(certificates.server("server", "dns:search.internal"), false);
        strict = StandInElasticsearch.startWithTls(certificates.server("strict", "ip:127.0.0.1"), true);
        authority = certificates.authority();
    }

    @AfterAll
    static void stop() {
        server.close();
        strict.close();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void theGivenNameIsLookedForInACertificateOfTheGivenAuthority() {
        assertThat(connect(server, Map.of("ca_cert", authority, "tls_server_name", "Search.Internal"))
                        .warnings())
                .isEmpty();
        assertThatThrownBy(() -> connect(server, Map.of("ca_cert", authority, "tls_server_name", "other.internal")))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("does not name other.internal");
        assertThatThrownBy(() -> connect(server, Map.of("ca_cert", "", "tls_server_name", "search.internal")))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("certification path");
    }

    @Test
    void withoutANameThatOfTheAddressCounts() {
        assertThatThrownBy(() -> connect(server, Map.of("ca_cert", authority, "tls_server_name", "")))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void filesAndFoldersAreReadToo() throws Exception {
        Path trusted = Files.createDirectory(folder.resolve("trusted"));
        Path file = Files.writeString(trusted.resolve("authority.pem"), authority);

        for (Map<String, Object> fields : java.util.List.<Map<String, Object>>of(
                Map.of("ca_cert", file.toString()), Map.of("ca_cert", "", "ca_path", trusted.toString()))) {
            Map<String, Object> named = new HashMap<>(fields);
            named.put("tls_server_name", "search.internal");
            assertThat(connect(server, named).warnings()).isEmpty();
        }
        assertThatThrownBy(() -> connect(
                        server, Map.of("ca_cert", folder.resolve("absent").toString(), "ca_path", "")))
                .hasMessageContaining("ca_cert")
                .hasMessageContaining("neither PEM text nor the path");
    }

    @Test
    void theClientShowsItsCertificate() throws Exception {
        String client = certificates.client("leasehold-client");

        assertThatThrownBy(() -> connect(strict, Map.of("ca_cert", authority)))
                .isInstanceOf(TargetUnavailableException.class);
        connect(strict, Map.of("ca_cert", authority, "client_cert", client, "client_key", client));
        assertThat(engine.read("config/app").toString()).doesNotContain("PRIVATE KEY");
        assertThatThrownBy(() -> connect(
                        strict,
                        Map.of(
                                "ca_cert",
                                authority,
                                "client_cert",
                                client,
                                "client_key",
                                client.substring(0, client.indexOf("-----BEGIN PRIVATE")))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("client_key");
    }

    @Test
    void anyCertificateIsBelievedOnRequestWithAWarning() {
        assertThat(connect(server, Map.of("insecure", true)).warnings())
                .singleElement()
                .asString()
                .contains("insecure");
    }

    private Reply.Data connect(StandInElasticsearch to, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name",
                "elasticsearch-database-plugin",
                "url",
                to.http().url(),
                "username",
                to.adminUser(),
                "password",
                to.adminPassword(),
                "allowed_roles",
                "*"));
        fields.putAll(more);
        return engine.write("config/app", fields);
    }
}
