package io.leasehold.sink.internal.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.Secret;
import io.leasehold.error.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

/** Templates of all shapes, sensible or not. */
class TemplateProperties {

    private static final Secret SECRET = Secret.of(Map.of("username", "app"), Set.of(), null, List.of());

    @Property(tries = 500)
    void textWithoutBracesStandsForItself(@ForAll String text) {
        String plain = text.replace("{", "(");
        assertThat(Template.parse("t", plain).render(query -> SECRET, SECRET)).isEqualTo(plain);
    }

    @Property(tries = 3000)
    void anyTextIsReadOrRefusedWithItsPlace(
            @ForAll @StringLength(max = 12) String before, @ForAll("actions") String it) {
        try {
            Template.parse("t", before + it).render(query -> SECRET, SECRET);
        } catch (InvalidRequestException e) {
            assertThat(e).hasMessageContaining("line ");
        }
    }

    @Provide
    Arbitrary<String> actions() {
        return Arbitraries.of(
                        "{{",
                        "}}",
                        "{{-",
                        "-}}",
                        " ",
                        ".",
                        ".Data",
                        ".username",
                        "if",
                        "else",
                        "end",
                        "range",
                        "with",
                        "secret",
                        "\"",
                        "`",
                        "(",
                        ")",
                        "|",
                        "\\",
                        "join",
                        "toJSON",
                        "12",
                        "-",
                        "/*",
                        "*/",
                        "\n",
                        "x",
                        "$")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    @Example
    void readingIsLinear() {
        String many = "{{ .Data.username }}{{/* c */}} x ".repeat(14_000);
        long started = System.nanoTime();
        assertThat(Template.parse("t", many).render(query -> SECRET, SECRET)).startsWith("app x app");
        assertThat(System.nanoTime() - started).isLessThan(20_000_000_000L);
    }
}
