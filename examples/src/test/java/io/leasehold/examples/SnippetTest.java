package io.leasehold.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages show is what is compiled. */
class SnippetTest {

    private static final Path ROOT = Path.of("..");
    private static final String BEGIN = "// tag::snippet[]";
    private static final String END = "// end::snippet[]";
    private static final Pattern SHOWN =
            Pattern.compile("<!-- snippet: (.*?) -->\n```java\n(.*?)\n```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "docs/static-accounts.md",
                "docs/rotating-aws-credentials.md",
                "docs/aws.md",
                "docs/rotating-tls.md",
                "docs/file-sink.md",
                "docs/moving-from-spring-cloud-vault.md"
            })
    void aPageShowsTheCompiledSnippet(String page) throws IOException {
        Matcher shown = SHOWN.matcher(Files.readString(ROOT.resolve(page)));
        assertThat(shown.find()).isTrue();
        do {
            assertThat(shown.group(2).strip()).isEqualTo(compiled(ROOT.resolve(shown.group(1))));
        } while (shown.find());
    }

    private static String compiled(Path file) throws IOException {
        String source = Files.readString(file);
        String tagged = source.substring(source.indexOf(BEGIN) + BEGIN.length(), source.indexOf(END));
        return tagged.lines()
                .map(line -> line.startsWith("        ") ? line.substring(8) : line)
                .reduce("", (text, line) -> text + line + "\n")
                .strip();
    }
}
