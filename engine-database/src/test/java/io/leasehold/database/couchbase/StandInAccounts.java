package io.leasehold.database.couchbase;

import static io.leasehold.database.couchbase.CouchbaseUnderTest.JSON;
import static io.leasehold.database.couchbase.StandInCouchbase.text;

import io.leasehold.database.standin.StandInHttp.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Local users, groups and the first administrator. Guarded by itself. */
final class StandInAccounts {

    private static final Set<String> FIELDS = Set.of("name", "password", "roles", "groups");
    private static final Set<String> PLAIN_ROLES =
            Set.of("admin", "ro_admin", "security_admin_local", "user_admin_local");
    private static final Set<String> BUCKET_ROLES = Set.of("data_reader", "data_writer", "bucket_admin");
    private static final Pattern ROLE =
            Pattern.compile("([a-z_]+)(?:\\[([^\\]:]+)(?::([^\\]:]+))?(?::([^\\]:]+))?\\])?");
    private static final int LONGEST_NAME = 128;

    private record User(String fullName, String password, List<String> roles, List<String> groups) {}

    private final String admin;
    private final Map<String, User> users = new TreeMap<>();
    private final Map<String, String> groups = new TreeMap<>();
    private String adminPassword;
    private int shortestPassword = 6;

    StandInAccounts(String admin, String adminPassword) {
        this.admin = admin;
        this.adminPassword = adminPassword;
    }

    synchronized void createGroup(String name, String role) {
        groups.put(name, role);
    }

    synchronized void shortestPassword(int characters) {
        shortestPassword = characters;
    }

    boolean authenticates(String user, String password) {
        return (user.equals(admin) && password.equals(adminPassword))
                || (users.containsKey(user) && users.get(user).password().equals(password));
    }

    boolean mayAdminister(String user) {
        return user.equals(admin)
                || users.get(user).roles().stream().anyMatch(Set.of("admin", "security_admin_local")::contains);
    }

    String passwordPolicy() {
        return "{\"minLength\":" + shortestPassword + ",\"enforceUppercase\":false}";
    }

    String all() {
        ArrayNode all = JSON.createArrayNode();
        users.forEach((name, user) -> all.add(json(name, user)));
        return all.toString();
    }

    Answer get(String name) {
        User user = users.get(name);
        return user == null
                ? text(404, "Unknown user.")
                : new Answer(200, json(name, user).toString());
    }

    private ObjectNode json(String name, User user) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", name);
        json.put("domain", "local");
        ArrayNode roles = json.putArray("roles");
        user.roles().forEach(role -> roles.add(role(role, "user", "")));
        user.groups().forEach(group -> roles.add(role(groups.get(group), "group", group)));
        ArrayNode names = json.putArray("groups");
        user.groups().forEach(names::add);
        if (!user.fullName().isEmpty()) {
            json.put("name", user.fullName());
        }
        return json;
    }

    private static ObjectNode role(String role, String origin, String group) {
        Matcher parts = ROLE.matcher(role);
        if (!parts.matches()) {
            throw new IllegalStateException(role);
        }
        ObjectNode json = JSON.createObjectNode();
        json.put("role", parts.group(1));
        if (parts.group(2) != null) {
            json.put("bucket_name", parts.group(2));
            json.put("scope_name", parts.group(3) == null ? "*" : parts.group(3));
            json.put("collection_name", parts.group(4) == null ? "*" : parts.group(4));
        }
        ObjectNode from = json.putArray("origins").addObject();
        from.put("type", origin);
        if (!group.isEmpty()) {
            from.put("name", group);
        }
        return json;
    }

    /** What is not sent is not kept, but for the password. */
    Answer put(String name, Map<String, String> form, boolean enterprise) {
        if (name.length() > LONGEST_NAME
                || name.startsWith("@")
                || !name.matches("[^\\x00-\\x20\\x7f()<>,;:\\\\\"/\\[\\]?={}]+")) {
            return text(400, "Username must not contain spaces, control or any of ()<>,;:\\\"/[]?={} characters");
        }
        for (String field : form.keySet()) {
            if (!FIELDS.contains(field)) {
                return error(field, "Unsupported key");
            }
        }
        List<String> roles = list(form.getOrDefault("roles", ""));
        List<String> bad = roles.stream().filter(role -> !isKnown(role)).toList();
        if (!bad.isEmpty()) {
            return error(
                    "roles",
                    "Cannot assign roles to user because the following roles are unknown, malformed or role parameters are"
                            + " undefined: [" + String.join(",", bad) + "]");
        }
        List<String> members = list(form.getOrDefault("groups", ""));
        if (!members.isEmpty() && !enterprise) {
            return error("groups", "User groups require enterprise edition");
        }
        if (!groups.keySet().containsAll(members)) {
            return error("groups", "Groups do not exist: " + members);
        }
        User before = users.get(name);
        String password = form.getOrDefault("password", before == null ? "" : before.password());
        String objection = objection(password);
        if (!objection.isEmpty()) {
            return error("password", objection);
        }
        users.put(name, new User(form.getOrDefault("name", ""), password, roles, members));
        return text(200, "");
    }

    Answer delete(String name) {
        return users.remove(name) == null ? text(404, "User was not found.") : text(200, "");
    }

    Answer changePassword(String name, Map<String, String> form) {
        String password = form.getOrDefault("password", "");
        String objection = form.keySet().equals(Set.of("password")) ? objection(password) : "Unsupported key";
        if (!objection.isEmpty()) {
            return error("password", objection);
        }
        if (name.equals(admin)) {
            adminPassword = password;
        } else {
            User user = users.get(name);
            users.put(name, new User(user.fullName(), password, user.roles(), user.groups()));
        }
        return new Answer(200, "");
    }

    private String objection(String password) {
        if (password.length() < shortestPassword) {
            return "The password must be at least " + shortestPassword + " characters long.";
        }
        return password.chars().anyMatch(c -> c < ' ' || c == 127)
                ? "The password must not contain control characters"
                : "";
    }

    private static boolean isKnown(String role) {
        Matcher parts = ROLE.matcher(role);
        return parts.matches()
                && (parts.group(2) == null ? PLAIN_ROLES : BUCKET_ROLES).contains(parts.group(1))
                && (parts.group(2) == null || Set.of("app", "*").contains(parts.group(2)));
    }

    private static List<String> list(String text) {
        return new ArrayList<>(Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList());
    }

    private static Answer error(String field, String problem) {
        return new Answer(400, JSON.writeValueAsString(Map.of("errors", Map.of(field, problem))));
    }
}
