package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Lease;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.database.harness.CertificateFiles;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.testkit.server.PostgresOptions;
import io.leasehold.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users that log in to a PostgreSQL with certificates ({@code cert} in its {@code pg_hba.conf}), through its driver. */
class PostgresCertificateIT {

    private static final List<String> HBA = List.of(
            "hostssl all /^v-billing- 127.0.0.1/32 cert", "host    all all          127.0.0.1/32 scram-sha-256");

    @TempDir
    static Path folder;

    private static PostgresServer server;
    private static CertificateFiles files;

    private SecretBroker broker;

    @BeforeAll
    static void start() throws IOException {
        // The server runs as another user than this test.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path hba = Files.write(folder.resolve("hba.conf"), HBA);
        Files.setPosixFilePermissions(hba, PosixFilePermissions.fromString("rw-r--r--"));
        server = PostgresServer.start(PostgresOptions.defaults().withTls().with("hba_file", hba.toString()));
        files = new CertificateFiles(folder, server.caCertificate());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void connect() throws IOException {
        broker = SecretBroker.builder().name("billing").build();
        broker.mounts().enable("database", "database");
        broker.write(
                "database/config/app",
                Map.of(
                        "plugin_name",
                        "postgresql-database-plugin",
                        "connection_url",
                        "postgresql://{{username}}:{{password}}@" + server.host() + ":" + server.port() + "/postgres",
                        "username",
                        server.adminUser(),
                        "password",
                        server.adminPassword(),
                        "allowed_roles",
                        "*"));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"rsa", "ec", "ed25519"})
    void aUserLogsInWithItsCertificateUntilItIsRevoked(String keyType) throws Exception {
        role("app", Map.of("key_type", keyType));
        Secret secret = broker.read("database/creds/app");
        CertificateCredentials login = secret.as(CertificateCredentials.class);
        Lease lease = secret.lease().orElseThrow();
        assertThat(login.privateKeyType()).isEqualTo(keyType);
        assertThat(secret.toString()).doesNotContain("BEGIN ");
        assertThat(sessionUser(files.postgresql(login))).isEqualTo(login.username());

        Lease renewed = broker.leases().renew(lease.id(), Duration.ofHours(2));
        assertThat(renewed.duration()).isEqualTo(Duration.ofHours(2));
        assertThat(sessionUser(files.postgresql(login))).isEqualTo(login.username());

        broker.leases().revoke(lease.id());
        assertThat(server.roleExists(login.username())).isFalse();
        assertRefused(files.postgresql(login), "28000");
    }

    @Test
    void aUserWithoutPasswordTakesNone() throws Exception {
        role("app", Map.of("key_type", "ec"));
        CertificateCredentials login = broker.read("database/creds/app").as(CertificateCredentials.class);

        for (String password : List.of("guess", login.username(), "SCRAM-SHA-256")) {
            Properties plain = new Properties();
            plain.setProperty("user", login.username());
            plain.setProperty("password", password);
            plain.setProperty("sslmode", "disable");
            assertRefused(plain, "28P01");
        }
        assertThat(passwordOf(login.username())).isNull();
    }

    @Test
    void theCertificateOfOneUserOpensNoOther() throws Exception {
        role("app", Map.of("key_type", "ec"));
        CertificateCredentials one = broker.read("database/creds/app").as(CertificateCredentials.class);
        CertificateCredentials other = broker.read("database/creds/app").as(CertificateCredentials.class);

        Properties mixed = files.postgresql(one);
        mixed.setProperty("user", other.username());
        assertRefused(mixed, "28000");
    }

    @Test
    void aCertificateThatIsNotTheUsersNameIsRefusedByTheServer() throws Exception {
        role("app", Map.of("key_type", "ec", "common_name_template", "{{.RoleName}}-{{random 30}}"));
        CertificateCredentials login = broker.read("database/creds/app").as(CertificateCredentials.class);

        assertRefused(files.postgresql(login), "28000");
    }

    @Test
    void withoutAMaximumTheLeaseIsNotRenewedAndItsCertificateEndsWithIt() throws Exception {
        role("app", Map.of("key_type", "ec"));
        broker.write("database/roles/app", Map.of("max_ttl", "0"));
        Secret secret = broker.read("database/creds/app");
        CertificateCredentials login = secret.as(CertificateCredentials.class);
        String lease = secret.lease().orElseThrow().id();

        assertThat(sessionUser(files.postgresql(login))).isEqualTo(login.username());
        assertThat(secret.lease().orElseThrow().renewable()).isFalse();
        assertThatThrownBy(() -> broker.leases().renew(lease))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("not renewable");
    }

    @Test
    void aRotatingDataSourceSaysThatItNeedsAPassword() throws Exception {
        role("app", Map.of("key_type", "ec"));

        assertThatThrownBy(() -> RotatingDataSource.builder()
                        .broker(broker)
                        .path("database/creds/app")
                        .url(server.jdbcUrl("postgres"))
                        .build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("client_certificate")
                .hasMessageContaining("credential_type password")
                .hasMessageNotContaining("BEGIN ");
    }

    @Test
    void statementsThatMakeNoUserLeaveNoneAndNoLease() throws Exception {
        role("app", Map.of("key_type", "ec"));
        broker.write(
                "database/roles/app",
                Map.of(
                        "creation_statements",
                        List.of("CREATE ROLE \"{{name}}\" LOGIN", "GRANT nothing TO \"{{name}}\"")));

        assertThatThrownBy(() -> broker.read("database/creds/app")).hasMessageContaining("GRANT nothing");
        assertThat(broker.leases().count("database/")).isZero();
    }

    private void role(String name, Map<String, String> config) throws IOException {
        Map<String, String> complete = new HashMap<>(Map.of(
                "ca_cert",
                Files.readString(server.caCertificate()),
                "ca_private_key",
                Files.readString(server.caKey())));
        complete.putAll(config);
        broker.write(
                "database/roles/" + name,
                DatabaseRole.builder()
                        .dbName("app")
                        .creationStatements("CREATE ROLE \"{{name}}\" LOGIN VALID UNTIL '{{expiration}}'")
                        .credentialType("client_certificate")
                        .credentialConfig(complete)
                        .defaultTtl(Duration.ofHours(1))
                        .maxTtl(Duration.ofHours(24))
                        .build());
    }

    private static String sessionUser(Properties login) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"), login);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT session_user FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND client_dn IS NOT NULL")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String passwordOf(String user) throws SQLException {
        try (Connection admin = server.admin("postgres");
                Statement statement = admin.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT rolpassword FROM pg_authid WHERE rolname = '" + user + "'")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static void assertRefused(Properties login, String state) {
        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl("postgres"), login)
                        .close())
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }
}
