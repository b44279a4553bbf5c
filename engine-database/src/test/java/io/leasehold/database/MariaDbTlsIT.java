package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.harness.EngineHarness;
import io.leasehold.database.harness.Issued;
import io.leasehold.database.internal.mysql.MySqlPlugin;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.database.spi.TargetIdentity;
import io.leasehold.error.TargetException;
import io.leasehold.secret.SecretText;
import io.leasehold.testkit.server.MariaDbServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections of the administrator over TLS, through both drivers. */
class MariaDbTlsIT {

    private static final String GO = "{{username}}:{{password}}@tcp(%s)/";
    private static final String MARIADB = "jdbc:mariadb://%s/";

    private static MariaDbServer server;

    private final EngineHarness engine = new EngineHarness();

    @BeforeAll
    static void start() {
        server = MariaDbServer.startWithTls();
        server.execute(
                "",
                "CREATE USER tls_admin IDENTIFIED BY 'secret' REQUIRE SSL",
                "GRANT ALL ON *.* TO tls_admin WITH GRANT OPTION",
                "CREATE USER x509_admin IDENTIFIED BY 'secret' REQUIRE X509",
                "GRANT ALL ON *.* TO x509_admin WITH GRANT OPTION");
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

    @ParameterizedTest
    @ValueSource(strings = {GO, MARIADB})
    void certificateOfTheGivenAuthorityIsVerified(String url) throws IOException {
        connect(url, "tls_admin", Map.of("tls_ca", Files.readString(server.caCertificate())));

        comesAndGoes();
    }

    @ParameterizedTest
    @ValueSource(strings = {GO + "?tls=skip-verify", MARIADB + "?sslMode=trust"})
    void anyCertificateIsBelievedWhereThatIsAskedFor(String url) {
        connect(url, "tls_admin", Map.of());

        comesAndGoes();
    }

    @ParameterizedTest
    @ValueSource(strings = {GO, MARIADB})
    void administratorWithACertificateIsLetIn(String url) throws IOException {
        StringBuilder pem = new StringBuilder();
        for (Path file : server.clientCertificate()) {
            pem.append(Files.readString(file)).append('\n');
        }
        connect(
                url,
                "x509_admin",
                Map.of("tls_ca", Files.readString(server.caCertificate()), "tls_certificate_key", pem.toString()));

        comesAndGoes();
        assertThat(String.valueOf(engine.read("config/app"))).doesNotContain("PRIVATE KEY");
    }

    @ParameterizedTest
    @CsvSource({
        GO + ", true",
        MARIADB + ", false",
        GO + "?tls=skip-verify, true",
        MARIADB + "?sslMode=trust, true",
        GO + "?tls=false, false"
    })
    void aLoginIsTriedWithTheTlsOfTheConnection(String url, boolean encrypted) {
        ConnectionSettings settings = new ConnectionSettings(
                url.formatted(server.host() + ":" + server.port()),
                server.adminUser(),
                SecretText.of(server.adminPassword()),
                1,
                1,
                Duration.ZERO,
                Map.of());
        Duration limit = Duration.ofSeconds(20);
        try (DatabaseTarget target = new MySqlPlugin().open(settings, new TargetIdentity("t", "app", "leasehold"))) {
            ManagedAccounts managed = (ManagedAccounts) target;

            assertThat(managed.accepts("tls_admin", SecretText.of("secret"), limit))
                    .as("the account asks for TLS")
                    .isEqualTo(encrypted);
            assertThat(managed.accepts("tls_admin", SecretText.of("wrong"), limit))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GO + "?tls=true", MARIADB + "?sslMode=verify-full"})
    void certificateOfAnUnknownAuthorityIsRefused(String url) {
        assertThatThrownBy(() -> connect(url, "tls_admin", Map.of()))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("error verifying connection");
    }

    @Test
    void administratorWithoutTlsIsRefusedByTheServer() {
        assertThatThrownBy(() -> connect(GO + "?tls=false", "tls_admin", Map.of()))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("1045");
    }

    private void connect(String url, String admin, Map<String, Object> more) {
        Map<String, Object> fields = new HashMap<>(Map.of(
                "plugin_name", "mysql-database-plugin",
                "allowed_roles", "*",
                "connection_url", url.formatted(server.host() + ":" + server.port()),
                "username", admin,
                "password", "secret"));
        fields.putAll(more);
        engine.write("config/app", fields);
    }

    private void comesAndGoes() {
        engine.write(
                "roles/app",
                Map.of("db_name", "app", "creation_statements", "CREATE USER '{{name}}' IDENTIFIED BY '{{password}}'"));
        Issued issued = engine.issue("app");
        assertThat(server.roleExists(issued.username())).isTrue();
        engine.revoke(issued);
        assertThat(server.roleExists(issued.username())).isFalse();
    }
}
