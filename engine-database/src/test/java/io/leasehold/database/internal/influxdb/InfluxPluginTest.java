package io.leasehold.database.internal.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.Endpoint;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.name.NameTemplate;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfluxPluginTest {

    private final InfluxPlugin plugin = new InfluxPlugin();

    @Test
    void hostAndPortAreTheEndpointWhateverTheLogin() {
        Endpoint endpoint = describe("", Map.of("host", "Influx.Internal", "port", "18086", "tls", true));

        assertThat(endpoint.identity()).isEqualTo("influxdb://influx.internal:18086");
        assertThat(endpoint.displayUrl()).isEqualTo("https://influx.internal:18086");
        assertThat(describe("", Map.of("host", "h")).displayUrl()).isEqualTo("http://h:8086");
    }

    @ParameterizedTest
    @CsvSource({
        "http://influx.internal, influxdb://influx.internal:8086",
        "https://influx.internal:443/, influxdb://influx.internal:443",
        "HTTP://INFLUX.internal:7, influxdb://influx.internal:7",
        "http://{{username}}:{{password}}@influx.internal:7, influxdb://influx.internal:7",
        "http://[::1]:7, influxdb://[::1]:7"
    })
    void urlsLeadToTheSameEndpoints(String url, String identity) {
        assertThat(describe(url, Map.of()).identity()).isEqualTo(identity);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "redis://h:1; another scheme",
                "h:8086; another scheme",
                "http://h:1/query; has a path",
                "http://h:1?db=x; has parameters",
                "http://admin:hidden@h:1; holds a login",
                "http://h:99999; not between 1 and 65535",
                "http://; cannot be read",
                "http:///x; names no host",
                "http://a b; cannot be read"
            })
    void otherUrlsAreRefusedWithoutRepeatingThem(String url, String reason) {
        assertThatThrownBy(() -> describe(url, Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("connection_url: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("hidden");
    }

    @Test
    void fieldsThatContradictEachOtherOrHaveNoMeaningAreRefused() {
        assertRefused(Map.of(), "host");
        assertRefused(Map.of("host", "http://h"), "host");
        assertRefused(Map.of("host", "under_score"), "host");
        assertRefused(Map.of("host", "h", "port", 0), "port");
        assertRefused(Map.of("host", "h", "insecure_tls", true), "insecure_tls");
        assertRefused(Map.of("host", "h", "tls_min_version", "tls12"), "tls_min_version");
        assertRefused(Map.of("host", "h", "tls", true, "tls_min_version", "ssl3"), "tls_min_version");
        assertRefused(Map.of("host", "h", "pem_bundle", "x"), "pem_bundle");
        assertRefused(Map.of("host", "h", "tls", false, "pem_bundle", "x"), "pem_bundle");
        assertRefused(Map.of("host", "h", "pem_json", "x"), "pem_json");
        assertRefused(Map.of("host", "h", "pem_json", "{}"), "pem_json");
        assertRefused(Map.of("host", "h", "pem_json", "{}", "pem_bundle", "x"), "pem_json");
        assertThatThrownBy(() -> describe("http://h", Map.of("host", "h"))).hasMessageContaining("beside host or port");
        assertThatThrownBy(() -> describe("http://h", Map.of("tls", true))).hasMessageStartingWith("tls: ");
        assertThatThrownBy(() -> describe("https://h", Map.of("tls", false))).hasMessageStartingWith("tls: ");
        assertThatThrownBy(() -> describe("http://h", Map.of("pem_bundle", "x")))
                .hasMessageStartingWith("pem_bundle: ");
    }

    @Test
    void anUnknownFieldIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> describe("", Map.of("host", "h", "pem_bundel", "x")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("pem_bundel")
                .hasMessageContaining("pem_bundle");
    }

    @Test
    void aLoginIsRequiredAndMustFitIntoOne() {
        assertThatThrownBy(() -> describeLogin(null, SecretText.of("x"))).hasMessageStartingWith("username: ");
        assertThatThrownBy(() -> describeLogin("a:b", SecretText.of("x"))).hasMessageStartingWith("username: ");
        assertThatThrownBy(() -> describeLogin("admin", null)).hasMessageStartingWith("password: ");
    }

    @Test
    void namesKeepTheirRandomPartAndAreLowerCaseWithoutHyphens() {
        NameTemplate template = NameTemplate.parse(
                plugin.usernames().defaultTemplate(), plugin.usernames().maxBytes());

        String name = template.render(
                "Billing-Service-In-Production", "Read-Only", Instant.ofEpochSecond(1_900_000_000), new SecureRandom());

        assertThat(name).matches("v_billing_service_read_only_[a-z0-9]{20}_1900000000");
    }

    private Endpoint describe(String url, Map<String, Object> fields) {
        return plugin.describe(
                new ConnectionSettings(url, "admin", SecretText.of("hidden"), 1, 1, Duration.ZERO, fields));
    }

    private Endpoint describeLogin(String username, SecretText password) {
        return plugin.describe(new ConnectionSettings("http://h", username, password, 1, 1, Duration.ZERO, Map.of()));
    }

    private void assertRefused(Map<String, Object> fields, String field) {
        assertThatThrownBy(() -> describe("", fields))
                .as(fields.keySet().toString())
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains(field));
    }
}
