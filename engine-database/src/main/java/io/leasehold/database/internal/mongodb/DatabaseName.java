package io.leasehold.database.internal.mongodb;

import io.leasehold.error.InvalidRequestException;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads names of databases out of statements. */
final class DatabaseName {

    /** MongoDB, "Naming Restrictions". */
    private static final Pattern DATABASE = Pattern.compile("[^/\\\\. \"$*<>:|?\\p{Cntrl}]{1,63}");

    private DatabaseName() {}

    /** The name of a database that the server can have. */
    static String of(String field, String place, JsonNode value) {
        if (!value.isString() || !DATABASE.matcher(value.stringValue()).matches()) {
            throw new InvalidRequestException(
                    field,
                    place + "\"db\" is no name of a database: 1 to 63 characters without /\\. \"$*<>:|? and controls");
        }
        return value.stringValue();
    }
}
