package io.leasehold.database.internal.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.Endpoint;
import io.leasehold.database.spi.RoleStatements;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.name.NameTemplate;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CassandraPluginTest {

    private final CassandraPlugin plugin = new CassandraPlugin();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Node1.Internal; cassandra://node1.internal:9042",
                "b, a:7 ,; cassandra://a:7,b:9042",
                "10.0.0.1,10.0.0.1:9042; cassandra://10.0.0.1:9042",
                "[::1]:7,fe80::1; cassandra://[::1]:7,[fe80::1]:9042"
            })
    void hostsAreTheEndpointWhateverTheirOrder(String hosts, String identity) {
        assertThat(describe("", Map.of("hosts", hosts)).identity()).isEqualTo(identity);
        assertThat(describe(hosts, Map.of()).identity()).isEqualTo(identity);
        assertThat(describe("cassandra://{{username}}:{{password}}@" + hosts, Map.of())
                        .identity())
                .isEqualTo(identity);
    }

    @Test
    void thePortIsThatOfHostsWithoutOne() {
        Endpoint endpoint = describe("", Map.of("hosts", List.of("b", "a:7"), "port", "9142"));

        assertThat(endpoint.identity()).isEqualTo("cassandra://a:7,b:9142");
        assertThat(endpoint.displayUrl()).isEqualTo("cassandra://b:9142,a:7");
        assertThat(endpoint.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http://h:1; neither a name nor an address",
                "a,h:1/keyspace; host 2 is neither",
                "a b; neither a name nor an address",
                "cassandra://admin:hidden@h; holds a login",
                "h:99999; not between 1 and 65535",
                ",; names no host"
            })
    void otherAddressesAreRefusedWithoutRepeatingThem(String url, String reason) {
        assertThatThrownBy(() -> describe(url, Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("connection_url: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void fieldsThatContradictEachOtherOrHaveNoMeaningAreRefused() {
        assertRefused(Map.of(), "hosts");
        assertRefused(Map.of("hosts", " "), "hosts");
        assertRefused(Map.of("hosts", "h", "port", 0), "port");
        assertRefused(Map.of("hosts", "h", "protocol_version", 2), "protocol_version");
        assertRefused(Map.of("hosts", "h", "consistency", "QUORUMM"), "consistency");
        assertRefused(Map.of("hosts", "h", "consistency", "SERIAL"), "consistency");
        assertRefused(Map.of("hosts", "h", "tls_min_version", "tls13"), "tls_min_version");
        assertRefused(Map.of("hosts", "h", "tls", true, "tls_min_version", "ssl3"), "tls_min_version");
        assertRefused(Map.of("hosts", "h", "tls", false, "insecure_tls", true), "insecure_tls");
        assertRefused(Map.of("hosts", "h", "tls", false, "pem_bundle", "x"), "pem_bundle");
        assertRefused(Map.of("hosts", "h", "pem_bundle", "x"), "pem_bundle");
        assertRefused(Map.of("hosts", "h", "pem_json", "{"), "pem_json");
        assertRefused(Map.of("hosts", "h", "pem_bundle", "x", "pem_json", "{}"), "pem_json");
        assertThatThrownBy(() -> describe("h", Map.of("hosts", "h"))).hasMessageContaining("beside hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOCAL_QUORUM", "LocalQuorum", "each_quorum", "one", "ALL"})
    void consistenciesAreKnownInEverySpelling(String consistency) {
        describe("h", Map.of("consistency", consistency));
    }

    @Test
    void anUnknownFieldIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> describe("h", Map.of("local_datacentre", "dc1")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("local_datacentre")
                .hasMessageContaining("local_datacenter");
    }

    @Test
    void believingAnyCertificateEncryptsAndWarns() {
        assertThat(describe("h", Map.of("insecure_tls", true)).warnings())
                .singleElement()
                .asString()
                .contains("insecure_tls");
    }

    @Test
    void aLoginIsRequired() {
        assertThatThrownBy(() -> plugin.describe(
                        new ConnectionSettings("h", null, SecretText.of("x"), 1, 1, Duration.ZERO, Map.of())))
                .hasMessageStartingWith("username: ");
        assertThatThrownBy(() -> plugin.describe(new ConnectionSettings("h", "a", null, 1, 1, Duration.ZERO, Map.of())))
                .hasMessageStartingWith("password: ");
    }

    @Test
    void statementsAreReadWhenTheRoleIsWritten() {
        List<String> some = List.of("DROP ROLE \"{{name}}\"");
        plugin.check(new RoleStatements(List.of(), some, List.of(), some));

        assertRefused(new RoleStatements(List.of("CREATE ROLE '{{nmae}}'"), some, List.of(), some), "creation");
        assertRefused(new RoleStatements(List.of(), List.of("DROP {{password}}"), List.of(), some), "revocation");
        assertRefused(new RoleStatements(List.of(), some, some, some), "renew");
        assertRefused(new RoleStatements(List.of(), some, List.of(), List.of("DROP 'x")), "rollback");
    }

    @Test
    void namesNeedNoQuotesAndKeepAllOfTheirRandomPart() {
        NameTemplate template = NameTemplate.parse(
                plugin.usernames().defaultTemplate(), plugin.usernames().maxBytes());

        assertThat(template.render(
                        "My-App", "R".repeat(200), Instant.parse("2026-11-21T00:00:00Z"), new SecureRandom()))
                .matches("v_my_app_r{15}_[0-9a-z]{20}_\\d{10}")
                .hasSizeLessThanOrEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"2s, PT2S", "2000ms, PT2S", "2000, PT2S", "0ms, PT0S", "5m, PT5M", "24h, PT24H", "1d, PT24H"})
    void timesAreReadAsTheServerWritesThem(String text, Duration time) {
        assertThat(CredentialCaches.duration(text)).contains(time);
        assertThat(CredentialCaches.duration(text + "!")).isEmpty();
    }

    @Test
    void withoutTheDriverThePluginLoadsAndNamesTheDependency() throws Exception {
        URL[] others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("java-driver-"))
                .map(CassandraPluginTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
            Object refusal = loader.loadClass(WithoutCassandraDriver.class.getName())
                    .getMethod("refusal")
                    .invoke(null);

            assertThat(refusal).asString().contains("plugin_name").contains("org.apache.cassandra:java-driver-core:");
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Endpoint describe(String url, Map<String, Object> fields) {
        return plugin.describe(
                new ConnectionSettings(url, "admin", SecretText.of("hidden"), 1, 1, Duration.ZERO, fields));
    }

    private void assertRefused(Map<String, Object> fields, String field) {
        assertThatThrownBy(() -> describe("", fields))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains(field));
    }

    private void assertRefused(RoleStatements statements, String field) {
        assertThatThrownBy(() -> plugin.check(statements))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field().orElse("")).startsWith(field));
    }
}
