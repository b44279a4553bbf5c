package io.leasehold.database.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import org.bson.Document;

/** The users of the stand-in, and the commands about them ("User Management Commands"). */
final class StandInUsers {

    private final Map<String, StandInUser> users = new ConcurrentSkipListMap<>();
    private final StandInRights rights;

    StandInUsers(StandInRights rights) {
        this.rights = rights;
    }

    Optional<StandInUser> find(String database, String name) {
        return Optional.ofNullable(users.get(StandInUser.key(database, name)));
    }

    /** Whether the user that logged in is there still, and not another of its name. */
    boolean isStill(StandInUser loggedIn) {
        return find(loggedIn.database(), loggedIn.name())
                .filter(user -> user.id().equals(loggedIn.id()))
                .isPresent();
    }

    List<Document> privileges(StandInUser user) throws CommandError {
        List<Document> privileges = new ArrayList<>();
        for (Document role : user.roles()) {
            privileges.addAll(rights.privileges(role.getString("role"), role.getString("db")));
        }
        return privileges;
    }

    /** The roles of a command, each with its database, if they exist. */
    List<Document> roles(String database, Document command) throws CommandError {
        List<Document> roles = new ArrayList<>();
        for (Object given : command.getList("roles", Object.class)) {
            Document role =
                    given instanceof Document document ? document : new Document("role", given).append("db", database);
            rights.privileges(role.getString("role"), role.getString("db"));
            roles.add(role);
        }
        return roles;
    }

    void create(String database, Document command) throws CommandError {
        String name = command.getString("createUser");
        if (name.isEmpty()) {
            throw new CommandError(CommandError.BAD_VALUE, "User document needs 'user' field to be non-empty");
        }
        StandInUser user = new StandInUser(
                UUID.randomUUID(),
                name,
                database,
                ScramKeys.of(command.getString("pwd")),
                roles(database, command),
                command.get("customData", Document.class));
        if (users.putIfAbsent(StandInUser.key(database, name), user) != null) {
            throw new CommandError(CommandError.USER_EXISTS, "User \"" + name + "@" + database + "\" already exists");
        }
    }

    void update(String database, Document command) throws CommandError {
        String name = command.getString("updateUser");
        ScramKeys keys = ScramKeys.of(command.getString("pwd"));
        if (users.computeIfPresent(StandInUser.key(database, name), (key, user) -> user.with(keys)) == null) {
            throw new CommandError(
                    CommandError.USER_NOT_FOUND, "Could not find user \"" + name + "\" for db \"" + database + "\"");
        }
    }

    void drop(String database, Document command) throws CommandError {
        String name = command.getString("dropUser");
        if (users.remove(StandInUser.key(database, name)) == null) {
            throw new CommandError(CommandError.USER_NOT_FOUND, "User '" + name + "@" + database + "' not found");
        }
    }

    List<Document> info(String database, Document command) {
        Object wanted = command.get("usersInfo");
        if (wanted instanceof Document which && which.getBoolean("forAllDBs", false)) {
            Object name = command.get("filter", new Document()).get("user");
            return users.values().stream()
                    .filter(user -> name == null || name.equals(user.name()))
                    .map(StandInUser::info)
                    .toList();
        }
        if (wanted instanceof Document which) {
            return find(which.getString("db"), which.getString("user")).map(StandInUser::info).stream()
                    .toList();
        }
        if (wanted instanceof String name) {
            return find(database, name).map(StandInUser::info).stream().toList();
        }
        return users.values().stream()
                .filter(user -> user.database().equals(database))
                .map(StandInUser::info)
                .toList();
    }
}
