package io.leasehold.database.internal.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.WriteConcern;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MongoPluginTest {

    private static final String CREATION = "{\"db\":\"sales\",\"roles\":[\"read\"]}";

    private final MongoPlugin plugin = new MongoPlugin();

    @Test
    void theEndpointIsThatOfTheUrl() {
        Endpoint endpoint = describe("mongodb://{{username}}:{{password}}@H:1/admin?tls=true", Map.of());

        assertThat(endpoint.identity()).isEqualTo("mongodb://h:1/admin");
        assertThat(endpoint.warnings()).isEmpty();
    }

    @Test
    void aServiceNameIsDescribedWithoutAskingTheDns() {
        assertThat(describe("mongodb+srv://cluster0.example.invalid/", Map.of()).identity())
                .isEqualTo("mongodb+srv://cluster0.example.invalid/admin");
    }

    @Test
    void fieldsThatContradictEachOtherOrHaveNoMeaningAreRefused() {
        assertRefused("mongodb://h/?tls=false", Map.of("tls_ca", "x"), "tls_ca");
        assertRefused("mongodb://h/?tls=false", Map.of("tls_skip_verify", true), "tls_skip_verify");
        assertRefused("mongodb://h", Map.of("tls_ca", "x"), "tls_ca");
        assertRefused("mongodb://h", Map.of("tls_ca", "x", "tls_skip_verify", true), "tls_skip_verify");
        assertRefused("mongodb://h/?tlsInsecure=true", Map.of("tls_ca", "x"), "tls_ca");
        assertRefused("mongodb://h", Map.of("tls_certificate_key", "x"), "tls_certificate_key");
        assertRefused("mongodb://h/?authMechanism=MONGODB-X509", Map.of(), "tls_certificate_key");
        assertRefused("mongodb://h", Map.of("write_concern", "majority!"), "write_concern");
    }

    @Test
    void anUnknownFieldIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> describe("mongodb://h", Map.of("write_concerns", "x")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("write_concerns")
                .hasMessageContaining("write_concern?");
    }

    @Test
    void aNameAndAPasswordAreRequired() {
        assertThatThrownBy(() -> plugin.describe(settings("mongodb://h", null, "x", Map.of())))
                .hasMessageStartingWith("username");
        assertThatThrownBy(() -> plugin.describe(settings("mongodb://h", "admin", null, Map.of())))
                .hasMessageStartingWith("password");
    }

    @Test
    void theFieldsCountUnlessTheUrlHasALogin() {
        assertThat(plugin.logsInByFields(settings("mongodb://{{username}}:{{password}}@h", "a", "x", Map.of())))
                .isTrue();
        assertThat(plugin.logsInByFields(settings("mongodb://a:x@h", null, null, Map.of())))
                .isFalse();
        assertThat(plugin.logsInByFields(settings("mongodb://a@h", null, "x", Map.of())))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"wmode\":\"majority\",\"wtimeout\":5000,\"fsync\":true}",
                "{\"WMode\":\"majority\",\"WTimeout\":5000,\"J\":true}",
                "{\"w\":\"majority\",\"wtimeout\":5000,\"j\":true}"
            })
    void aWriteConcernIsJsonPlainOrInBase64(String json) {
        WriteConcern expected =
                WriteConcern.MAJORITY.withWTimeout(5, TimeUnit.SECONDS).withJournal(true);

        assertThat(WriteConcernField.parse(json)).isEqualTo(expected);
        assertThat(WriteConcernField.parse(Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(expected);
        assertThat(WriteConcernField.parse("{\"w\":2}")).isEqualTo(new WriteConcern(2));
        assertThat(WriteConcernField.parse("{}")).isEqualTo(WriteConcern.MAJORITY);
        assertThat(WriteConcernField.parse("")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"w\":0}",
                "{\"w\":-1}",
                "{\"w\":true}",
                "{\"wmode\":\"\"}",
                "{\"w\":1,\"wmode\":\"majority\"}",
                "{\"wtimeout\":\"5s\"}",
                "{\"j\":1}",
                "{\"wtimeoutt\":5}",
                "[1]",
                "AAAA"
            })
    void otherWriteConcernsAreRefused(String json) {
        assertThatThrownBy(() -> WriteConcernField.parse(json))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("write_concern");
    }

    @Test
    void statementsThatHaveNoMeaningAreRefused() {
        plugin.check(new RoleStatements(List.of(CREATION), List.of("{\"db\":\"sales\"}"), List.of(), List.of()));
        List<String> some = List.of("{\"db\":\"other\"}");

        assertRefused(new RoleStatements(List.of(CREATION), some, List.of(), List.of()), "revocation_statements");
        assertRefused(new RoleStatements(List.of(CREATION), List.of(), some, List.of()), "renew_statements");
        assertRefused(new RoleStatements(List.of(CREATION), List.of(), List.of(), some), "rollback_statements");
        assertThatThrownBy(() -> plugin.checkRotation("root_rotation_statements", List.of("ALTER")))
                .hasMessageStartingWith("root_rotation_statements");
    }

    @Test
    void namesHaveNoDotsAndKeepAllOfTheirRandomPartHoweverLongTheRestIs() {
        NameTemplate template = NameTemplate.parse(
                plugin.usernames().defaultTemplate(), plugin.usernames().maxBytes());
        SecureRandom random = new SecureRandom();

        String name =
                template.render("a.".repeat(100), "r.".repeat(100), Instant.parse("2026-11-21T00:00:00Z"), random);

        assertThat(name).matches("v-(a-){7}a-(r-){7}r-[0-9A-Za-z]{20}-\\d{10}").hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void withoutTheDriverThePluginLoadsAndNamesTheDependency() throws Exception {
        URL[] others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches("(mongodb-driver|bson).*"))
                .map(MongoPluginTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
            Object refusal = loader.loadClass(WithoutMongoDriver.class.getName())
                    .getMethod("refusal")
                    .invoke(null);

            assertThat(refusal).asString().contains("plugin_name").contains("org.mongodb:mongodb-driver-sync:");
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
        return plugin.describe(settings(url, "admin", "hidden", fields));
    }

    private static ConnectionSettings settings(
            String url, String username, String password, Map<String, Object> fields) {
        return new ConnectionSettings(
                url, username, password == null ? null : SecretText.of(password), 1, 1, Duration.ZERO, fields);
    }

    private void assertRefused(String url, Map<String, Object> fields, String field) {
        assertThatThrownBy(() -> describe(url, fields))
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
