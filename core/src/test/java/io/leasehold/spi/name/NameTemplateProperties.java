package io.leasehold.spi.name;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.name.NameContext.Names;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class NameTemplateProperties {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    @Property
    void everyNameFitsAndIsRandomWhateverTheNames(
            @ForAll("templates") String template,
            @ForAll String displayName,
            @ForAll String roleName,
            @ForAll @IntRange(min = 30, max = 64) int maxBytes) {
        NameTemplate parsed;
        try {
            parsed = NameTemplate.parse(template, maxBytes);
        } catch (InvalidRequestException refused) {
            return;
        }
        String first = parsed.render(displayName, roleName, NOW, RANDOM);
        String second = parsed.render(displayName, roleName, NOW, RANDOM);

        // 40 random bits: two equal names in all the tries of this property have a chance of about one in 10^9.
        assertThat(first).isNotEqualTo(second);
        assertThat(first.getBytes(StandardCharsets.UTF_8).length).isBetween(7, maxBytes);
        assertThat(first).matches("[!-~]+").doesNotContain("'", "\"", "`", "\\");
    }

    @Property(tries = 300)
    void aNameHoldsWhatItsVocabularyAllowsOnly(
            @ForAll("templates") String template,
            @ForAll String displayName,
            @ForAll String roleName,
            @ForAll("signs") String signs) {
        NameTemplate parsed;
        try {
            parsed = NameTemplate.parse("field", template, 64, NameVocabulary.DEFAULT.withSigns(signs));
        } catch (InvalidRequestException refused) {
            return;
        }
        assertThat(parsed.render(displayName, roleName, NOW, RANDOM).replaceAll("[0-9A-Za-z]", ""))
                .matches(name -> name.chars().allMatch(c -> signs.indexOf(c) >= 0));
    }

    @Provide
    Arbitrary<String> signs() {
        return Arbitraries.of("_", "_-", "+=,.@_-", "-_%");
    }

    @Property
    void anyTextIsParsedOrRefusedByField(@ForAll("noise") String template) {
        try {
            NameTemplate.parse(template, 63);
        } catch (InvalidRequestException e) {
            assertThat(e.field()).contains("username_template");
        }
    }

    /** The chance that two draws yield the same text is no greater than the computed bits say. */
    @Property(tries = 200)
    void computedBitsAreNotMoreThanWhatTheFunctionsKeep(@ForAll("chains") String chain) throws TemplateException {
        Expression.Sequence template = TemplateParser.parse("{{random 1" + chain + "}}", NameVocabulary.DEFAULT);
        Map<String, Integer> seen = new HashMap<>();
        int draws = 5000;
        double bits = 0;
        for (int i = 0; i < draws; i++) {
            TracedText text = template.evaluate(
                    new NameContext(Names.EMPTY, Names.EMPTY, NOW, RANDOM, NameSign.NONE, Branches.BY_VALUE));
            bits = text.bits();
            seen.merge(text.text(), 1, Integer::sum);
        }
        double equalPairs =
                seen.values().stream().mapToDouble(n -> n * (n - 1.0)).sum();
        double observed = -Math.log(equalPairs / (draws * (draws - 1.0))) / Math.log(2);

        // 12.5 million pairs estimate a chance of 1 in 62 to within a few hundredths of a bit.
        assertThat(bits).isLessThanOrEqualTo(observed + 0.1);
    }

    @Provide
    Arbitrary<String> chains() {
        return Arbitraries.of(
                        " | lowercase",
                        " | uppercase",
                        " | sha256",
                        " | hex",
                        " | base64",
                        " | truncate 1",
                        " | truncate 2",
                        " | replace `a` `b`",
                        " | replace `A` `bb`",
                        " | truncate_sha256 9")
                .list()
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> templates() {
        Arbitrary<String> piece = Arbitraries.of(
                "v-",
                "{{.DisplayName}}",
                "{{.RoleName | uppercase}}",
                "{{.DisplayName | truncate 12}}",
                "{{.RoleName | replace \"a\" \"aaaa\"}}",
                "{{.DisplayName | truncate_sha256 20}}",
                "{{.RoleName | hex}}",
                "{{unix_time}}",
                "{{timestamp \"Monday\"}}",
                "{{random 4}}",
                "{{random 20}}",
                "{{random 20 | lowercase}}",
                "{{uuid}}",
                "{{if glob \"*a*\" .RoleName}}{{.RoleName}}{{else}}{{random 5}}{{end}}",
                "{{if eq (random 1) \"a\"}}{{random 9}}{{else}}{{.DisplayName}}{{end}}",
                "{{printf \"%s-%s\" .DisplayName (random 12) | truncate 30}}",
                "{{printf \"%s%s\" .RoleName (random 12) | sha256 | truncate 20}}");
        return piece.list().ofMinSize(1).ofMaxSize(5).map(pieces -> String.join("-", pieces));
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.of(
                        "{{",
                        "}}",
                        "{{-",
                        "{{if .RoleName}}",
                        "{{else}}",
                        "{{else if glob `*` .RoleName}}",
                        "{{end}}",
                        "-}}",
                        " ",
                        "|",
                        "(",
                        ")",
                        "\"",
                        "`",
                        "\\",
                        ".",
                        ".DisplayName",
                        "random",
                        "20",
                        "truncate",
                        "printf",
                        "%s",
                        "%",
                        "/*",
                        "*/",
                        "-",
                        "$",
                        "x",
                        "{",
                        "}",
                        "random 20",
                        "replace",
                        "\u00e9",
                        "\0",
                        "'",
                        "uuid",
                        "{{random 20}}",
                        "decode_base64",
                        "decode_hex",
                        "timestamp")
                .list()
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces));
    }
}
