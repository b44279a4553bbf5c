package io.leasehold.internal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.policy.PolicySyntax;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTextsTest {

    private static final String JSON = "{\"length\": 20}";

    private final PolicyTexts json = new PolicyTexts(List.of());

    /** A syntax of words: texts that begin with {@code words:}. */
    private static final PolicySyntax WORDS = new PolicySyntax() {
        @Override
        public String name() {
            return "WORDS";
        }

        @Override
        public Optional<Map<String, Object>> parse(String text) {
            if (text.contains("bad")) {
                throw new InvalidRequestException("line 1, column 1: bad word");
            }
            return text.startsWith("words:") ? Optional.of(Map.of("words", text.substring(6))) : Optional.empty();
        }
    };

    @Test
    void jsonIsReadAsItIs() {
        assertThat(json.read("policy", JSON)).isEqualTo(new PolicyText(JSON, Map.of("length", 20)));
    }

    @Test
    void base64OfReadableTextIsReadAsThatText() {
        assertThat(json.read("policy", base64(JSON)).text()).isEqualTo(JSON);
    }

    @Test
    void base64MayBeBrokenIntoLinesAsCommandsDo() {
        String lines =
                Base64.getMimeEncoder(8, new byte[] {'\n'}).encodeToString(JSON.getBytes(StandardCharsets.UTF_8));
        assertThat(lines).contains("\n");
        assertThat(json.read("policy", lines + "\n").text()).isEqualTo(JSON);
    }

    @Test
    void textThatIsBase64ByChanceIsReadAsItIs() {
        PolicySyntax anything = new PolicySyntax() {
            @Override
            public String name() {
                return "ANYTHING";
            }

            @Override
            public Optional<Map<String, Object>> parse(String text) {
                return text.startsWith("QUJD") ? Optional.of(Map.of("as", "it is")) : Optional.empty();
            }
        };
        assertThat(new PolicyTexts(List.of(anything)).read("policy", "QUJD").text())
                .as("base64 of ABC, which is in no syntax")
                .isEqualTo("QUJD");
    }

    @Test
    void base64OfBytesThatAreNoTextIsNotDecoded() {
        String binary = Base64.getEncoder().encodeToString(new byte[] {1, 2, (byte) 0xff, 4});
        assertThatThrownBy(() -> json.read("policy", binary)).hasMessageContaining("must be a text in JSON");
    }

    @Test
    void theErrorOfDecodedTextSaysWhere() {
        assertThatThrownBy(() -> json.read("policy", base64("{\"length\": 20,\n \"length\": 30}")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("policy: JSON, line 2, column")
                .hasMessageContaining("length");
    }

    @Test
    void furtherSyntaxesAreAskedInTurn() {
        PolicyTexts texts = new PolicyTexts(List.of(WORDS));
        assertThat(texts.read("policy", "words:x").values()).isEqualTo(Map.of("words", "x"));
        assertThat(texts.read("policy", base64("words:x")).text()).isEqualTo("words:x");
        assertThatThrownBy(() -> texts.read("policy", "bad")).hasMessage("policy: WORDS, line 1, column 1: bad word");
        assertThatThrownBy(() -> texts.read("policy", "x"))
                .hasMessageStartingWith("policy: must be a text in JSON or WORDS");
    }

    @Test
    void withoutTheModuleForHclItIsNamed() {
        assertThatThrownBy(() -> json.read("policy", "length = 20\n"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "policy: must be a text in JSON; for HCL add the artifact io.leasehold:leasehold-policy-hcl");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"length\": 20 | policy: JSON, line 1, column",
                "{\"length\": 20} x | policy: JSON, line 1, column",
                "{length: 20} | policy: JSON, line 1, column 2",
                "`  ` | policy: is required and must not be empty",
                "[] | policy: must be a text in JSON",
            })
    void malformedTextsAreRefused(String text, String message) {
        assertThatThrownBy(() -> json.read("policy", text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void deepAndLongTextsAreRefused() {
        assertThatThrownBy(() -> json.read("policy", "{\"a\":".repeat(50_000)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("policy: JSON, must not be nested deeper than 32 levels");
        assertThatThrownBy(() -> json.read("policy", "x".repeat(PolicyTexts.LONGEST + 1)))
                .hasMessageContaining("longer than");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
