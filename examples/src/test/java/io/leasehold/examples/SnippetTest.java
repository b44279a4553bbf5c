package io.leasehold.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled. */
class SnippetTest {

    private static final Path SOURCE = Path.of("src/main/java/io/leasehold/examples/snippet/FirstSteps.java");
    private static final Path README = Path.of("../README.md");

    @Test
    void theReadmeShowsTheCompiledSnippet() throws IOException {
        String source = Files.readString(SOURCE);
        String tagged = source.substring(
                source.indexOf("// tag::snippet[]") + "// tag::snippet[]".length(),
                source.indexOf("// end::snippet[]"));
        String compiled = tagged.lines()
                .map(line -> line.startsWith("        ") ? line.substring(8) : line)
                .reduce("", (text, line) -> text + line + "\n")
                .strip();
        Matcher shown = Pattern.compile("<!-- snippet: .*? -->\n```java\n(.*?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(README));
        assertThat(shown.find()).isTrue();
        assertThat(shown.group(1).strip()).isEqualTo(compiled);
    }
}
