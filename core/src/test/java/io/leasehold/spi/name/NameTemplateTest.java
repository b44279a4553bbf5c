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

class NameTemplateTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MYSQL_MAX = 32;

    @Test
    void defaultOfPostgresIsTraceable() {
        NameTemplate template = NameTemplate.parse(
                "{{ printf \"v-%s-%s-%s-%s\" (.DisplayName | truncate 8) (.RoleName | truncate 8) (random 20) (unix_time)"
                        + " | truncate 63 }}",
                63);

        assertThat(template.render("approle-myapp", "myapp-readonly", NOW, RANDOM))
                .matches("v-approle--myapp-re-[0-9A-Za-z]{20}-1772600767");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "{{.RoleName}} # role",
                "{{ .DisplayName | uppercase }} # DISPLAY.X",
                "{{ .DisplayName | truncate 3 | uppercase }} # DIS",
                "{{ uppercase (truncate 3 .DisplayName) }} # DIS",
                "{{ \"AbC\" | lowercase }} # abc",
                "{{ `a\\b` | replace `\\` \"\" }} # ab",
                "{{ replace \".\" \"-\" .DisplayName }} # display-x",
                "{{ .DisplayName | replace \"display\" \"d\" }} # d.x",
                "{{ \"abc\" | sha256 }} # ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "{{ \"0123456789abcdef\" | truncate_sha256 12 }} # 0123d48c9adc",
                "{{ \"short\" | truncate_sha256 12 }} # short",
                "{{ \"any carnal pleas\" | base64 }} # YW55IGNhcm5hbCBwbGVhcw==",
                "{{ \"YWJj\" | decode_base64 }} # abc",
                "{{ \"abc\" | hex }} # 616263",
                "{{ \"616263\" | decode_hex }} # abc",
                "{{ unix_time }} # 1772600767",
                "{{ unix_time_millis }} # 1772600767089",
                "{{ timestamp \"20060102T150405Z0700\" }} # 20260304T050607Z",
                "{{ printf \"%s-%d%%-%v-%v\" .RoleName 12 34 .RoleName }} # role-12%-34-role",
                "{{ printf \"x%sy\" (printf \"%s\" .RoleName) | uppercase }} # XROLEY",
                "a  {{- \"b\" -}}  c # abc",
                "a{{/* nothing }} here */}}b # ab",
                "a{{- /* nothing */ -}} b # ab",
                "{{ \"a}}b|\\\"c\" | replace \"\\\"\" \"q\" }} # a}}b|qc",
                "{{-12 | printf \"%d\"}} # -12",
                "{{ glob \"r*e\" .RoleName }} # true",
                "{{ .RoleName | glob \"ro*x\" }} # false",
                "{{ if glob \"*lay.x\" .DisplayName }}a{{ end }}b # ab",
                "{{ if glob \"*\" .DisplayName -}} a {{- else }}b{{ end }} # a",
                "{{ if glob \"displayxx\" .DisplayName }}a{{ else }}b{{ end }} # b",
                "{{ if eq .RoleName \"x\" }}a{{ else if ne .RoleName \"x\" }}b{{ else }}c{{ end }}d # bd",
                "{{ if not .RoleName }}a{{ else if eq 1 2 }}b{{ else }}c{{ end }} # c",
                "{{ if .RoleName }}{{ if eq .DisplayName \"display.x\" }}a{{ end }}{{ .RoleName }}{{ end }} # arole",
                "{{ if 0 }}a{{ end }}{{ if \"\" }}b{{ end }}{{ printf \"%v\" (eq 1 1) }} # true",
            })
    void templateRendersAsInGo(String template, String expected) {
        // A random part in front, so that the template is accepted, and a mark to cut it off at.
        NameTemplate parsed = NameTemplate.parse("{{random 20}}!" + template, 200);

        String name = parsed.render("display.x", "role", NOW, RANDOM);

        assertThat(name.substring(name.indexOf('!') + 1)).isEqualTo(expected);
    }

    @Test
    void randomTextsHaveTheirForm() {
        assertThat(render("{{random 20}}", 63)).matches("[0-9A-Za-z]{20}");
        assertThat(render("{{uuid}}", 63))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(render("\n  {{ random 20 | lowercase }}\n", 63)).matches("[0-9a-z]{20}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "{{ .Displayname }} # at character 3: unknown field .Displayname; did you mean .DisplayName?",
                "{{ .PolicyName }} # at character 3: unknown field .PolicyName (fields: .DisplayName, .RoleName)",
                "{{ .DisplayName.First }} # at character 3: unknown field .DisplayName.First",
                "{{ radnom 20 }} # at character 3: unknown function radnom; did you mean random?",
                "{{ glob `a` }} # at character 3: glob has 1 arguments but takes a pattern and a text",
                "{{ random }} # at character 3: random has 0 arguments but takes a number",
                "{{ truncate .RoleName 8 }} # at character 3: truncate: argument 1 must be a number",
                "{{ .RoleName | truncate 0 }} # at character 15: truncate: argument 1 must be a number from 1 to 1024, not 0",
                "{{ .RoleName | truncate -3 }} # at character 15: truncate: argument 1 must be",
                "{{ .RoleName | truncate 99999999999999999999 }} # at character 24: the number is out of range",
                "{{ .RoleName | truncate_sha256 8 }} # at character 15: truncate_sha256: argument 1 must be a number from 9",
                "{{ .RoleName | \"x\" }} # at character 15: expected a function after |",
                "{{ 12 | uppercase }} # at character 8: uppercase: argument 1 must be a text",
                "{{ printf \"%s\" }} # at character 3: printf: the format uses more values than are given",
                "{{ printf \"a\" \"b\" }} # at character 3: printf: the format uses 0 values, but 1 are given",
                "{{ printf \"%d\" \"b\" }} # at character 3: printf: value 1 is a text: use %s for it",
                "{{ printf \"%x\" \"b\" }} # at character 3: printf: the format may use %s, %v, %d and %% only",
                "{{ \"zz\" | decode_hex }} # at character 10: decode_hex: the text cannot be decoded",
                "{{ if .RoleName }}a # at character 3: the if is never ended: add {{end}}",
                "{{random 20}}{{ end }} # at character 16: end without an if before it",
                "{{random 20}}{{ else }} # at character 16: else without an if before it",
                "{{ if .RoleName }}a{{ else }}b{{ else }}c{{ end }} # at character 33: else without an if before it",
                "{{ if }}a{{ end }} # at character 6: expected a field, a function or a literal",
                "{{ if .RoleName }}a{{ end .RoleName }} # at character 25: expected the closing braces",
                "{{ random 20 | if }} # at character 15: if stands at the beginning of an action",
                "{{ range .RoleName }}a{{ end }} # at character 3: range is not supported",
                "{{ if eq .RoleName 1 }}a{{ end }} # at character 6: eq: compares values of the same kind only",
                "{{ printf \"%s\" (eq 1 1) }} # at character 3: printf: value 1 is true or false: use %v for it",
                "{{ $x := 1 }} # at character 3: variables are not supported",
                "{{ (random 20 }} # at character 3: the parenthesis is never closed",
                "{{ random 20 # at character 0: the action is never closed: add }}",
                "{{ \"random }} # at character 0: a quoted text in the action is never closed",
                "{{ random 2x }} # at character 10: expected a whole number",
                "{{ random 20 ) }} # at character 13: expected | or the closing braces",
                "{{ }} # at character 3: expected a field, a function or a literal",
                "{{ \"a\\qb\" }} # at character 3: in quotes, a backslash may stand before",
                "{{/* x }} # at character 0: the action is never closed",
                "{{random 20}}'x # at character 0: the name may hold printable ASCII",
                "{{random 20}} x # at character 0: the name may hold printable ASCII",
                "{{random 20}}{{.RoleName | replace \".\" \"\u00e9\"}} # at character 0: the name may hold printable ASCII",
                "{{random 20}}\u00e9 # at character 0: the name may hold printable ASCII",
            })
    void badTemplateIsRefusedWithPositionAndExpectation(String template, String problem) {
        assertThatThrownBy(() -> NameTemplate.parse(template, 63))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.field()).contains("username_template"))
                .hasMessageStartingWith("username_template: " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{{random 6}} # 35",
                "{{.RoleName}}-x # 0",
                "x{{unix_time_millis}} # 0",
                "{{random 20 ~ truncate 6}} # 35",
                "{{random 8 ~ lowercase}} # 39",
                "{{random 20 ~ sha256 ~ truncate 10}} # 39",
                "{{random 6 ~ sha256 ~ truncate 60}} # 34",
                "{{random 20 ~ base64 ~ truncate 8}} # 35",
                "{{uuid ~ truncate 10}} # 36",
                "{{random 20 ~ replace `a` `bc`}} # 0",
                "{{random 20 ~ hex ~ decode_hex}} # 0",
                "{{printf `%s%s` `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa` (random 20) ~ truncate 63}} # 17",
                "{{printf `%s%s` `0123456789` (random 20) ~ truncate_sha256 18}} # 31",
            })
    void templateWithTooLittleRandomnessIsRefused(String template, int bits) {
        assertThatThrownBy(() -> NameTemplate.parse(template.replace('~', '|'), 63))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("username_template: yields names with " + bits + " random bits but needs 40");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{random 7}}",
                "{{random 10 ~ lowercase}}",
                "{{random 20 ~ replace `a` `b`}}",
                "{{random 20 ~ replace `-` `__`}}",
                "{{random 20 ~ sha256 ~ truncate 11}}",
                "{{random 20 ~ base64 ~ truncate 12}}",
                "{{random 4}}-{{random 3}}",
                "{{uuid ~ truncate 13}}",
            })
    void templateWithEnoughRandomnessIsAccepted(String template) {
        assertThat(render(template.replace('~', '|'), 63)).isNotEmpty();
    }

    @Test
    void everyWayThroughItsConditionsMustBeRandomEnough() {
        assertThatThrownBy(() -> NameTemplate.parse(
                        "{{if glob \"batch-*\" .RoleName}}{{random 20}}{{else}}{{.RoleName}}-{{random 6}}{{end}}", 63))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("username_template: yields names with 35 random bits but needs 40");
    }

    @Test
    void everyWayThroughItsConditionsMustFit() {
        assertThatThrownBy(() ->
                        NameTemplate.parse("{{random 20}}{{if .RoleName}}{{else}}-{{unix_time}}-a{{end}}", MYSQL_MAX))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("username_template: yields names of 33 bytes even with empty display");
    }

    /** The way that nobody can go may be as it likes; but a time or a draw is no constant. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{{if eq `a` `b`}}x{{else}}{{random 20}}{{end}} # true",
                "{{if not (ne (uppercase `a`) `A`)}}{{random 20}}{{else}}x{{end}} # true",
                "{{if eq `a` `b`}}x{{else if glob `a*` `ab`}}{{random 20}}{{end}} # true",
                "{{if eq `a` `b`}}{{random 20}}{{else}}x{{end}} # false",
                "{{if eq unix_time `0`}}x{{else}}{{random 20}}{{end}} # false",
                "{{if eq (timestamp `2006`) `1999`}}x{{else}}{{random 20}}{{end}} # false",
                "{{if eq (random 1) `!`}}x{{else}}{{random 20}}{{end}} # false",
                "{{if eq .RoleName `!`}}x{{else}}{{random 20}}{{end}} # false",
                "{{if not (eq .RoleName .DisplayName)}}x{{else}}{{random 20}}{{end}} # false",
            })
    void constantConditionsHaveOneWay(String template, boolean accepted) {
        if (accepted) {
            assertThat(render(template, 63)).matches("[0-9A-Za-z]{20}");
        } else {
            assertThatThrownBy(() -> NameTemplate.parse(template, 63))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageStartingWith("username_template: yields names with 0 random bits");
        }
    }

    @Test
    void constantConditionsAreNotCountedAmongTheWays() {
        assertThat(render("{{random 20}}" + "{{if eq 1 1}}a{{end}}".repeat(30), 63))
                .hasSize(50);
    }

    @Test
    void tooManyWaysAreRefused() {
        String choice = "{{if .RoleName}}a{{end}}";
        assertThat(render("{{random 20}}" + choice.repeat(6), 63)).hasSize(26);
        assertThatThrownBy(() -> NameTemplate.parse("{{random 20}}" + choice.repeat(7), 63))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("username_template: has more than 64 ways through its conditions: use fewer of them");
    }

    @Test
    void conditionsSeeTheNamesThatGaveWay() {
        String name = NameTemplate.parse("{{if glob \"*-admin\" .RoleName}}adm-{{end}}{{.RoleName}}-{{random 20}}", 32)
                .render("", "a-long-name-of-a-role-admin", NOW, RANDOM);

        assertThat(name).matches("adm-a-long--[0-9A-Za-z]{20}").hasSize(32);
    }

    @Test
    void templateThatCannotFitIsRefused() {
        assertThatThrownBy(() -> NameTemplate.parse("{{random 20}}-{{unix_time}}-a", MYSQL_MAX))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith("username_template: yields names of 33 bytes even with empty display");
    }

    @Test
    void endlessTemplateIsRefused() {
        assertThatThrownBy(() -> NameTemplate.parse("{{" + "(".repeat(100_000), 63))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("username_template: has 100002 characters but may have 1000");
    }

    @Test
    void namesGiveWayBeforeTheRandomPart() {
        String published = "{{ printf \"v-%s-%s-%s-%s\" (.DisplayName | truncate 10) (.RoleName | truncate 10)"
                + " (random 20) (unix_time) | truncate 32 }}";

        assertThat(NameTemplate.parse(published, MYSQL_MAX).render("application", "readwrite-role", NOW, RANDOM))
                .matches("v-appl-read-[0-9A-Za-z]{20}");
    }

    @Test
    void fixedPartsGiveWayWithoutTruncateToo() {
        String name = NameTemplate.parse("{{.DisplayName}}-{{.RoleName}}-{{random 20}}", 63)
                .render("d".repeat(300), "r".repeat(30), NOW, RANDOM);

        assertThat(name).matches("d{20,21}-r{20,21}-[0-9A-Za-z]{20}").hasSize(63);
    }

    @Test
    void hostileNamesAreCleaned() {
        NameTemplate template = NameTemplate.parse("{{.DisplayName}}-{{.RoleName}}-{{random 20}}", 63);

        assertThat(template.render("bob'; DROP\"\0\n", "\uD83D\uDE00\u00e9$x{{a}}", NOW, RANDOM))
                .matches("bob___DROP___-___x__a__-[0-9A-Za-z]{20}");
        assertThat(template.render("", "", NOW, RANDOM)).matches("--[0-9A-Za-z]{20}");
    }

    private static String render(String template, int maxBytes) {
        return NameTemplate.parse(template, maxBytes).render("display", "role", NOW, RANDOM);
    }
}
