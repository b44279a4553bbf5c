package io.leasehold.spi.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.InvalidRequestException;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates of an engine whose names have fields, lengths and characters of their own: users and sessions of AWS. */
class NameVocabularyTest {

    /** As published for {@code aws/config/root}. */
    private static final String PUBLISHED =
            "{{ if (eq .Type \"STS\") }}{{ printf \"vault-%s-%s\"  (unix_time) (random 20)"
                    + " | truncate 32 }}{{ else }}{{ printf \"vault-%s-%s-%s\" (printf \"%s-%s\" (.DisplayName) (.PolicyName)"
                    + " | truncate 42) (unix_time) (random 20) | truncate 64 }}{{ end }}";

    private static final NameVocabulary IAM = NameVocabulary.DEFAULT
            .withRoleField("PolicyName")
            .withConstant("Type", "IAM")
            .withSigns("+=,.@_-");
    private static final int IAM_BYTES = 64;

    private static final NameVocabulary STS = NameVocabulary.DEFAULT
            .withRoleField("PolicyName")
            .withConstant("Type", "STS")
            .withSigns("+=,.@_-");
    private static final int STS_BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");

    @Test
    void namesOfOneTypeAreMadeByItsBranch() {
        assertThat(parse(PUBLISHED, IAM_BYTES, IAM).render("billing", "readers", NOW, RANDOM))
                .matches("vault-billing-readers-1772600767-[0-9A-Za-z]{20}");
        assertThat(parse(PUBLISHED, STS_BYTES, STS).render("billing", "readers", NOW, RANDOM))
                .matches("vault-1772600767-[0-9A-Za-z]{15}")
                .hasSize(32);
    }

    @Test
    void longDisplayAndPolicyNamesGiveWayToTheRandomPart() {
        String display = "d".repeat(300);
        String policy = "p".repeat(128);

        assertThat(parse(PUBLISHED, IAM_BYTES, IAM).render(display, policy, NOW, RANDOM))
                .matches("vault-d{12}-p{13}-1772600767-[0-9A-Za-z]{20}")
                .hasSize(64);
        assertThat(parse(PUBLISHED, STS_BYTES, STS).render(display, policy, NOW, RANDOM))
                .matches("vault-1772600767-[0-9A-Za-z]{15}");
    }

    /** Two sessions of one second must differ, too. */
    @Test
    void theRandomPartOfATruncatedNameIsCountedWhenTheTemplateIsWritten() {
        assertThatThrownBy(() -> parse(
                        "{{ if (eq .Type \"STS\") }}{{ printf \"vault-%s-%s\" (unix_time) (random 20) | truncate 23 }}"
                                + "{{ else }}{{ random 20 }}{{ end }}",
                        STS_BYTES, STS))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("username_template: yields names with 35 random bits but needs 40");
    }

    @Test
    void theBranchOfAnotherTypeIsNotJudged() {
        String template = "{{if ne .Type `STS`}}x{{.PolicyName}}{{else}}{{random 20}}{{end}}";

        assertThat(parse(template, STS_BYTES, STS).render("", "", NOW, RANDOM)).hasSize(20);
        assertThatThrownBy(() -> parse(template, IAM_BYTES, IAM))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("username_template: yields names with 0 random bits");
    }

    @Test
    void aTemplateWithoutABranchForShortNamesIsRefusedForThem() {
        String template = "{{.Type}}-{{.DisplayName}}-{{random 20}}-{{unix_time}}";

        assertThat(parse(template, IAM_BYTES, IAM).render("app", "", NOW, RANDOM))
                .matches("IAM-app-[0-9A-Za-z]{20}-1772600767");
        assertThatThrownBy(() -> parse(template, STS_BYTES, STS))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("username_template: yields names of 36 bytes even with empty display");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{{ .RoleName }} # unknown field .RoleName (fields: .DisplayName, .PolicyName, .Type)",
                "{{ .type }} # unknown field .type; did you mean .Type? (fields: .DisplayName, .PolicyName, .Type)",
                "{{ .Policy_Name }} # unknown field .Policy_Name; did you mean .PolicyName? (fields:",
            })
    void unknownFieldIsRefusedWithThoseThereAre(String template, String problem) {
        assertThatThrownBy(() -> parse(template, IAM_BYTES, IAM))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("username_template: at character 3: " + problem);
    }

    @Test
    void charactersOfDisplayAndRoleNamesAreReplacedUnlessAllowed() {
        assertThat(parse("{{.DisplayName}}-{{.PolicyName}}-{{random 20}}", IAM_BYTES, IAM)
                        .render("a+b=c,d.e@f_g-h", "1/2:3 4\u00e9\uD83D\uDE00'\"", NOW, RANDOM))
                .matches("\\Qa+b=c,d.e@f_g-h-1_2_3_4____-\\E[0-9A-Za-z]{20}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b-{{random 20}}",
                "{{random 20}}!",
                "{{random 20}}{{if .PolicyName}}:{{end}}",
                "{{.DisplayName | replace \"@\" \"~\"}}-{{random 20}}",
                "{{.PolicyName | replace \"Q\" \"#\"}}-{{random 20}}",
            })
    void templateThatBringsInOtherCharactersIsRefused(String template) {
        assertThatThrownBy(() -> parse(template, IAM_BYTES, IAM))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("username_template: at character 0: the name may hold letters, digits and +=,.@_- only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+-", "", "_ ", "_'", "_\\", "_\u00e9", "_a"})
    void signsAreHarmlessAndHaveTheReplacement(String signs) {
        assertThatThrownBy(() -> NameVocabulary.DEFAULT.withSigns(signs)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DisplayName", "PolicyName", "Type", "a b", "", "1a", ".Type"})
    void aFieldHasAFreeName(String name) {
        assertThatThrownBy(() -> IAM.withConstant(name, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IAM.withRoleField(name)).isInstanceOf(IllegalArgumentException.class);
    }

    private static NameTemplate parse(String template, int maxBytes, NameVocabulary vocabulary) {
        return NameTemplate.parse("username_template", template, maxBytes, vocabulary);
    }
}
