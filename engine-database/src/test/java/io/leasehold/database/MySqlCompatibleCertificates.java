package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Lease;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.database.harness.CertificateFiles;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.testkit.server.MySqlCompatibleServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users that log in with certificates ({@code REQUIRE SUBJECT}), through both drivers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MySqlCompatibleCertificates {

    private static final String CREATE_USER =
            "CREATE USER '{{name}}'@'%' REQUIRE SUBJECT '{{subject}}' AND ISSUER '{{issuer}}'";

    /** Access denied; and of MariaDB's driver, for a plugin that MySQL makes up for a user who is not there. */
    private static final List<Integer> ACCESS_DENIED = List.of(1045, 1251);

    @TempDir
    static Path folder;

    private MySqlCompatibleServer server;
    private CertificateFiles files;

    private SecretBroker broker;

    abstract MySqlCompatibleServer startWithTls();

    @BeforeAll
    void start() {
        server = startWithTls();
        files = new CertificateFiles(folder, server.caCertificate());
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void connect() {
        broker = SecretBroker.builder().name("billing").build();
        broker.mounts().enable("database", "database");
        broker.write(
                "database/config/app",
                Map.of(
                        "plugin_name",
                        "mysql-database-plugin",
                        "connection_url",
                        "{{username}}:{{password}}@tcp(" + server.host() + ":" + server.port() + ")/",
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
        role(CREATE_USER, Map.of("key_type", keyType));
        Secret secret = broker.read("database/creds/app");
        CertificateCredentials login = secret.as(CertificateCredentials.class);
        Lease lease = secret.lease().orElseThrow();
        assertThat(userByMariaDbDriver(login)).isEqualTo(login.username());
        assertThat(userByMySqlDriver(login)).isEqualTo(login.username());
        assertThat(definition(login.username()))
                .contains("ISSUER '/O=Leasehold/CN=Leasehold test authority'")
                .contains("SUBJECT '/CN=" + login.username() + "'");

        assertThat(broker.leases().renew(lease.id(), Duration.ofHours(2)).duration())
                .isEqualTo(Duration.ofHours(2));
        assertThat(userByMariaDbDriver(login)).isEqualTo(login.username());

        broker.leases().revoke(lease.id());
        assertThat(server.roleExists(login.username())).isFalse();
        assertRefused(server.jdbcUrl(""), files.mariaDb(login));
    }

    @Test
    void aUserWithoutPasswordNeedsItsOwnCertificate() throws Exception {
        role(CREATE_USER, Map.of("key_type", "ec"));
        CertificateCredentials one = broker.read("database/creds/app").as(CertificateCredentials.class);
        CertificateCredentials other = broker.read("database/creds/app").as(CertificateCredentials.class);

        for (String password : List.of("", "guess")) {
            for (String mode : List.of("disable", "trust")) {
                Properties plain = new Properties();
                plain.setProperty("user", one.username());
                plain.setProperty("password", password);
                plain.setProperty("sslMode", mode);
                assertRefused(server.jdbcUrl(""), plain);
            }
        }
        Properties mixed = files.mariaDb(other);
        mixed.setProperty("user", one.username());
        assertRefused(server.jdbcUrl(""), mixed);
    }

    @Test
    void aTemplateNamesTheSubject() throws Exception {
        role(CREATE_USER, Map.of("key_type", "ec", "common_name_template", "a=b:{{.RoleName}}-{{random 20}}"));
        CertificateCredentials login = broker.read("database/creds/app").as(CertificateCredentials.class);

        assertThat(definition(login.username())).contains("SUBJECT '/CN=a=b:app-");
        assertThat(userByMariaDbDriver(login)).isEqualTo(login.username());
    }

    @Test
    void aNameThatLibrariesWriteDifferentlyIsRefusedBeforeAUserIsMade() throws Exception {
        role(CREATE_USER, Map.of("key_type", "ec", "common_name_template", "a/b-{{random 20}}"));
        long before = users();

        assertThatThrownBy(() -> broker.read("database/creds/app"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("common_name_template");
        assertThat(users()).isEqualTo(before);
        assertThat(broker.leases().count("database/")).isZero();
    }

    @Test
    void aCreationThatFailsHalfWayLeavesNoUserOpenToEverybody() throws Exception {
        role(CREATE_USER, Map.of("key_type", "ec"));
        broker.write(
                "database/roles/app",
                Map.of(
                        "creation_statements",
                        List.of(CREATE_USER, "GRANT SELECT ON nowhere.nothing TO '{{name}}'@'%'")));
        long before = users();

        assertThatThrownBy(() -> broker.read("database/creds/app")).hasMessageContaining("nowhere.nothing");
        assertThat(users()).isEqualTo(before);
        assertThat(broker.leases().count("database/")).isZero();
    }

    private void role(String creation, Map<String, String> config) throws IOException {
        Map<String, String> complete = new HashMap<>(Map.of(
                "ca_cert",
                Files.readString(server.caCertificate()),
                "ca_private_key",
                Files.readString(server.caKey())));
        complete.putAll(config);
        broker.write(
                "database/roles/app",
                DatabaseRole.builder()
                        .dbName("app")
                        .creationStatements(creation)
                        .credentialType("client_certificate")
                        .credentialConfig(complete)
                        .defaultTtl(Duration.ofHours(1))
                        .maxTtl(Duration.ofHours(24))
                        .build());
    }

    private String userByMariaDbDriver(CertificateCredentials login) throws SQLException {
        return user(server.jdbcUrl(""), files.mariaDb(login));
    }

    private String userByMySqlDriver(CertificateCredentials login) throws SQLException {
        return user(server.mysqlUrl(""), files.mySql(login));
    }

    private static String user(String url, Properties login) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, login)) {
            return text(connection, "SELECT SUBSTRING_INDEX(USER(), '@', 1)");
        }
    }

    private String definition(String user) throws SQLException {
        try (Connection admin = server.admin("")) {
            return text(admin, "SHOW CREATE USER '" + user + "'@'%'");
        }
    }

    private long users() throws SQLException {
        try (Connection admin = server.admin("")) {
            return Long.parseLong(text(admin, "SELECT COUNT(*) FROM mysql.user"));
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void assertRefused(String url, Properties login) {
        assertThatThrownBy(() -> DriverManager.getConnection(url, login).close())
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isIn(ACCESS_DENIED));
    }
}
