package io.leasehold.database.internal.mongodb;

import com.mongodb.WriteConcern;
import io.leasehold.database.internal.json.StatementJson;
import io.leasehold.database.internal.text.Nearest;
import io.leasehold.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the field {@code write_concern}: a JSON document with the names that the guides use ({@code wmode}, {@code fsync}) or
 * MongoDB's own, in any case, plain or in base64.
 */
final class WriteConcernField {

    private static final String FIELD = "write_concern";
    private static final String FORM = "give {\"wmode\":\"majority\",\"wtimeout\":5000}";
    private static final List<String> KNOWN = List.of("w", "wmode", "wtimeout", "fsync", "j");

    private WriteConcernField() {}

    /** The write concern, or null when none is given. */
    static @Nullable WriteConcern parse(@Nullable String field) {
        if (field == null || field.isBlank()) {
            return null;
        }
        JsonNode document = StatementJson.object(FIELD, "", plain(field.strip()), FORM);
        WriteConcern concern = WriteConcern.MAJORITY;
        for (String name : document.propertyNames()) {
            concern = with(
                    concern,
                    name,
                    document.path(name),
                    document.propertyNames().stream().anyMatch("w"::equalsIgnoreCase));
        }
        return concern;
    }

    private static WriteConcern with(WriteConcern concern, String name, JsonNode value, boolean hasW) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "w" -> value.isString() ? concern.withW(tag(value)) : concern.withW(positive(name, value));
            case "wmode" -> {
                if (hasW) {
                    throw new InvalidRequestException(FIELD, "\"wmode\" stands beside \"w\": give one of both");
                }
                yield concern.withW(tag(value));
            }
            case "wtimeout" -> concern.withWTimeout(positive(name, value), TimeUnit.MILLISECONDS);
            case "fsync", "j" -> concern.withJournal(flag(name, value));
            default ->
                throw new InvalidRequestException(
                        FIELD,
                        "\"" + name + "\" is not known here, where there are " + String.join(", ", KNOWN)
                                + Nearest.hint(name, KNOWN));
        };
    }

    private static String plain(String field) {
        try {
            return field.startsWith("{")
                    ? field
                    : new String(Base64.getDecoder().decode(field), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidRequestException(FIELD, "is neither JSON nor base64 of it: " + FORM);
        }
    }

    private static String tag(JsonNode value) {
        if (!value.isString() || value.stringValue().isBlank()) {
            throw new InvalidRequestException(FIELD, "the mode is no name: " + FORM);
        }
        return value.stringValue();
    }

    private static int positive(String name, JsonNode value) {
        if (!value.isInt() || value.intValue() < 1) {
            // With 0 the server would not say whether a user was made or removed.
            throw new InvalidRequestException(FIELD, "\"" + name + "\" is no whole number from 1: " + FORM);
        }
        return value.intValue();
    }

    private static boolean flag(String name, JsonNode value) {
        if (!value.isBoolean()) {
            throw new InvalidRequestException(FIELD, "\"" + name + "\" is neither true nor false: " + FORM);
        }
        return value.booleanValue();
    }
}
