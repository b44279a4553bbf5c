package io.leasehold.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.spring.PropertyTable;
import io.leasehold.spring.PropertyTable.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages show is what the tests run. */
class PageExampleTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern SHOWN =
            Pattern.compile("<!-- example: (.*?) -->\n```yaml\n(.*?)\n```", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("`(leasehold\\.[^`]+)`");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/spring-tls.md",
                "docs/spring-mongodb.md",
                "docs/spring-aws.md",
                "docs/moving-from-spring-cloud-vault.md"
            })
    void aPageShowsWhatIsRun(String page) throws IOException {
        Matcher shown = SHOWN.matcher(Files.readString(ROOT.resolve(page)));
        assertThat(shown.find()).isTrue();
        do {
            assertThat(shown.group(2))
                    .isEqualTo(Files.readString(ROOT.resolve(shown.group(1))).strip());
        } while (shown.find());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs/spring-boot.md",
                "docs/spring-tls.md",
                "docs/spring-mongodb.md",
                "docs/spring-aws.md",
                "docs/spring-actuator.md",
                "docs/moving-from-spring-cloud-vault.md"
            })
    void aPageNamesPropertiesThatThereAre(String page) throws IOException {
        List<Property> properties = PropertyTable.ofTheBuild().properties();
        assertThat(NAMED.matcher(Files.readString(ROOT.resolve(page))).results().map(named -> name(named)))
                .isNotEmpty()
                .filteredOn(name -> !name.equals("leasehold.alert"))
                .allSatisfy(name -> assertThat(properties)
                        .as(name)
                        .anyMatch(property -> isPartOf(property, name) || isWithin(property, name)));
    }

    /** The name in a piece of code, without a value and without what follows a name that is cut short. */
    private static String name(MatchResult named) {
        return named.group(1).split("[:=\\s]", 2)[0].replaceAll("\\.?\\*?$", "");
    }

    private static boolean isPartOf(Property property, String name) {
        return property.name().matches(pattern(name) + "(\\..*|\\[].*)?");
    }

    /** Below a map there is what the engine knows. */
    private static boolean isWithin(Property property, String name) {
        return property.type().equals("map")
                && !property.name().matches("leasehold\\.(datasource|mounts|aws\\.credentials|tls\\.bundles)")
                && name.matches(pattern(property.name()) + "\\..+");
    }

    /** Names of the user's are any name. */
    private static String pattern(String name) {
        StringBuilder pattern = new StringBuilder();
        for (String part : name.split("\\.", -1)) {
            pattern.append(pattern.isEmpty() ? "" : "\\.");
            boolean given = part.equals("NAME") || part.equals("*");
            pattern.append(given ? "[^.]+" : "(" + Pattern.quote(part) + "|\\*)");
        }
        return pattern.toString();
    }
}
