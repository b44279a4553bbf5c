package io.leasehold.database.elastic;

import static io.leasehold.database.elastic.ElasticUnderTest.JSON;
import static io.leasehold.database.elastic.StandInElasticsearch.error;

import io.leasehold.database.standin.StandInHttp.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Native users and roles. Guarded by itself. */
final class StandInSecurity {

    private static final Set<String> USER_FIELDS =
            Set.of("password", "roles", "metadata", "full_name", "email", "enabled");
    private static final Set<String> ROLE_FIELDS =
            Set.of("cluster", "indices", "applications", "run_as", "metadata", "global", "description");
    private static final Set<String> CLUSTER_PRIVILEGES =
            Set.of("all", "monitor", "manage", "manage_security", "read_security", "none");
    private static final int SHORTEST_PASSWORD = 6;
    private static final int LONGEST_NAME = 507;

    private final Map<String, ObjectNode> users = new TreeMap<>();
    private final Map<String, String> passwords = new TreeMap<>();
    private final Map<String, ObjectNode> roles = new TreeMap<>();
    private final List<String> endedApiKeys = new ArrayList<>();

    StandInSecurity(String admin, String password) {
        ObjectNode user = JSON.createObjectNode();
        user.put("username", admin).putArray("roles").add("superuser");
        user.putObject("metadata").put("_reserved", true);
        user.put("enabled", true);
        users.put(admin, user);
        passwords.put(admin, password);
    }

    boolean authenticates(String user, String password) {
        return users.containsKey(user)
                && users.get(user).path("enabled").asBoolean()
                && password.equals(passwords.get(user));
    }

    /** By the role superuser, or by one that there is with the privilege for it. */
    boolean mayManage(String user) {
        for (JsonNode name : users.get(user).path("roles")) {
            ObjectNode role = roles.get(name.stringValue());
            if (name.stringValue().equals("superuser") || (role != null && grantsSecurity(role))) {
                return true;
            }
        }
        return false;
    }

    private static boolean grantsSecurity(ObjectNode role) {
        for (JsonNode privilege : role.path("cluster")) {
            if (Set.of("all", "manage_security").contains(privilege.stringValue())) {
                return true;
            }
        }
        return false;
    }

    Answer getUsers(String name) {
        return get(users, name);
    }

    Answer getRoles(String name) {
        return get(roles, name);
    }

    private static Answer get(Map<String, ObjectNode> all, String name) {
        ObjectNode found = JSON.createObjectNode();
        all.forEach((each, value) -> {
            if (name.isEmpty() || each.equals(name)) {
                found.set(each, value);
            }
        });
        return new Answer(found.isEmpty() && !name.isEmpty() ? 404 : 200, found.toString());
    }

    Answer putUser(String name, JsonNode body) {
        if (!name.matches("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?") || name.length() > LONGEST_NAME) {
            return invalid("User names must be printable ASCII without white space at the ends");
        }
        for (String field : body.propertyNames()) {
            if (!USER_FIELDS.contains(field)) {
                return error(
                        400, "parse_exception", "failed to parse add user request. unexpected field [" + field + "]");
            }
        }
        if (isReserved(name)) {
            return invalid("user [" + name + "] is reserved and only the password can be changed");
        }
        boolean created = !users.containsKey(name);
        JsonNode password = body.path("password");
        if (password.isMissingNode() ? created : password.stringValue().length() < SHORTEST_PASSWORD) {
            return invalid("passwords must be at least [6] characters long");
        }
        if (!body.path("roles").isArray()) {
            return invalid("roles are missing");
        }
        ObjectNode user = JSON.createObjectNode();
        user.put("username", name);
        user.set("roles", body.path("roles"));
        user.set("metadata", body.path("metadata").isObject() ? body.path("metadata") : JSON.createObjectNode());
        user.put("enabled", body.path("enabled").asBoolean(true));
        users.put(name, user);
        if (password.isString()) {
            passwords.put(name, password.stringValue());
        }
        return new Answer(200, "{\"created\":" + created + "}");
    }

    Answer setPassword(String name, JsonNode body) {
        if (!users.containsKey(name)) {
            return invalid("user must exist in order to change password");
        }
        if (body.path("password").asString("").length() < SHORTEST_PASSWORD) {
            return invalid("passwords must be at least [6] characters long");
        }
        passwords.put(name, body.path("password").stringValue());
        return new Answer(200, "{}");
    }

    Answer deleteUser(String name) {
        if (isReserved(name)) {
            return invalid("user [" + name + "] is reserved and cannot be deleted");
        }
        passwords.remove(name);
        return deleted(users.remove(name) != null);
    }

    Answer putRole(String name, JsonNode body) {
        for (String field : body.propertyNames()) {
            if (!ROLE_FIELDS.contains(field)) {
                return error(
                        400,
                        "parse_exception",
                        "failed to parse role [" + name + "]. unexpected field [" + field + "]");
            }
        }
        for (JsonNode privilege : body.path("cluster")) {
            if (!CLUSTER_PRIVILEGES.contains(privilege.stringValue())) {
                return error(
                        400,
                        "illegal_argument_exception",
                        "unknown cluster privilege [" + privilege.stringValue() + "]. a privilege must be either one of"
                                + " the predefined cluster privilege names or a pattern over one of the available"
                                + " cluster actions");
            }
        }
        boolean created = roles.put(name, (ObjectNode) body) == null;
        return new Answer(200, "{\"role\":{\"created\":" + created + "}}");
    }

    Answer deleteRole(String name) {
        return deleted(roles.remove(name) != null);
    }

    Answer invalidateApiKeys(JsonNode body) {
        endedApiKeys.add(body.path("username").stringValue());
        return new Answer(
                200, "{\"invalidated_api_keys\":[],\"previously_invalidated_api_keys\":[],\"error_count\":0}");
    }

    List<String> endedApiKeys() {
        return List.copyOf(endedApiKeys);
    }

    private boolean isReserved(String name) {
        return users.containsKey(name)
                && users.get(name).at("/metadata/_reserved").asBoolean(false);
    }

    private static Answer deleted(boolean found) {
        return new Answer(found ? 200 : 404, "{\"found\":" + found + "}");
    }

    private static Answer invalid(String reason) {
        return error(400, "action_request_validation_exception", "Validation Failed: 1: " + reason + ";");
    }
}
