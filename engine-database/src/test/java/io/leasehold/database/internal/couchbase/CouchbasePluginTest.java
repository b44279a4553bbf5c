package io.leasehold.database.internal.couchbase;

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

class CouchbasePluginTest {

    private final CouchbasePlugin plugin = new CouchbasePlugin();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "localhost; http://localhost:8091",
                "couchbase://node1,node2; http://node1:8091,http://node2:8091",
                "couchbases://node1, couchbases://Node2; https://node1:18091,https://node2:18091",
                "couchbase://node1:11210; http://node1:8091",
                "couchbases://node1:11207; https://node1:18091",
                "http://node1:9000; http://node1:9000",
                "https://node1; https://node1:18091"
            })
    void hostsAreReadAsDriversReadThemAndLeadToTheManagementPort(String hosts, String shown) {
        assertThat(describe("", Map.of("hosts", hosts)).displayUrl()).isEqualTo(shown);
        if (hosts.contains("://")) {
            assertThat(describe(hosts, Map.of()).displayUrl()).isEqualTo(shown);
        }
    }

    @Test
    void theOrderOfTheNodesIsNoPartOfTheIdentity() {
        assertThat(describe("couchbase://b,a", Map.of()).identity())
                .isEqualTo(describe("couchbase://a,b", Map.of()).identity());
    }

    @Test
    void fieldsThatContradictEachOtherOrHaveNoMeaningAreRefused() {
        assertRefused(Map.of(), "hosts");
        assertRefused(Map.of("hosts", "couchbase://h:8091"), "hosts");
        assertRefused(Map.of("hosts", "couchbase://a,couchbases://b"), "hosts");
        assertRefused(Map.of("hosts", "couchbase://a,,b"), "hosts");
        assertRefused(Map.of("hosts", "couchbase://admin:hidden@a"), "hosts");
        assertRefused(Map.of("hosts", "couchbase://a?network=x"), "hosts");
        assertRefused(Map.of("hosts", "redis://a"), "hosts");
        assertRefused(Map.of("hosts", "couchbase://a", "tls", true), "tls");
        assertRefused(Map.of("hosts", "couchbases://a", "tls", false), "tls");
        assertRefused(Map.of("hosts", "couchbase://a", "base64pem", "x"), "base64pem");
        assertRefused(Map.of("hosts", "couchbase://a", "insecure_tls", true), "insecure_tls");
        assertRefused(Map.of("hosts", "couchbases://a", "base64pem", "???"), "base64pem");
        assertThatThrownBy(() -> describe("couchbase://a", Map.of("hosts", "a")))
                .hasMessageContaining("beside hosts");
        assertThat(describe("", Map.of("hosts", "a", "tls", true)).displayUrl()).isEqualTo("https://a:18091");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ro_admin",
                "{}",
                "{\"roles\":[]}",
                "{\"roles\":[\"ro_admin\"]}",
                "{\"roles\":[{\"role\":\"a,admin\"}]}",
                "{\"roles\":[{\"role\":\"data_reader\",\"bucket_name\":\"b],admin[\"}]}",
                "{\"roles\":[{\"role\":\"data_reader\",\"scope_name\":\"s\"}]}",
                "{\"roles\":[{\"role\":\"data_reader\",\"bucket\":\"b\"}]}",
                "{\"groups\":[\"a,b\"]}",
                "{\"role\":[]}"
            })
    void otherStatementsAreRefusedWhenTheRoleIsWritten(String statement) {
        assertThatThrownBy(() -> plugin.check(new RoleStatements(List.of(statement), List.of(), List.of(), List.of())))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("creation_statements");
    }

    @Test
    void rolesAreWrittenAsTheServerReadsThem() {
        Grants grants = Grants.parse(
                List.of(
                        "{\"roles\":[{\"role\":\"data_reader\",\"bucket_name\":\"*\"},"
                                + "{\"role\":\"data_writer\",\"bucket_name\":\"app\",\"scope_name\":\"s\",\"collection_name\":\"c\"}]}"));

        assertThat(grants.roles()).containsExactly("data_reader[*]", "data_writer[app:s:c]");
    }

    @Test
    void namesKeepTheirRandomPartHoweverLongTheOthersAre() {
        NameTemplate template = NameTemplate.parse(
                plugin.usernames().defaultTemplate(), plugin.usernames().maxBytes());

        String name = template.render(
                "d".repeat(99), "r".repeat(99), Instant.ofEpochSecond(1_900_000_000), new SecureRandom());

        assertThat(name).hasSizeLessThanOrEqualTo(128).matches("V_D+_R+_[A-Z0-9]{20}_1900000000");
    }

    private Endpoint describe(String url, Map<String, Object> fields) {
        return plugin.describe(
                new ConnectionSettings(url, "admin", SecretText.of("hidden"), 1, 1, Duration.ZERO, fields));
    }

    private void assertRefused(Map<String, Object> fields, String field) {
        assertThatThrownBy(() -> describe("", fields))
                .as(fields.toString())
                .hasMessageNotContaining("hidden")
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        error -> assertThat(error.field()).contains(field));
    }
}
