package io.leasehold.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.database.DatabaseCredentials;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Password policies from the texts of the documentation to logins on a server. */
class PasswordPoliciesIT {

    private static final Path PAGE = Path.of("..", "docs", "password-policies.md");
    private static final Path SELF = Path.of("src/test/java/io/leasehold/it/PasswordPoliciesIT.java");
    private static final String SIGNS = "!#%&'()*+,./:;<=>?@[]^_{|}~$\"\\";

    @TempDir
    Path folder;

    private AppDatabase shop;
    private Brokers brokers;
    private SecretBroker broker;

    @BeforeEach
    void makeADatabase() {
        shop = AppDatabase.create();
    }

    @AfterEach
    void close() {
        brokers.close();
    }

    @ParameterizedTest
    @EnumSource
    void aPolicyInHclMakesThePasswordsOfARole(Brokers.Store store) throws IOException {
        start(store);
        String text = block("hcl");

        broker.write("sys/policies/password/strong", Map.of("policy", text));
        broker.write("database/config/shop", Map.of("password_policy", "strong"));
        broker.write("database/roles/app", Map.of("credential_config", Map.of("password_policy", "strong")));
        String password = (String)
                broker.read("sys/policies/password/strong/generate").data().get("password");

        fits(password);
        assertThat(broker.read("sys/policies/password/strong").data()).containsEntry("policy", text);
        assertThat(broker.list("sys/policies/password")).containsExactly("strong");
        for (String method : List.of("password", "scram-sha-256")) {
            broker.write("database/config/shop", Map.of("password_authentication", method));
            issueAndRevoke();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hcl", "json"})
    void bothSyntaxesMeanTheSameAlsoInBase64(String syntax) throws IOException {
        start(Brokers.Store.MEMORY);
        String text = block(syntax);
        String encoded = Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));

        broker.write("sys/policies/password/strong", Map.of("policy", encoded));

        assertThat(broker.read("sys/policies/password/strong").data()).containsEntry("policy", text);
        broker.write("database/config/shop", Map.of("password_policy", "strong"));
        issueAndRevoke();
    }

    @Test
    void aRoleFailsClearlyOnceItsPolicyIsDeletedAndLeasesDoNot() throws IOException {
        start(Brokers.Store.SQLITE);
        broker.write("sys/policies/password/strong", Map.of("policy", block("json")));
        broker.write("database/config/shop", Map.of("password_policy", "strong"));
        Secret issued = broker.read("database/creds/app");

        broker.delete("sys/policies/password/strong");
        brokers.pass(Duration.ofSeconds(3));

        assertThatThrownBy(() -> broker.read("database/creds/app"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("password policy \"strong\"")
                .hasMessageContaining("write it again to sys/policies/password/strong");
        assertThatThrownBy(() -> broker.write("database/roles/app", credentialConfig("strong")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("credential_config: there is no password policy named \"strong\"");
        String id = issued.lease().orElseThrow().id();
        broker.leases().renew(id);
        broker.leases().revoke(id);
        assertThat(shop.roles())
                .doesNotContain(issued.as(DatabaseCredentials.class).username());

        broker.write("database/config/shop", Map.of("password_policy", ""));
        Secret afterwards = broker.read("database/creds/app");
        assertThat(afterwards.as(DatabaseCredentials.class).password()).matches("[0-9A-Za-z-]{20}");
        broker.leases().revoke(afterwards.lease().orElseThrow().id());
    }

    @Test
    void malformedHclIsRefusedWithItsPlace() {
        start(Brokers.Store.MEMORY);
        assertThatThrownBy(() -> broker.write(
                        "sys/policies/password/bad",
                        Map.of("policy", "length = 20\nrule \"charset\" {\n  charset = \"abc\n}")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("policy: HCL, line 3, column 13: the text that begins here does not end");
        assertThatThrownBy(() -> broker.write(
                        "sys/policies/password/bad",
                        Map.of("policy", "length = 20\nrule \"charst\" { charset = \"a\" }")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("policy: rule: there is no rule of type \"charst\"; did you mean charset?");
        assertThatThrownBy(() -> broker.write("sys/policies/password/bad", Map.of("policy", "- length: 20")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("policy: must be a text in JSON or HCL");
        assertThat(broker.list("sys/policies/password")).isEmpty();
    }

    @Test
    void theJavaOfThePageIsWhatThisTestRuns() throws IOException {
        start(Brokers.Store.MEMORY);
        String here = Files.readString(SELF).replaceAll("\\s", "");
        assertThat(block("java").lines())
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(here).contains(line.replaceAll("\\s", "")));
    }

    private void start(Brokers.Store store) {
        brokers = Brokers.on(store, folder);
        broker = brokers.driven("policies");
        broker.mounts().enable("database", "database");
        broker.write("database/config/shop", shop.connection());
        broker.write("database/roles/app", AppDatabase.role("shop"));
    }

    private void issueAndRevoke() {
        Secret secret = broker.read("database/creds/app");
        DatabaseCredentials login = secret.as(DatabaseCredentials.class);
        fits(login.password());
        assertThat(shop.canLogin(login)).isTrue();
        broker.leases().revoke(secret.lease().orElseThrow().id());
        assertThat(shop.roles()).doesNotContain(login.username());
    }

    private static Map<String, Object> credentialConfig(String policy) {
        return Map.of("credential_config", Map.of("password_policy", policy));
    }

    private static void fits(String password) {
        assertThat(password)
                .hasSize(24)
                .containsPattern("[a-z]")
                .containsPattern("[A-Z]")
                .containsPattern("[0-9]");
        assertThat(password.chars().filter(c -> SIGNS.indexOf(c) >= 0).count()).isGreaterThanOrEqualTo(2);
        assertThat(password.replaceAll("[A-Za-z0-9]", "").chars()).allMatch(c -> SIGNS.indexOf(c) >= 0);
    }

    /** The first block of the page in a language. */
    private static String block(String language) throws IOException {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
