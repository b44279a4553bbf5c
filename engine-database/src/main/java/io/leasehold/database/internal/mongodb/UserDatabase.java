package io.leasehold.database.internal.mongodb;

import io.leasehold.database.internal.json.StatementJson;
import io.leasehold.error.InvalidRequestException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads statements that say no more than which database a user is in: at most one {@code {"db": DATABASE}}. */
final class UserDatabase {

    private static final String FORM = "give {\"db\":\"DATABASE\"}, the database of the creation";

    private UserDatabase() {}

    /**
     * Reads the statements of a field.
     *
     * @return the database, empty when there is no statement
     * @throws InvalidRequestException when they say something else
     */
    static Optional<String> parse(String field, List<String> statements) {
        if (statements.isEmpty()) {
            return Optional.empty();
        }
        JsonNode document = StatementJson.one(field, statements, FORM);
        StatementJson.allowOnly(field, "", document, Set.of("db"));
        return Optional.of(DatabaseName.of(field, "", document.path("db")));
    }

    /** The statement that names a database; names that the server can have need no escaping in JSON. */
    static String statement(String database) {
        return "{\"db\":\"" + database + "\"}";
    }
}
