package io.leasehold.spring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The properties out of the metadata of the build, and how pages show them. */
public final class PropertyTable {

    private static final String HEAD = "| Property | Type | Default | Meaning |\n|---|---|---|---|\n";

    /** One property, with {@code .*} for names of the user's and {@code []} for lists. */
    public record Property(String name, String type, String defaultValue, String description) {

        private String row() {
            return "| `" + name + "` | " + type + " | " + (defaultValue.isEmpty() ? "" : "`" + defaultValue + "`")
                    + " | " + description.replace("|", "\\|") + " |\n";
        }
    }

    private final List<Property> properties;

    private PropertyTable(List<Property> properties) {
        this.properties = properties;
    }

    public static PropertyTable ofTheBuild() throws IOException {
        List<Property> all = new ArrayList<>();
        JsonNode metadata = read(Files.readString(classes().resolve("META-INF/spring-configuration-metadata.json")));
        for (JsonNode property : metadata.get("properties")) {
            String type = property.get("type").asString();
            String element = element(type);
            String name = property.get("name").asString();
            all.add(of(name, property));
            if (!element.isEmpty()) {
                // What a map or list holds is described apart.
                String prefix = name + (type.startsWith("java.util.List") ? "[]." : ".*.");
                for (JsonNode nested : source(element).get("properties")) {
                    all.add(of(prefix + nested.get("name").asString(), nested));
                }
            }
        }
        all.sort(Comparator.comparing(Property::name));
        return new PropertyTable(List.copyOf(all));
    }

    public List<Property> properties() {
        return properties;
    }

    /** The table in Markdown of those that are asked for. */
    String markdown(Predicate<String> names) {
        StringBuilder table = new StringBuilder(HEAD);
        properties.stream()
                .filter(property -> names.test(property.name()))
                .forEach(property -> table.append(property.row()));
        return table.toString();
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
