package io.leasehold.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/spring-properties.md} says what the metadata of the build says. After a change of properties it is written anew by
 * {@code mvn -Dquick -DskipTests=false -pl spring-autoconfig -am verify -Dtest=PropertiesPageTest -Dtest.jvm.extra=-Dleasehold.docs.write=true}.
 */
class PropertiesPageTest {

    private static final Path PAGE = Path.of("..", "docs", "spring-properties.md");

    private record Property(String name, String type, String defaultValue, String description) {}

    @Test
    void everyPropertyIsDescribed() throws IOException {
        assertThat(properties())
                .hasSizeGreaterThan(60)
                .allSatisfy(property ->
                        assertThat(property.description()).as(property.name()).matches("(?s)[\\p{Lu}\\d].*\\."));
    }

    @Test
    void thePageIsThatOfTheseProperties() throws IOException {
        String page = page();
        if (Boolean.getBoolean("leasehold.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("write it anew with -Dtest.jvm.extra=-Dleasehold.docs.write=true")
                .hasContent(page);
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder();
        page.append("# Properties of the Spring Boot starter\n\n")
                .append(
                        "Written by the build out of the configuration metadata (`PropertiesPageTest`); what they are for is in")
                .append(" [the guide](spring-boot.md).\n")
                .append(
                        "Durations are spelled as Spring Boot takes them: `500ms`, `30s`, `5m`, `1h`. `*` is a name of yours.\n\n")
                .append("| Property | Type | Default | Meaning |\n|---|---|---|---|\n");
        for (Property property : properties()) {
            page.append("| `")
                    .append(property.name())
                    .append("` | ")
                    .append(property.type())
                    .append(" | ")
                    .append(property.defaultValue().isEmpty() ? "" : "`" + property.defaultValue() + "`")
                    .append(" | ")
                    .append(property.description().replace("|", "\\|"))
                    .append(" |\n");
        }
        return page.toString();
    }

    private static List<Property> properties() throws IOException {
        List<Property> all = new ArrayList<>();
        JsonNode metadata = read(Files.readString(classes().resolve("META-INF/spring-configuration-metadata.json")));
        for (JsonNode property : metadata.get("properties")) {
            String type = property.get("type").asString();
            String element = element(type);
            String name = property.get("name").asString();
            if (element.isEmpty()) {
                all.add(of(name, property));
            } else {
                // What a map or list holds is described apart.
                String prefix = name + (type.startsWith("java.util.List") ? "[]." : ".*.");
                all.add(of(name, property));
                for (JsonNode nested : source(element).get("properties")) {
                    all.add(of(prefix + nested.get("name").asString(), nested));
                }
            }
        }
        all.sort(Comparator.comparing(Property::name));
        return all;
    }

    private static Property of(String name, JsonNode property) {
        return new Property(
                name,
                typeName(property.get("type").asString()),
                property.has("defaultValue") ? text(property.get("defaultValue")) : "",
                property.has("description") ? property.get("description").asString() : "");
    }

    private static String text(JsonNode value) {
        return value.isArray() ? "" : value.asString();
    }

    private static String typeName(String type) {
        if (type.startsWith("java.util.Map")) {
            return "map";
        }
        if (type.startsWith("java.util.List") || type.startsWith("java.util.Set")) {
            return "list";
        }
        if (type.indexOf('$') > 0) {
            return "choice";
        }
        String simple = type.substring(type.lastIndexOf('.') + 1);
        return switch (simple) {
            case "String" -> "text";
            case "Integer", "Long", "Double" -> "number";
            case "Access" -> "choice";
            default -> simple.toLowerCase(Locale.ROOT);
        };
    }

    /** The type of ours that a map or list holds; empty when there is none. */
    private static String element(String type) {
        int start = type.indexOf("io.leasehold.spring.");
        return type.startsWith("java.util.") && start > 0 ? type.substring(start, type.indexOf('>', start)) : "";
    }

    private static JsonNode source(String type) throws IOException {
        return read(Files.readString(
                classes().resolve("META-INF/spring/configuration-metadata").resolve(type + ".json")));
    }

    private static JsonNode read(String json) {
        return JsonMapper.shared().readTree(json);
    }

    /** Where the metadata of this module lies, told from that of Spring Boot by its name for our own type. */
    private static Path classes() throws IOException {
        for (Resource resource : new PathMatchingResourcePatternResolver()
                .getResources("classpath*:META-INF/spring-configuration-metadata.json")) {
            if (resource.getContentAsString(StandardCharsets.UTF_8).contains(LeaseholdProperties.class.getName())) {
                return resource.getFilePath().getParent().getParent();
            }
        }
        throw new AssertionError("the build made no metadata");
    }
}
