package io.leasehold.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.spring.PropertyTable.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code docs/spring-properties.md}, and the tables of properties in other pages, say what the metadata of the build says. After a change
 * of properties they are written anew by
 * {@code mvn -Dquick -DskipTests=false -pl spring-autoconfig -am verify -Dtest=PropertiesPageTest -Dtest.jvm.extra=-Dleasehold.docs.write=true}.
 */
class PropertiesPageTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern TABLE = Pattern.compile(
            "(<!-- properties: (\\S+)(?: without (\\S+))? -->\n).*?(<!-- end of properties -->)", Pattern.DOTALL);
    private static final Pattern RANGE = Pattern.compile(
            "(?s).*( to \\d|\\babove \\d|\\bor more\\b|[Aa]t least \\d|[Mm]ore than \\d|\\bZero for\\b|; 0 for|not below|^0 for).*");

    @Test
    void everyPropertyIsDescribed() throws IOException {
        assertThat(PropertyTable.ofTheBuild().properties())
                .hasSizeGreaterThan(60)
                .allSatisfy(property ->
                        assertThat(property.description()).as(property.name()).matches("(?s)[\\p{Lu}\\d].*\\."));
    }

    @Test
    void everyNumberAndDurationSaysItsLeast() throws IOException {
        Stream<Property> measured = PropertyTable.ofTheBuild().properties().stream()
                .filter(property -> property.name().startsWith("leasehold."))
                .filter(property -> property.type().matches("number|duration|int|long|double"));
        assertThat(measured)
                .hasSizeGreaterThan(30)
                .allSatisfy(property ->
                        assertThat(property.description()).as(property.name()).matches(RANGE));
    }

    @Test
    void thePageIsThatOfTheseProperties() throws IOException {
        same(DOCS.resolve("spring-properties.md"), page());
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring-aws.md", "spring-mongodb.md", "spring-tls.md", "spring-actuator.md"})
    void theTablesOfAPageAreThoseOfItsProperties(String name) throws IOException {
        Path page = DOCS.resolve(name);
        PropertyTable properties = PropertyTable.ofTheBuild();
        String text = Files.readString(page);
        Matcher table = TABLE.matcher(text);
        assertThat(table.find()).as("has a table").isTrue();
        same(
                page,
                table.replaceAll(shown -> Matcher.quoteReplacement(shown.group(1)
                        + properties.markdown(property -> property.startsWith(shown.group(2))
                                && (shown.group(3) == null || !property.startsWith(shown.group(3))))
                        + shown.group(4))));
        assertThat(Files.readString(page)).as("names that are no property's").doesNotContain("|---|---|---|---|\n<!--");
    }

    private static void same(Path file, String text) throws IOException {
        if (Boolean.getBoolean("leasehold.docs.write")) {
            Files.writeString(file, text);
        }
        assertThat(file)
                .as("write it anew with -Dtest.jvm.extra=-Dleasehold.docs.write=true")
                .hasContent(text);
    }

    private static String page() throws IOException {
        return """
                # Properties of the Spring Boot starter

                Written by the build out of the configuration metadata (`PropertiesPageTest`); what they are for is in [the guide](spring-boot.md).
                Durations are spelled as Spring Boot takes them: `500ms`, `30s`, `5m`, `1h`. A number without a unit is milliseconds, unless the meaning says seconds.
                `*` is a name of yours.

                """ + PropertyTable.ofTheBuild().markdown(name -> true);
    }
}
