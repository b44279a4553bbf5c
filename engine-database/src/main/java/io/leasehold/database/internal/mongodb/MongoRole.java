package io.leasehold.database.internal.mongodb;

import io.leasehold.database.internal.json.StatementJson;
import io.leasehold.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a role's users are: one statement, a JSON document {@code {"db": DATABASE, "roles": [ROLE, ...]}}, where a role is a
 * name, which means that database's role, or {@code {"role": NAME, "db": DATABASE}}. Whether a role exists is for the server to
 * say. Immutable.
 *
 * @param database where the users are made, and where they log in
 * @param grants what they may do, at least one
 */
record MongoRole(String database, List<Grant> grants) {

    private static final String FIELD = "creation_statements";
    private static final String DEFAULT_DATABASE = "admin";
    private static final String FORM =
            "give {\"db\":\"admin\",\"roles\":[\"readWrite\",{\"role\":\"read\",\"db\":\"app\"}]}";

    MongoRole {
        grants = List.copyOf(grants);
    }

    /**
     * One role of the server.
     *
     * @param role its name
     * @param database the database that it belongs to
     */
    record Grant(String role, String database) {}

    /** Reads the creation statements of a role. */
    static MongoRole parse(List<String> statements) {
        if (statements.isEmpty()) {
            throw new InvalidRequestException(FIELD, "is empty, but one statement is expected: " + FORM);
        }
        JsonNode document = StatementJson.one(FIELD, statements, FORM);
        StatementJson.allowOnly(FIELD, "", document, Set.of("db", "roles"));
        String database = database(document, "", DEFAULT_DATABASE);
        JsonNode roles = document.path("roles");
        if (!roles.isArray() || roles.isEmpty()) {
            throw new InvalidRequestException(FIELD, "\"roles\" is missing, empty or no array: " + FORM);
        }
        List<Grant> grants = new ArrayList<>();
        for (JsonNode role : roles) {
            grants.add(grant(role, "role " + (grants.size() + 1) + ": ", database));
        }
        return new MongoRole(database, grants);
    }

    private static Grant grant(JsonNode role, String place, String database) {
        if (role.isString()) {
            return new Grant(name(role, place), database);
        }
        if (!role.isObject()) {
            throw new InvalidRequestException(FIELD, place + "is neither a name nor an object: " + FORM);
        }
        StatementJson.allowOnly(FIELD, place, role, Set.of("role", "db"));
        return new Grant(name(role.path("role"), place), database(role, place, database));
    }

    private static String name(JsonNode name, String place) {
        if (!name.isString()
                || name.stringValue().isBlank()
                || name.stringValue().indexOf('\0') >= 0) {
            throw new InvalidRequestException(FIELD, place + "has no name: " + FORM);
        }
        return name.stringValue();
    }

    private static String database(JsonNode object, String place, String otherwise) {
        JsonNode database = object.path("db");
        // An empty name means none, as it does to the reference implementations.
        return database.isMissingNode()
                        || (database.isString() && database.stringValue().isEmpty())
                ? otherwise
                : DatabaseName.of(FIELD, place, database);
    }
}
