package io.leasehold.database.mongo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.Binary;

/** One connection: who is logged in, and what it may do. */
final class StandInSession {

    /** Fields that every command may have. */
    private static final Set<String> GENERIC = Set.of(
            "$db", "lsid", "maxTimeMS", "writeConcern", "comment", "$readPreference", "$clusterTime", "apiVersion");

    private static final int WIRE_VERSION = 21;

    private final StandInState state;
    private final String certificate;
    private ScramConversation conversation;
    private volatile StandInUser user;

    StandInSession(StandInState state, String certificate) {
        this.state = state;
        this.certificate = certificate;
    }

    Document execute(Document command) throws CommandError {
        String name = command.keySet().iterator().next();
        String database = command.getString("$db");
        return switch (name) {
            case "hello", "isMaster", "ismaster" -> hello();
            case "saslStart" -> start(database, command);
            case "saslContinue" -> proceed(command);
            case "authenticate" -> {
                user = state.users()
                        .find("$external", String.valueOf(certificate))
                        .orElseThrow(
                                () -> new CommandError(CommandError.AUTHENTICATION_FAILED, "Authentication failed."));
                yield ok().append("user", certificate);
            }
            case "ping", "endSessions", "logout" -> ok();
            case "connectionStatus" -> status();
            case "createUser" -> {
                allowOnly(command, "createUser", "pwd", "customData", "roles", "mechanisms", "digestPassword");
                may(database, "createUser");
                for (Document role : state.users().roles(database, command)) {
                    may(role.getString("db"), "grantRole");
                }
                state.users().create(database, command);
                yield ok();
            }
            case "updateUser" -> {
                allowOnly(command, "updateUser", "pwd", "customData", "roles", "mechanisms", "digestPassword");
                may(database, "changePassword");
                state.users().update(database, command);
                yield ok();
            }
            case "dropUser" -> {
                allowOnly(command, "dropUser");
                may(database, "dropUser");
                state.users().drop(database, command);
                yield ok();
            }
            case "usersInfo" -> {
                allowOnly(command, "usersInfo", "filter", "showCustomData", "showPrivileges", "showCredentials");
                may(database, "viewUser");
                yield ok().append("users", state.users().info(database, command));
            }
            case "killAllSessions" -> {
                may(null, "killAnySession");
                for (Document each : command.getList("killAllSessions", Document.class)) {
                    state.killed().add(each);
                    state.data().cursors().killOf(each.getString("db"), each.getString("user"));
                }
                yield ok();
            }
            case "createRole" -> {
                may(database, "createRole");
                state.rights().createRole(database, command);
                yield ok();
            }
            default -> {
                Document answer = state.data().execute(name, database, command, user, this::may);
                if (answer == null) {
                    throw new CommandError(CommandError.COMMAND_NOT_FOUND, "no such command: '" + name + "'");
                }
                yield answer;
            }
        };
    }

    /** Whether that user is logged in here. */
    boolean isOf(String name) {
        return user != null && user.name().equals(name);
    }

    private Document hello() {
        return ok().append("helloOk", true)
                .append("isWritablePrimary", true)
                .append("ismaster", true)
                .append("maxBsonObjectSize", 16_777_216)
                .append("maxMessageSizeBytes", 48_000_000)
                .append("maxWriteBatchSize", 100_000)
                .append("logicalSessionTimeoutMinutes", 30)
                .append("minWireVersion", 0)
                .append("maxWireVersion", WIRE_VERSION)
                .append("saslSupportedMechs", List.of("SCRAM-SHA-256"))
                .append("readOnly", false);
    }

    private Document start(String database, Document command) throws CommandError {
        if (!"SCRAM-SHA-256".equals(command.getString("mechanism"))) {
            throw new CommandError(CommandError.BAD_VALUE, "Unsupported mechanism");
        }
        conversation = new ScramConversation(payload(command), state.users(), database);
        return sasl(conversation.serverFirst(), false);
    }

    private Document proceed(Document command) throws CommandError {
        String proof = conversation.serverFinal(payload(command));
        user = conversation.user();
        return sasl(proof, true);
    }

    private static Document sasl(String payload, boolean done) {
        return ok().append("conversationId", 1)
                .append("done", done)
                .append("payload", new Binary(ScramConversation.bytes(payload)));
    }

    private static String payload(Document command) {
        return new String(command.get("payload", Binary.class).getData(), StandardCharsets.UTF_8);
    }

    private Document status() throws CommandError {
        Document info = new Document("authenticatedUsers", List.of());
        // A user that is gone is taken off the connections that it is logged in on.
        if (user != null && state.users().isStill(user)) {
            info = new Document(
                            "authenticatedUsers",
                            List.of(new Document("user", user.name()).append("db", user.database())))
                    .append("authenticatedUserRoles", user.roles())
                    .append(
                            "authenticatedUserPrivileges",
                            new ArrayList<>(state.users().privileges(user)));
        }
        return ok().append("authInfo", info);
    }

    private void may(String database, String action) throws CommandError {
        if (!state.authorizes()) {
            return;
        }
        if (user == null || !state.users().isStill(user)) {
            throw new CommandError(CommandError.UNAUTHORIZED, "Command requires authentication");
        }
        if (action.equals("commit")) {
            return;
        }
        if (!StandInRights.allow(state.users().privileges(user), database, action)) {
            throw new CommandError(
                    CommandError.UNAUTHORIZED, "not authorized on " + database + " to execute command: " + action);
        }
    }

    /** As the server, which takes no field that it does not know. */
    private static void allowOnly(Document command, String... fields) throws CommandError {
        Set<String> known = Stream.concat(GENERIC.stream(), Stream.of(fields)).collect(Collectors.toSet());
        for (String field : command.keySet()) {
            if (!known.contains(field)) {
                throw new CommandError(
                        CommandError.UNKNOWN_FIELD,
                        "BSON field '" + fields[0] + "." + field + "' is an unknown field.");
            }
        }
    }

    private static Document ok() {
        return new Document("ok", 1.0);
    }
}
