package io.leasehold.database.internal.mongodb;

import io.leasehold.database.internal.text.Nearest;
import io.leasehold.error.InvalidRequestException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads statements, which are JSON documents here. Messages name the field and quote no values of it. */
final class StatementJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** MongoDB, "Naming Restrictions". */
    private static final Pattern DATABASE = Pattern.compile("[^/\\\\. \"$*<>:|?\\p{Cntrl}]{1,63}");

    private StatementJson() {}

    /** The one document of a field. */
    static JsonNode one(String field, List<String> statements, String form) {
        if (statements.size() > 1) {
            throw new InvalidRequestException(field, "statement " + statements.size() + " is one too many: " + form);
        }
        return object(field, "statement 1 ", statements.get(0), form);
    }

    /** A document, described in messages by the beginning of a sentence. */
    static JsonNode object(String field, String what, String text, String form) {
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

    /** Refuses what is not known, with the nearest that is. */
    static void allowOnly(String field, String place, JsonNode object, Set<String> known) {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                throw new InvalidRequestException(
                        field,
                        place + "\"" + name + "\" is not known here, where there are "
                                + String.join(", ", known.stream().sorted().toList()) + Nearest.hint(name, known));
            }
        }
    }

    /** The name of a database that the server can have. */
    static String database(String field, String place, JsonNode value) {
        if (!value.isString() || !DATABASE.matcher(value.stringValue()).matches()) {
            throw new InvalidRequestException(
                    field,
                    place + "\"db\" is no name of a database: 1 to 63 characters without /\\. \"$*<>:|? and controls");
        }
        return value.stringValue();
    }
}
