package io.leasehold.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Password policies by their paths. */
class PasswordPolicyPathsTest {

    private static final String FOLDER = "sys/policies/password/";
    private static final String STRONG = """
            {"length": 24, "rules": [
              {"charset": "abcdefghijklmnopqrstuvwxyz", "min_chars": 2},
              {"charset": "0123456789", "min_chars": 3}]}
            """;

    private World world;
    private SecretBroker broker;

    @BeforeEach
    void createWorld() {
        world = World.ready(true);
        broker = world.broker();
    }

    @Test
    void aPolicyIsWrittenReadListedUsedAndDeleted() {
        assertThat(broker.list("sys/policies/password")).isEmpty();
        Secret written = broker.write(FOLDER + "strong", Map.of("policy", STRONG));
        broker.write(FOLDER + "a-2.b", Map.of("policy", STRONG));

        assertThat(written.data()).isEmpty();
        assertThat(written.warnings()).isEmpty();
        assertThat(broker.read(FOLDER + "strong").data()).isEqualTo(Map.of("policy", STRONG));
        assertThat(broker.list("sys/policies/password")).containsExactly("a-2.b", "strong");
        assertThat(generate("strong")).matches("[a-z0-9]{24}").isNotEqualTo(generate("strong"));

        broker.delete(FOLDER + "strong");
        broker.delete(FOLDER + "strong");
        assertThat(broker.list("sys/policies/password")).containsExactly("a-2.b");
        for (String path : List.of(FOLDER + "strong", FOLDER + "strong/generate")) {
            assertThatThrownBy(() -> broker.read(path))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("no password policy named \"strong\"");
        }
    }

    @Test
    void writingAgainTakesThePlace() {
        broker.write(FOLDER + "p", Map.of("policy", STRONG));
        broker.write(FOLDER + "p", Map.of("policy", STRONG.replace("24", "40")));
        assertThat(generate("p")).hasSize(40);
    }

    @Test
    void otherInstancesSeeIt() {
        SecretBroker other = world.start().broker();
        assertThatThrownBy(() -> other.read(FOLDER + "p/generate")).isInstanceOf(NotFoundException.class);
        broker.write(FOLDER + "p", Map.of("policy", STRONG));
        assertThat(other.read(FOLDER + "p/generate").data().get("password"))
                .asString()
                .hasSize(24);
        assertThat(other.read(FOLDER + "p").data()).containsEntry("policy", STRONG);
    }

    @Test
    void base64IsTakenOff() {
        String encoded = Base64.getEncoder().encodeToString(STRONG.getBytes(StandardCharsets.UTF_8));
        broker.write(FOLDER + "p", Map.of("policy", encoded));
        assertThat(broker.read(FOLDER + "p").data()).containsEntry("policy", STRONG);
    }

    @Test
    void anObjectIsReadBackAsAnObject() {
        Map<String, Object> policy =
                Map.of("length", 30, "rule", List.of(Map.of("charset", Map.of("charset", "abcdef", "min-chars", 1))));
        broker.write(FOLDER + "p", Map.of("policy", policy));
        assertThat(broker.read(FOLDER + "p").data()).containsEntry("policy", policy);
        assertThat(generate("p")).matches("[a-f]{30}");
    }

    @Test
    void theAnswerMasksThePasswordAndShowsThePolicy() {
        broker.write(FOLDER + "p", Map.of("policy", STRONG));
        Secret generated = broker.read(FOLDER + "p/generate");
        String password = (String) generated.data().get("password");
        assertThat(generated.toString() + generated.data()).doesNotContain(password);
        assertThat(broker.read(FOLDER + "p").data().toString()).contains("min_chars");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 | abcdefghijklmnop | 0 | as little as 40.0 bits",
                "15 | abcdefghijklmnop | 15 | as little as 60.0 bits",
                "64 | ab | 0 | ''",
                "63 | ab | 0 | as little as 63.0 bits",
                "4 | a | 0 | as little as 0.0 bits",
            })
    void aPolicyOfFewBitsIsStoredWithAWarning(int length, String charset, int min, String warning) {
        Map<String, Object> policy =
                Map.of("length", length, "rules", List.of(Map.of("charset", charset, "min_chars", min)));
        List<String> warnings =
                broker.write(FOLDER + "p", Map.of("policy", policy)).warnings();
        if (warning.isEmpty()) {
            assertThat(warnings).isEmpty();
        } else {
            assertThat(warnings).singleElement().asString().contains(warning, "64 or more");
        }
        assertThat(generate("p")).hasSize(length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"length\": 20} | policy: rule: is required",
                "{\"lenght\": 20, \"rules\": []} | policy: lenght: unknown field; did you mean length?",
                "{\"length\": 3, \"rules\": [{\"charset\": \"ab\"}]} | policy: length: must be from 4 to 100, was 3",
                "{\"length\": 9, \"rules\": [{\"charset\": \"ab\", \"min_chars\": -1}]} | policy: rule 1: min-chars: must be 0 or",
                "{\"length\": 9, \"rules\": [{\"charset\": \"\"}]} | policy: rule 1: charset: is required",
                "{\"length\": 9, | policy: JSON, line 1",
                "length = 20 | policy: must be a text in JSON; for HCL add the artifact io.leasehold:leasehold-policy-hcl",
                "`` | policy: is required",
            })
    void malformedPoliciesAreRefusedAndNotStored(String policy, String message) {
        assertThatThrownBy(() -> broker.write(FOLDER + "p", Map.of("policy", policy)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
        assertThat(broker.list("sys/policies/password")).isEmpty();
    }

    @Test
    void otherValuesAndOtherFieldsAreRefused() {
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("policy", null);
        for (Map<String, Object> fields :
                List.of(nothing, Map.<String, Object>of(), Map.<String, Object>of("policy", 3))) {
            assertThatThrownBy(() -> broker.write(FOLDER + "p", fields))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("policy");
        }
        assertThatThrownBy(() -> broker.write(FOLDER + "p", Map.of("polcy", STRONG)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("did you mean policy?");
        assertThatThrownBy(() -> broker.write(FOLDER + "-p", Map.of("policy", STRONG)))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> broker.read("sys/policies/pasword/p"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("policies/password/{name}");
    }

    @Test
    void theNearestNameIsSuggested() {
        broker.write(FOLDER + "strong", Map.of("policy", STRONG));
        assertThatThrownBy(() -> generate("strnog")).hasMessageContaining("did you mean strong?");
    }

    private String generate(String policy) {
        return (String) broker.read(FOLDER + policy + "/generate").data().get("password");
    }
}
