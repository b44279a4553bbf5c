package io.leasehold.policy.hcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.policy.PolicySyntax;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HclSyntaxTest {

    private final HclSyntax hcl = new HclSyntax();

    @Test
    void theServiceLoaderFindsIt() {
        assertThat(ServiceLoader.load(PolicySyntax.class)).hasExactlyElementsOfTypes(HclSyntax.class);
    }

    @Test
    void aPasswordPolicyOfTheEstablishedServersIsRead() {
        assertThat(parse("""
                                length=20

                                rule "charset" {
                                  charset = "abcdefghijklmnopqrstuvwxyz"
                                  min-chars = 1
                                }
                                rule "charset" { charset = "!@#$%^&*{}" min-chars = 2 }
                                """))
                .isEqualTo(Map.of(
                        "length",
                        20L,
                        "rule",
                        List.of(
                                Map.of("charset", Map.of("charset", "abcdefghijklmnopqrstuvwxyz", "min-chars", 1L)),
                                Map.of("charset", Map.of("charset", "!@#$%^&*{}", "min-chars", 2L)))));
    }

    @Test
    void anAccessPolicyIsReadInItsOrder() {
        Map<String, Object> policy = parse("""
                # who may do what
                name = "app"
                path "secret/data/+/app*" { capabilities = ["read", "list",] }
                path "auth/token/create" {
                  capabilities = ["update"]
                  allowed_parameters = {
                    "ttl" = []
                    "policies" : ["a", "b"], "*" = []
                  }
                  min_wrapping_ttl = "1s" // a comment
                }
                path "secret/data/+/app*" { policy = "deny", comment = "twice" }
                """);

        assertThat(policy.keySet()).containsExactly("name", "path");
        assertThat(policy.get("path"))
                .isEqualTo(List.of(
                        Map.of("secret/data/+/app*", Map.of("capabilities", List.of("read", "list"))),
                        Map.of(
                                "auth/token/create",
                                Map.of(
                                        "capabilities",
                                        List.of("update"),
                                        "allowed_parameters",
                                        Map.of("ttl", List.of(), "policies", List.of("a", "b"), "*", List.of()),
                                        "min_wrapping_ttl",
                                        "1s")),
                        Map.of("secret/data/+/app*", Map.of("policy", "deny", "comment", "twice"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "a = \"q\\\" b\\\\ \\n\\t\\r \\u0041\\U0001F600\" ~ `q\" b\\ \n\t\r A\uD83D\uDE00`",
                "a = \"$ { %{ } $\" ~ $ { %{ } $",
                "a = \"\\u0024{x}\" ~ ${x}",
                "a = \"# no // comment /* here\" ~ # no // comment /* here",
                "/* a = 1 */ a /* = */ = \"x\" # y ~ x",
                "\"a\" = \"x\" ~ x",
            })
    void textsAreReadWithTheirEscapes(String text, String expected) {
        assertThat(parse(text)).isEqualTo(Map.of("a", expected));
    }

    @Test
    void heredocsKeepTheirLines() {
        assertThat(parse("a = <<EOF\n  x \"\\n\n\ny\nEOF\nb = 1")).isEqualTo(Map.of("a", "  x \"\\n\n\ny\n", "b", 1L));
        assertThat(parse("a = <<-END_1\r\n    x\r\n\r\n      y\r\n  END_1\r\n")).isEqualTo(Map.of("a", "x\n\n  y\n"));
        assertThat(parse("a = <<EOF\nEOF")).isEqualTo(Map.of("a", ""));
    }

    @Test
    void numbersAndBooleansKeepTheirTypes() {
        assertThat(parse("a = 0\nb = -12\nc = 1.50\nd = 2e3\ne = 99999999999999999999\nf = true\ng = false"))
                .isEqualTo(Map.of(
                        "a",
                        0L,
                        "b",
                        -12L,
                        "c",
                        new BigDecimal("1.50"),
                        "d",
                        2000L,
                        "e",
                        new BigDecimal("99999999999999999999"),
                        "f",
                        true,
                        "g",
                        false));
    }

    @Test
    void blocksNestWithAnyNumberOfLabels() {
        assertThat(parse("a { b x \"y z\" { c = [{ d = [[1]] }] } }\na {}"))
                .isEqualTo(Map.of(
                        "a",
                        List.of(
                                Map.of(
                                        "b",
                                        List.of(Map.of(
                                                "x",
                                                Map.of(
                                                        "y z",
                                                        Map.of("c", List.of(Map.of("d", List.of(List.of(1L))))))))),
                                Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"length\": 20}", "[1]", "  {", "20", "<a/>", "---", "$x", "}"})
    void whatBeginsLikeNoHclIsLeftToOthers(String text) {
        assertThat(hcl.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "rule \"charset\" { charset = \"abc\" ~ line 1, column 16: the { here is not closed",
                "a = [1, 2 ~ line 1, column 5: the [ here is not closed",
                "a = { b = 1 ~ line 1, column 5: the { here is not closed",
                "a = \"abc ~ line 1, column 5: the text that begins here does not end on its line",
                "`a = 1\nb = \"x\ny\"` ~ line 2, column 5: the text that begins here does not end on its line",
                "`length = 20\nlength = 30` ~ line 2, column 1: this name stands at line 1, column 1 already",
                "`a {}\na = 1` ~ line 2, column 1: this name stands at line 1, column 1 already",
                "`a = 1\na {}` ~ line 2, column 1: this name stands at line 1, column 1 already",
                "a = { b = 1, b = 2 } ~ line 1, column 14: this name stands at line 1, column 7 already",
                "`a =\nb = 2` ~ line 1, column 3: the value after this = must begin on the same line",
                "a = ~ line 1, column 4: expected a value, found the end of the text",
                "a ~ line 1, column 2: expected = or { after the name at line 1, column 1, found the end of the text",
                "hello world ~ line 1, column 12: expected { after the name at line 1, column 1, found the end",
                "a = b ~ line 1, column 5: expected a value, found \"b\"; texts stand in double quotes",
                "a = null ~ expected a value, found \"null\"",
                "a = 1 + 1 ~ line 1, column 7: \"+\" is not expected here",
                "a = f(1) ~ line 1, column 5: expected a value, found \"f\"",
                "a = [1 2] ~ line 1, column 8: expected , or ] in a list, found the number 2",
                "a = [,] ~ line 1, column 6: expected a value, found \",\"",
                "a = 1,, ~ line 1, column 6: expected the name of an attribute or block, found \",\"",
                "a = { 1 = 2 } ~ line 1, column 7: expected a name in an object, found the number 1",
                "a = { b 2 } ~ line 1, column 9: expected = after the name at line 1, column 7, found the number 2",
                "a } ~ line 1, column 3: expected = or { after the name at line 1, column 1, found \"}\"",
                "a = 20rule ~ line 1, column 5: is not a number",
                "a = 007 ~ line 1, column 5: is not a number",
                "a = 0x1F ~ line 1, column 5: is not a number",
                "a = 1e999 ~ line 1, column 5: is not a number",
                "a = - ~ line 1, column 5: is not a number",
                "a = \"x${1 + 1}\" ~ line 1, column 7: ${...} is not evaluated here",
                "a = \"$${x}\" ~ line 1, column 7: ${...} is not evaluated here",
                "`a = <<EOF\n${x}\nEOF` ~ line 2, column 1: ${...} is not evaluated here",
                "a = \"\\x41\" ~ line 1, column 6: there is no such escape",
                "a = \"\\u00g1\" ~ line 1, column 6: this escape needs 4 hexadecimal digits",
                "a = \"\\uD800\" ~ line 1, column 6: this escape stands for no character",
                "a = \"\\u0000\" ~ line 1, column 6: this escape stands for no character",
                "a = \"\\U00110000\" ~ line 1, column 6: this escape stands for no character",
                "a = \"\\ ~ line 1, column 7: the text ends too early",
                "a = <<EOF ~ line 1, column 5: a heredoc begins with",
                "`a = <<EOF x\nEOF` ~ line 1, column 5: a heredoc begins with",
                "`a = <<\nEOF` ~ line 1, column 5: a heredoc begins with",
                "`a = <<EOF\nEOFX\n` ~ line 1, column 5: the heredoc that begins here does not end",
                "/* a = 1 ~ line 1, column 1: the comment that begins here does not end",
                "/ a ~ line 1, column 1: \"/\" is not expected here",
                "`a = \"x\u0007\"` ~ line 1, column 7: the control character U+0007 is not allowed",
                "`a = \"x\uD800\"` ~ the control character U+d800 is not allowed",
                "`a = 'x'` ~ line 1, column 5: \"'\" is not expected here",
            })
    void whatIsMalformedIsRefusedWithItsPlace(String text, String message) {
        assertThatThrownBy(() -> hcl.parse(text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{ a = ", "b {", "b x {", "b \"x\" \"y\" "})
    void depthIsLimited(String opening) {
        String start = opening.startsWith("b") ? "" : "a = ";
        assertThatThrownBy(() -> hcl.parse(start + opening.repeat(20_000)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("nested deeper than 32 levels");
    }

    @Test
    void lengthIsLimited() {
        assertThatThrownBy(() -> hcl.parse("a = \"" + "x".repeat(256 * 1024) + "\""))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("longer than 262144 characters");
    }

    private Map<String, Object> parse(String text) {
        return hcl.parse(text).orElseThrow();
    }
}
