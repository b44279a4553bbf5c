package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.mongo.StandInCertificates;
import io.leasehold.database.mssql.StandInSqlServer;
import io.leasehold.error.TargetException;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of an SQL Server are verified, with the stand-in speaking TDS 8.0 inside TLS. */
class SqlServerTlsIT {

    private static final String STORE_PASSWORD = "store-and-not-to-be-seen";

    @TempDir
    private Path folder;

    private final EngineHarness engine = new EngineHarness();
    private StandInCertificates certificates;
    private StandInSqlServer server;

    @BeforeEach
    void makeCertificates() throws Exception {
        certificates = new StandInCertificates(folder);
    }

    @AfterEach
    void stop() {
        engine.close();
        server.close();
    }

    @Test
    void aTrustedCertificateForTheHostIsTaken() throws Exception {
        server = StandInSqlServer.startStrict(certificates.server("server", "ip:127.0.0.1"));

        connect("encrypt=strict&trustStore=" + trustStore() + "&trustStorePassword=" + STORE_PASSWORD);

        assertThat(engine.read("config/app").toString())
                .doesNotContain(STORE_PASSWORD)
                .contains("*****");
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsRefused() throws Exception {
        server = StandInSqlServer.startStrict(certificates.server("server", "ip:127.0.0.1"));

        assertThatThrownBy(() -> connect("encrypt=strict")).isInstanceOf(TargetException.class);
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        server = StandInSqlServer.startStrict(certificates.server("server", "dns:elsewhere.example"));
        String store = "encrypt=strict&trustStore=" + trustStore() + "&trustStorePassword=" + STORE_PASSWORD;

        assertThatThrownBy(() -> connect(store)).isInstanceOf(TargetException.class);
        connect(store + "&hostNameInCertificate=elsewhere.example");
    }

    @Test
    void encryptionIsAskedForUnlessTheAddressSaysOtherwise() {
        server = StandInSqlServer.start();

        assertThatThrownBy(() -> connect("app%20name=x")).isInstanceOf(TargetException.class);
        connect("encrypt=disable");
    }

    private void connect(String parameters) {
        engine.write(
                "config/app",
                Map.of(
                        "plugin_name",
                        "mssql-database-plugin",
                        "connection_url",
                        "sqlserver://{{username}}:{{password}}@127.0.0.1:" + server.port() + "?" + parameters,
                        "username",
                        server.adminUser(),
                        "password",
                        server.adminPassword()));
    }

    private String trustStore() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        byte[] pem = certificates.authority().getBytes(StandardCharsets.US_ASCII);
        store.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        Path file = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, STORE_PASSWORD.toCharArray());
        }
        return URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
    }
}
