package io.leasehold.database.internal.elasticsearch;

import io.leasehold.database.internal.json.StatementJson;
import io.leasehold.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the users of a role may do: one statement, a JSON document that either names roles of the cluster or defines one that is made
 * for each user and removed with it. Whether a definition is right is for the server to say. Immutable.
 */
sealed interface UserRoles {

    /** The field that they are written in. */
    String FIELD = "creation_statements";

    /**
     * Roles that there are.
     *
     * @param names their names, at least one
     */
    record Existing(List<String> names) implements UserRoles {

        /** Takes a copy. */
        public Existing {
            names = List.copyOf(names);
        }
    }

    /**
     * A role to be made.
     *
     * @param definition the body of the request that makes it
     */
    record Own(ObjectNode definition) implements UserRoles {}

    /** Reads the creation statements of a role. */
    static UserRoles parse(List<String> statements) {
        String form = "give {\"elasticsearch_roles\":[\"ROLE\"]} or {\"elasticsearch_role_definition\":{...}}";
        if (statements.isEmpty()) {
            throw new InvalidRequestException(FIELD, "is empty, but one statement is expected: " + form);
        }
        JsonNode document = StatementJson.one(FIELD, statements, form);
        StatementJson.allowOnly(FIELD, "", document, Set.of("elasticsearch_roles", "elasticsearch_role_definition"));
        if (document.size() != 1) {
            throw new InvalidRequestException(
                    FIELD,
                    document.isEmpty()
                            ? "names no roles and defines none: " + form
                            : "\"elasticsearch_roles\" and \"elasticsearch_role_definition\" are mutually exclusive");
        }
        return document.has("elasticsearch_roles")
                ? new Existing(names(document.path("elasticsearch_roles"), form))
                : new Own(definition(document.path("elasticsearch_role_definition"), form));
    }

    private static List<String> names(JsonNode roles, String form) {
        if (!roles.isArray() || roles.isEmpty()) {
            throw new InvalidRequestException(FIELD, "\"elasticsearch_roles\" is empty or no array: " + form);
        }
        List<String> names = new ArrayList<>();
        for (JsonNode role : roles) {
            if (!role.isString() || role.stringValue().isBlank()) {
                throw new InvalidRequestException(FIELD, "role " + (names.size() + 1) + " is no name: " + form);
            }
            names.add(role.stringValue());
        }
        return names;
    }

    private static ObjectNode definition(JsonNode definition, String form) {
        if (!(definition instanceof ObjectNode object) || object.isEmpty()) {
            throw new InvalidRequestException(
                    FIELD, "\"elasticsearch_role_definition\" is empty or no object: " + form);
        }
        JsonNode metadata = object.path("metadata");
        if (!metadata.isMissingNode() && !metadata.isObject()) {
            throw new InvalidRequestException(FIELD, "\"metadata\" of the role definition is no object");
        }
        return object;
    }
}
