package io.leasehold.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages show is what the tests run. */
class PageExampleTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern SHOWN =
            Pattern.compile("<!-- example: (.*?) -->\n```yaml\n(.*?)\n```", Pattern.DOTALL);

    @ParameterizedTest
    @ValueSource(strings = {"docs/spring-tls.md", "docs/spring-mongodb.md", "docs/spring-aws.md"})
    void aPageShowsWhatIsRun(String page) throws IOException {
        Matcher shown = SHOWN.matcher(Files.readString(ROOT.resolve(page)));
        assertThat(shown.find()).isTrue();
        do {
            assertThat(shown.group(2))
                    .isEqualTo(Files.readString(ROOT.resolve(shown.group(1))).strip());
        } while (shown.find());
    }
}
