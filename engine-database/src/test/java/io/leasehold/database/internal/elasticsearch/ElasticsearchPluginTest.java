package io.leasehold.database.internal.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.Endpoint;
import io.leasehold.database.spi.RoleStatements;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.name.NameTemplate;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElasticsearchPluginTest {

    private final ElasticsearchPlugin plugin = new ElasticsearchPlugin();

    @ParameterizedTest
    @CsvSource({
        "http://search.internal:9200, elasticsearch://search.internal:9200",
        "https://SEARCH.internal, elasticsearch://search.internal:443",
        "http://search.internal/, elasticsearch://search.internal:80",
        "https://h:9200/es/, elasticsearch://h:9200/es"
    })
    void bothFieldsForTheAddressLeadToTheSameEndpoint(String url, String identity) {
        assertThat(describe("", Map.of("url", url)).identity()).isEqualTo(identity);
        assertThat(describe(url, Map.of()).identity()).isEqualTo(identity);
    }

    @Test
    void fieldsThatContradictEachOtherOrHaveNoMeaningAreRefused() {
        assertRefused(Map.of(), "url");
        assertRefused(Map.of("url", "h:9200"), "url");
        assertRefused(Map.of("url", "http://admin:hidden@h"), "url");
        for (String field : List.of("ca_cert", "ca_path", "client_cert", "client_key", "tls_server_name")) {
            assertRefused(Map.of("url", "http://h", field, "x"), field);
        }
        assertRefused(Map.of("url", "http://h", "insecure", true), "insecure");
        assertRefused(Map.of("url", "https://h", "insecure", true, "ca_cert", "x"), "insecure");
        assertRefused(Map.of("url", "https://h", "ca_path", "/x", "ca_cert", "x"), "ca_path");
        assertRefused(Map.of("url", "https://h", "client_cert", "x"), "client_key");
        assertRefused(Map.of("url", "https://h", "client_key", "x"), "client_cert");
        assertRefused(Map.of("url", "https://h", "ca_cert", "-----BEGIN CERTIFICATE-----\nx"), "ca_cert");
        assertThatThrownBy(() -> describe("http://h", Map.of("url", "http://h")))
                .hasMessageContaining("beside url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "viewer",
                "{\"elasticsearch_roles\":[]}",
                "{\"elasticsearch_roles\":\"viewer\"}",
                "{\"elasticsearch_roles\":[1]}",
                "{\"elasticsearch_role_definition\":{}}",
                "{\"elasticsearch_role_definition\":{\"metadata\":1}}",
                "{\"elasticsearch_roles\":[\"a\"],\"elasticsearch_role_definition\":{\"cluster\":[\"all\"]}}",
                "{\"elasticsearch_role\":[\"a\"]}"
            })
    void otherStatementsAreRefusedWhenTheRoleIsWritten(String statement) {
        assertThatThrownBy(() -> plugin.check(new RoleStatements(List.of(statement), List.of(), List.of(), List.of())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("creation_statements");
    }

    @Test
    void statementsOtherThanForTheCreationAreRefused() {
        List<String> creation = List.of("{\"elasticsearch_roles\":[\"viewer\"]}");
        List<String> some = List.of("{}");

        plugin.check(new RoleStatements(creation, List.of(), List.of(), List.of()));
        assertThatThrownBy(() -> plugin.check(new RoleStatements(creation, some, List.of(), List.of())))
                .hasMessageStartingWith("revocation_statements");
        assertThatThrownBy(() -> plugin.check(new RoleStatements(creation, List.of(), some, List.of())))
                .hasMessageStartingWith("renew_statements");
        assertThatThrownBy(() -> plugin.check(new RoleStatements(creation, List.of(), List.of(), some)))
                .hasMessageStartingWith("rollback_statements");
    }

    @Test
    void namesKeepTheirRandomPart() {
        NameTemplate template = NameTemplate.parse(
                plugin.usernames().defaultTemplate(), plugin.usernames().maxBytes());

        assertThat(template.render("d".repeat(99), "r".repeat(99), Instant.ofEpochSecond(1), new SecureRandom()))
                .matches("v-d{15}-r{15}-[A-Za-z0-9]{20}-1");
    }

    private Endpoint describe(String url, Map<String, Object> fields) {
        return plugin.describe(
                new ConnectionSettings(url, "admin", SecretText.of("hidden"), 1, 1, Duration.ZERO, fields));
    }

    private void assertRefused(Map<String, Object> fields, String field) {
        assertThatThrownBy(() -> describe("", fields))
                .as(fields.keySet().toString())
                .hasMessageNotContaining("hidden")
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains(field));
    }
}
