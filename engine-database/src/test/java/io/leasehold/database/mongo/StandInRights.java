package io.leasehold.database.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;

/** What roles allow ("Built-In Roles", "Privilege Actions"): some built-in ones, and those that {@code createRole} made. */
final class StandInRights {

    private static final List<String> USER_ADMIN =
            List.of("viewUser", "createUser", "dropUser", "grantRole", "changePassword", "viewRole");
    private static final String ANY = "";

    private final Map<String, List<Document>> ownRoles = new ConcurrentHashMap<>();

    void createRole(String database, Document command) {
        ownRoles.put(command.getString("createRole") + "@" + database, command.getList("privileges", Document.class));
    }

    /** The privileges of a role. */
    List<Document> privileges(String role, String database) throws CommandError {
        List<Document> own = ownRoles.get(role + "@" + database);
        if (own != null) {
            return own;
        }
        if (role.equals("read")) {
            return List.of(on(database, List.of("find")));
        }
        if (role.equals("readWrite")) {
            return List.of(on(database, List.of("find", "insert")));
        }
        if (role.equals("userAdmin")) {
            return List.of(on(database, USER_ADMIN));
        }
        if (database.equals("admin")) {
            if (role.equals("root")) {
                List<String> all = new ArrayList<>(USER_ADMIN);
                all.addAll(List.of("createRole", "find", "insert"));
                return List.of(on(ANY, all), onCluster(List.of("killAnySession")));
            }
            if (role.equals("readAnyDatabase")) {
                return List.of(on(ANY, List.of("find")));
            }
            if (role.equals("userAdminAnyDatabase")) {
                return List.of(on(ANY, USER_ADMIN));
            }
        }
        throw new CommandError(CommandError.ROLE_NOT_FOUND, "Could not find role: " + role + "@" + database);
    }

    /** Whether privileges allow an action on a database, or on the cluster if that is null. */
    static boolean allow(List<Document> privileges, String database, String action) {
        for (Document privilege : privileges) {
            Document resource = privilege.get("resource", Document.class);
            boolean fits = database == null
                    ? resource.getBoolean("cluster", false)
                    : Set.of(ANY, database).contains(String.valueOf(resource.get("db")));
            if (fits && privilege.getList("actions", String.class).contains(action)) {
                return true;
            }
        }
        return false;
    }

    private static Document on(String database, List<String> actions) {
        return new Document("resource", new Document("db", database).append("collection", ""))
                .append("actions", actions);
    }

    private static Document onCluster(List<String> actions) {
        return new Document("resource", new Document("cluster", true)).append("actions", actions);
    }
}
