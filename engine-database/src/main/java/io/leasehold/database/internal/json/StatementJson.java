package io.leasehold.database.internal.json;

import io.leasehold.database.internal.text.Nearest;
import io.leasehold.error.InvalidRequestException;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads statements of products for which they are JSON documents. Messages name the field and quote no values of it. Stateless. */
public final class StatementJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StatementJson() {}

    /**
     * The one document of a field.
     *
     * @param field the field
     * @param statements its value, one statement at least
     * @param form what to write, as the end of a message
     * @return the document, which is an object
     * @throws InvalidRequestException when there are more, or it is something else
     */
    public static JsonNode one(String field, List<String> statements, String form) {
        if (statements.size() > 1) {
            throw new InvalidRequestException(field, "statement " + statements.size() + " is one too many: " + form);
        }
        return object(field, "statement 1 ", statements.get(0), form);
    }

    /**
     * A document.
     *
     * @param field the field that it stands in
     * @param what the beginning of a sentence that describes it, possibly empty
     * @param text the document
     * @param form what to write, as the end of a message
     * @return the document, which is an object
     * @throws InvalidRequestException when it is something else
     */
    public static JsonNode object(String field, String what, String text, String form) {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JacksonException notJson) {
            // Not passed on: it quotes the text.
            throw new InvalidRequestException(field, what + "is not one JSON document: " + form);
        }
        if (!node.isObject()) {
            throw new InvalidRequestException(field, what + "is no JSON object: " + form);
        }
        return node;
    }

    /**
     * Refuses what is not known, with the nearest that is.
     *
     * @param field the field
     * @param place where in the field, as the beginning of a sentence, possibly empty
     * @param object what to look at
     * @param known the names that it may have
     * @throws InvalidRequestException when it has another
     */
    public static void allowOnly(String field, String place, JsonNode object, Set<String> known) {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                throw new InvalidRequestException(
                        field,
                        place + "\"" + name + "\" is not known here, where there are "
                                + String.join(", ", known.stream().sorted().toList()) + Nearest.hint(name, known));
            }
        }
    }
}
