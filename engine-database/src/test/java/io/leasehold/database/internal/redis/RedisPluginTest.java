package io.leasehold.database.internal.redis;

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

class RedisPluginTest {

    private final RedisPlugin plugin = new RedisPlugin();

    @Test
    void hostAndPortAreTheEndpointWhateverTheLogin() {
        Endpoint endpoint = describe("", Map.of("host", "Redis.Internal", "port", "6380", "tls", true));

        assertThat(endpoint.identity()).isEqualTo("redis://redis.internal:6380");
        assertThat(endpoint.displayUrl()).isEqualTo("rediss://redis.internal:6380");
        assertThat(endpoint.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "redis://redis.internal, redis://redis.internal:6379",
        "rediss://redis.internal:6380/, redis://redis.internal:6380",
        "redis://REDIS.internal:7/0, redis://redis.internal:7",
        "redis://{{username}}:{{password}}@redis.internal:7, redis://redis.internal:7",
        "redis://[::1]:7, redis://[::1]:7"
    })
    void urlsLeadToTheSameEndpoints(String url, String identity) {
        assertThat(describe(url, Map.of()).identity()).isEqualTo(identity);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http://h:1; another scheme",
                "h:6379; another scheme",
                "redis://h:1/3; names a database",
                "redis://h:1?db=3; has parameters",
                "redis://admin:hidden@h:1; holds a login",
                "redis://h:99999; not between 1 and 65535",
                "redis://; cannot be read",
                "redis:///0; names no host",
                "redis://a b; cannot be read"
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
        assertRefused(Map.of("host", "redis://h"), "host");
        assertRefused(Map.of("host", "h", "port", 0), "port");
        assertRefused(Map.of("host", "h", "ca_cert", "x"), "ca_cert");
        assertRefused(Map.of("host", "h", "tls", true, "ca_cert", "x"), "ca_cert");
        assertRefused(Map.of("host", "h", "tls", true, "base64pem", "???"), "base64pem");
        assertRefused(Map.of("host", "h", "tls", true, "ca_cert", "x", "base64pem", "x"), "base64pem");
        assertRefused(Map.of("host", "h", "insecure_tls", true), "insecure_tls");
        assertRefused(Map.of("host", "h", "tls", true, "ca_cert", "x", "insecure_tls", true), "insecure_tls");
        assertRefused(Map.of("host", "h", "persistence_mode", "AOF"), "persistence_mode");
        assertThatThrownBy(() -> describe("redis://h", Map.of("host", "h")))
                .hasMessageContaining("beside host or port");
        assertThatThrownBy(() -> describe("rediss://h", Map.of("tls", false))).hasMessageStartingWith("tls: ");
    }

    @Test
    void anUnknownFieldIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> describe("", Map.of("host", "h", "persistance_mode", "NONE")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("persistance_mode")
                .hasMessageContaining("persistence_mode");
    }

    @Test
    void believingAnyCertificateWarns() {
        assertThat(describe("rediss://h", Map.of("insecure_tls", true)).warnings())
                .singleElement()
                .asString()
                .contains("insecure_tls");
    }

    @Test
    void aPasswordIsRequired() {
        ConnectionSettings settings = new ConnectionSettings("redis://h", null, null, 1, 1, Duration.ZERO, Map.of());

        assertThatThrownBy(() -> plugin.describe(settings)).hasMessageStartingWith("password: ");
    }

    @Test
    void statementsOtherThanForTheCreationAreRefused() {
        List<String> some = List.of("[\"off\"]");

        assertRefused(new RoleStatements(List.of(), some, List.of(), List.of()), "revocation_statements");
        assertRefused(new RoleStatements(List.of(), List.of(), some, List.of()), "renew_statements");
        assertRefused(new RoleStatements(List.of(), List.of(), List.of(), some), "rollback_statements");
    }

    @Test
    void namesKeepAllOfTheirRandomPartHoweverLongTheRestIs() {
        NameTemplate template = NameTemplate.parse(
                plugin.usernames().defaultTemplate(), plugin.usernames().maxBytes());
        SecureRandom random = new SecureRandom();

        String name = template.render("d".repeat(200), "r".repeat(200), Instant.parse("2026-11-21T00:00:00Z"), random);

        assertThat(name)
                .matches("V_D{32}_R{32}_[0-9A-Z]{20}_\\d{10}")
                .hasSizeLessThanOrEqualTo(100)
                .isNotEqualTo(template.render("d".repeat(200), "r".repeat(200), Instant.EPOCH, random));
    }

    @Test
    void withoutJedisThePluginLoadsAndNamesTheDependency() throws Exception {
        URL[] others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("jedis-"))
                .map(RedisPluginTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
            Object refusal = loader.loadClass(WithoutJedis.class.getName())
                    .getMethod("refusal")
                    .invoke(null);

            assertThat(refusal).asString().contains("plugin_name").contains("redis.clients:jedis:");
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
                        error -> assertThat(error.field()).contains(field));
    }
}
