package io.leasehold.sink.internal.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What templates stand for, and what is wrong with those that cannot be read. */
class TemplateTest {

    private static final Secret SECRET = Secret.of(
            Map.of(
                    "username",
                    "app",
                    "password",
                    "p\"w'",
                    "port",
                    5432,
                    "ratio",
                    1.5e10,
                    "tls",
                    true,
                    "empty",
                    "",
                    "hosts",
                    List.of("a", "b"),
                    "none",
                    List.of(),
                    "nested",
                    Map.of("k", "v", "deep", Map.of("x", "y"))),
            Set.of(),
            null,
            List.of());

    private static String render(String template) {
        return Template.parse("t", template).render(query -> SECRET, SECRET);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain } text {#plain } text {",
                "{{ .Data.username }}#app",
                "{{.Data.username}}#app",
                "a {{- .Data.username -}} b#aappb",
                "a {{ .Data.username }} b#a app b",
                "{{ .Data.port }}/{{ .Data.ratio }}/{{ .Data.tls }}#5432/15000000000/true",
                "{{ .Data.nested.deep.x }}#y",
                "{{ .Data.hosts }}#a¶b",
                "{{ range .Data.hosts }}[{{ . }}]{{ end }}#[a][b]",
                "{{ range .Data.none }}x{{ else }}nobody{{ end }}#nobody",
                "{{ range .Data.nested.deep }}{{ . }}{{ end }}#y",
                "{{ .Data.hosts | join \",\" }}#a,b",
                "{{ join \"; \" .Data.hosts }}#a; b",
                "{{ .Data.missing | default \"x\" }}#x",
                "{{ .Data.missing.more | default \"x\" }}#x",
                "{{ .Data.empty | default \"x\" }}#x",
                "{{ .Data.username | default \"x\" }}#app",
                "{{ .Data.hosts | toJSON }}#[\"a\",\"b\"]",
                "{{ .Data.password | toJSON }}#\"p\\\"w'\"",
                "{{ .Data.username | base64 }}|{{ .Data.username | base64Encode }}#YXBw|YXBw",
                "{{ \"YXBw\" | base64Decode | toUpper }}#APP",
                "{{ if .Data.tls }}yes{{ else }}no{{ end }}#yes",
                "{{ if .Data.missing }}yes{{ else }}no{{ end }}#no",
                "{{ if .Data.empty }}1{{ else if eq .Data.port 5432 }}2{{ else }}3{{ end }}#2",
                "{{ if .Data.empty }}1{{ else if .Data.none }}2{{ else }}3{{ end }}#3",
                "{{ if and .Data.tls .Data.username }}yes{{ end }}#yes",
                "{{ if and .Data.tls .Data.empty }}yes{{ end }}#",
                "{{ if or .Data.empty .Data.tls }}yes{{ end }}#yes",
                "{{ if not .Data.empty }}yes{{ end }}#yes",
                "{{ if ne .Data.username \"app\" }}1{{ else }}2{{ end }}#2",
                "{{ with .Data.nested }}{{ .k }}{{ end }}#v",
                "{{ with .Data.missing }}x{{ else }}{{ .Data.username }}{{ end }}#app",
                "{{ (index .Data.hosts 1) }}{{ index .Data.nested \"k\" }}{{ len .Data.hosts }}#bv2",
                "{{ \"a,b\" | split \",\" | join \"-\" }}#a-b",
                "{{ .Data.username | replaceAll \"p\" \"q\" }}#aqq",
                "{{ .Data.hosts | join \"\\n\" | indent 2 }}#  a¶  b",
                "{{ \"  x \" | trimSpace | toLower }}#x",
                "{{/* a comment }} in it */}}x#x",
                "{{ `raw }} \\n` }}#raw }} \\n",
                "{{ \"quoted }} \\\"\" }}#quoted }} \"",
                "{{ with secret \"a/b\" }}{{ .Data.username }}{{ end }}#app",
                "{{ .LeaseDuration }}{{ .Renewable }}{{ .LeaseID }}#0false",
            })
    void standsFor(String template, String text) {
        assertThat(render(template)).isEqualTo(text == null ? "" : text.replace('¶', '\n'));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "{{ .Data.usrname }}#line 1, column 4#no .Data.usrname (there are empty",
                "x¶{{ .Data.nested }}#line 2, column 4#map",
                "{{ .Data.username.x }}#line 1#field of is a text",
                "{{ if .Data.tls }}x#line 1, column 4#never ended",
                "{{ end }}#line 1#end without",
                "{{ else }}#line 1#else without",
                "{{ if .Data.tls }}{{ else }}{{ else }}{{ end }}#line 1#else without",
                "{{ .Data.username#line 1, column 1#never closed",
                "{{ \"open }}#line 1#quoted text is never closed",
                "{{ /* open }}#line 1#comment is never closed",
                "{{ nothing .Data }}#line 1, column 4#unknown function nothing",
                "{{ .Data.port | .Data.port }}#line 1#expected a function after",
                "{{ $x }}#line 1#variables are not supported",
                "{{ join \",\" }}#line 1#takes 2 values, and has 1",
                "{{ join \",\" .Data.port }}#line 1#join takes a list",
                "{{ index .Data.hosts 7 }}#line 1#2 elements",
                "{{ secret .Data.username }}#line 1#quoted texts",
                "{{ with secret \"a\" \"novalue\" }}{{ end }}#line 1#name=value",
                "{{ with secret \"a\" \"b=1\" \"b=2\" }}{{ end }}#line 1#given twice",
                "{{ range .Data.port }}{{ end }}#line 1#range takes a list",
                "{{ (.Data.port }}#line 1#never closed: add )",
                "{{ 12ab }}#line 1#whole number",
                "{{ 99999999999999999999 }}#line 1#out of range",
                "{{ }}#line 1#expected a field",
                "{{ \"\\q\" }}#line 1#backslash",
                "{{ \"%%%\" | base64Decode }}#line 1#not base64",
                "{{ if .Data.tls extra }}{{ end }}#line 1#expected",
                "{{ end extra }}#line 1#expected the closing",
                "{{ template \"x\" }}#line 1#cannot stand here",
            })
    void cannotBeReadOrEvaluated(String template, String where, String problem) {
        assertThatThrownBy(() -> render(template.replace('¶', '\n')))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(where)
                .hasMessageContaining(problem);
    }

    @Test
    void theGuidesTemplateStandsForTheCertificateAndItsChain() {
        Secret secret = Secret.of(
                Map.of("certificate", "LEAF", "ca_chain", List.of("ISSUER", "ROOT")), Set.of(), null, List.of());
        Template template = Template.parse("cert.tpl", """
                {{- with secret "pki_int/issue/web-servers" "common_name=api.internal.example.com" "ttl=72h" -}}
                {{ .Data.certificate }}
                {{ .Data.ca_chain }}
                {{- end -}}
                """);
        SecretQuery query = new SecretQuery(
                "pki_int/issue/web-servers", Map.of("ttl", "72h", "common_name", "api.internal.example.com"));
        assertThat(template.queries()).containsExactly(query);
        assertThat(template.render(asked -> asked.equals(query) ? secret : SECRET, null))
                .isEqualTo("LEAF\nISSUER\nROOT");
    }

    @Test
    void everySecretIsFoundWhereverItStands() {
        assertThat(Template.parse(
                                "t",
                                "{{ if (index (secret \"c\") \"Data\") }}{{ range (secret \"d\") }}{{ end }}"
                                        + "{{ else }}{{ with secret \"a\" }}{{ end }}{{ end }}{{ toJSON (secret \"b\") }}")
                        .queries())
                .extracting(SecretQuery::path)
                .containsExactly("c", "d", "a", "b");
    }

    @Test
    void aSecretThatTheTemplateDoesNotHaveIsSaidSo() {
        assertThatThrownBy(() -> Template.parse("t", "{{ .Data.x }}").render(query -> SECRET, null))
                .hasMessageContaining("with secret");
    }

    @Test
    void deepNestingIsRefusedAndNotRecursedInto() {
        assertThatThrownBy(() -> Template.parse("t", "{{ " + "(".repeat(100_000) + "1" + ")".repeat(100_000) + " }}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("nested");
        assertThatThrownBy(() -> Template.parse("t", "{{ if true }}".repeat(20_000)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("nested");
        assertThatThrownBy(() -> Template.parse("t", "x".repeat(500_001))).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void theTextIsBounded() {
        String inner = "y".repeat(1000);
        Object list = List.of(1);
        for (int i = 0; i < 5; i++) {
            list = java.util.Collections.nCopies(20, list);
        }
        Secret secret = Secret.of(Map.of("l", list), Set.of(), null, List.of());
        String template = "{{ range .Data.l }}" + "{{ range . }}".repeat(4) + inner + "{{ end }}".repeat(5);
        assertThatThrownBy(() -> Template.parse("t", template).render(query -> secret, secret))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("longer than");
    }
}
