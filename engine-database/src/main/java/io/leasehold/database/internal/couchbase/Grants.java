package io.leasehold.database.internal.couchbase;

import io.leasehold.database.internal.json.StatementJson;
import io.leasehold.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What users may do: one statement, a JSON document {@code {"roles": [{"role": NAME, "bucket_name": NAME, ...}], "groups": [NAME]}}.
 * Whether a role, a bucket or a group exists is for the server to say. Immutable.
 *
 * @param roles roles as the server reads them, such as {@code data_reader[app:shop:orders]}
 * @param groups names of groups
 */
record Grants(List<String> roles, List<String> groups) {

    /** The creation statements of a role that has none. */
    static final List<String> DEFAULT_STATEMENTS = List.of("{\"roles\":[{\"role\":\"ro_admin\"}]}");

    private static final String FIELD = "creation_statements";
    private static final String FORM =
            "give {\"roles\":[{\"role\":\"data_reader\",\"bucket_name\":\"app\"}],\"groups\":[\"readers\"]}";

    /** What would end a name among others, or a parameter of a role. */
    private static final Pattern NAME = Pattern.compile("[^,\\[\\]:\\s\\p{Cntrl}]+");

    Grants {
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
    }

    /** Reads the creation statements of a role. */
    static Grants parse(List<String> statements) {
        JsonNode document = StatementJson.one(FIELD, statements.isEmpty() ? DEFAULT_STATEMENTS : statements, FORM);
        StatementJson.allowOnly(FIELD, "", document, Set.of("roles", "groups"));
        List<String> roles = new ArrayList<>();
        for (JsonNode role : array(document, "roles")) {
            roles.add(role(role, "role " + (roles.size() + 1) + ": "));
        }
        List<String> groups = new ArrayList<>();
        for (JsonNode group : array(document, "groups")) {
            groups.add(name(group, "group " + (groups.size() + 1) + ": "));
        }
        if (roles.isEmpty() && groups.isEmpty()) {
            throw new InvalidRequestException(FIELD, "names neither roles nor groups: " + FORM);
        }
        return new Grants(roles, groups);
    }

    /**
     * Reads what a user has been given itself, out of the server's description of it. Roles that come from groups are told with
     * the groups as their origins; servers before 6.5 tell no origins, and have no groups.
     */
    static Grants of(JsonNode user) {
        List<String> roles = new ArrayList<>();
        for (JsonNode role : user.path("roles")) {
            if (isOwn(role)) {
                roles.add(text(role));
            }
        }
        List<String> groups = new ArrayList<>();
        for (JsonNode group : user.path("groups")) {
            groups.add(group.asString(""));
        }
        return new Grants(roles, groups);
    }

    private static boolean isOwn(JsonNode role) {
        JsonNode origins = role.path("origins");
        if (origins.isEmpty()) {
            return true;
        }
        for (JsonNode origin : origins) {
            if (origin.path("type").asString("").equals("user")) {
                return true;
            }
        }
        return false;
    }

    private static String role(JsonNode role, String place) {
        if (!role.isObject()) {
            throw new InvalidRequestException(FIELD, place + "is no object: " + FORM);
        }
        StatementJson.allowOnly(FIELD, place, role, Set.of("role", "bucket_name", "scope_name", "collection_name"));
        name(role.path("role"), place);
        for (String part : List.of("bucket_name", "scope_name", "collection_name")) {
            if (role.has(part)) {
                name(role.path(part), place + part + ": ");
            }
        }
        if ((role.has("collection_name") && !role.has("scope_name"))
                || (role.has("scope_name") && !role.has("bucket_name"))) {
            throw new InvalidRequestException(
                    FIELD, place + "names a part of something that it does not name: " + FORM);
        }
        return text(role);
    }

    /** A role as the server reads it ("Authorization API", Couchbase manual); {@code *} means all. */
    private static String text(JsonNode role) {
        StringBuilder parameters = new StringBuilder(role.path("bucket_name").asString(""));
        for (String part : List.of("scope_name", "collection_name")) {
            String value = role.path(part).asString("*");
            if (!value.equals("*")) {
                parameters.append(':').append(value);
            }
        }
        String name = role.path("role").asString("");
        return parameters.isEmpty() ? name : name + "[" + parameters + "]";
    }

    private static String name(JsonNode name, String place) {
        if (!name.isString() || !NAME.matcher(name.stringValue()).matches()) {
            throw new InvalidRequestException(
                    FIELD, place + "has no name without commas, colons, brackets and spaces: " + FORM);
        }
        return name.stringValue();
    }

    private static JsonNode array(JsonNode document, String name) {
        JsonNode array = document.path(name);
        if (!array.isMissingNode() && !array.isArray()) {
            throw new InvalidRequestException(FIELD, "\"" + name + "\" is no array: " + FORM);
        }
        return array;
    }
}
