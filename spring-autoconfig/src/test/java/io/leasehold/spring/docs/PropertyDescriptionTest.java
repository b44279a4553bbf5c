package io.leasehold.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an IDE shows beside a property. */
class PropertyDescriptionTest {

    private static final List<String> PREFIXES = List.of("leasehold.tls.", "leasehold.mongodb.", "leasehold.aws.");

    @Test
    void everyPropertyIsDescribedAndSaysWhatItIsByDefault() throws IOException {
        List<String> described = new ArrayList<>();
        try (InputStream text =
                PropertyDescriptionTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            for (JsonNode property : JsonMapper.builder().build().readTree(text).path("properties")) {
                String name = property.path("name").asString();
                if (PREFIXES.stream().anyMatch(name::startsWith)) {
                    described.add(name);
                    assertThat(property.path("description").asString(""))
                            .as(name)
                            .isNotBlank();
                    assertThat(property.has("defaultValue")
                                    || property.path("description")
                                            .asString()
                                            .matches("(?s).*([Dd]efault|Without|None).*"))
                            .as("default of " + name)
                            .isTrue();
                }
            }
        }
        assertThat(described)
                .contains(
                        "leasehold.tls.bundles",
                        "leasehold.mongodb.path",
                        "leasehold.aws.drain",
                        "leasehold.aws.primary");
    }
}
