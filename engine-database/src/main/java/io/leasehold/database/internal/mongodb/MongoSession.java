package io.leasehold.database.internal.mongodb;

import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.secret.SecretText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.Document;

/**
 * The commands that are needed ("User Management Commands", MongoDB manual), each within what is left of a time limit: the
 * driver holds itself to it and tells it to the server as {@code maxTimeMS}. Commands go to the primary and are never repeated
 * by the driver. For one thread.
 */
final class MongoSession {

    private static final String ADMIN = "admin";

    private final MongoClient client;
    private final TimeLimit limit;
    private final Duration longest;
    private final WriteConcern writeConcern;

    MongoSession(MongoClient client, TimeLimit limit, Duration longest, WriteConcern writeConcern) {
        this.client = client;
        this.limit = limit;
        this.longest = longest;
        this.writeConcern = writeConcern;
    }

    /** Who is logged in, and with which rights. */
    Document connectionStatus() throws CommandException {
        return call("connectionStatus", ADMIN, new Document("connectionStatus", 1).append("showPrivileges", true));
    }

    /** Looks for a user of a database. */
    Optional<MongoUser> user(String database, String username) throws CommandException {
        return users(database, new Document("usersInfo", new Document("user", username).append("db", database)))
                .stream()
                .findFirst();
    }

    /** Looks for the users of that name in all databases. */
    List<MongoUser> usersAnywhere(String username) throws CommandException {
        return users(
                ADMIN,
                new Document("usersInfo", new Document("forAllDBs", true))
                        .append("filter", new Document("user", username)));
    }

    /** Looks for all users of all databases. */
    List<MongoUser> allUsers() throws CommandException {
        return users(ADMIN, new Document("usersInfo", new Document("forAllDBs", true)));
    }

    /** Makes a user. The server refuses a name that the database has. */
    void createUser(MongoRole role, String username, SecretText password, String mark) throws CommandException {
        List<Document> roles = role.grants().stream()
                .map(grant -> new Document("role", grant.role()).append("db", grant.database()))
                .toList();
        write(
                "creation_statements: createUser",
                role.database(),
                new Document("createUser", username)
                        .append("pwd", password.reveal())
                        .append("customData", MongoUser.customData(mark))
                        .append("roles", roles));
    }

    /** Sets the password of a user, and nothing else. */
    void setPassword(String database, String username, SecretText password) throws CommandException {
        write("updateUser", database, new Document("updateUser", username).append("pwd", password.reveal()));
    }

    /** Removes a user; one that is absent is success. */
    void dropUser(String database, String username) throws CommandException {
        try {
            write("dropUser", database, new Document("dropUser", username));
        } catch (CommandException failure) {
            if (failure.failure().code() != MongoFailure.USER_NOT_FOUND) {
                throw failure;
            }
        }
    }

    /** Ends what a user is doing: operations, cursors and transactions of all its sessions. */
    void killSessions(String database, String username) throws CommandException {
        call(
                "killAllSessions",
                ADMIN,
                new Document("killAllSessions", List.of(new Document("user", username).append("db", database))));
    }

    /** Asks the server for nothing but an answer. */
    void ping() throws CommandException {
        call("ping", ADMIN, new Document("ping", 1));
    }

    private List<MongoUser> users(String database, Document command) throws CommandException {
        return call("usersInfo", database, command).getList("users", Document.class, List.of()).stream()
                .map(MongoUser::of)
                .toList();
    }

    private void write(String step, String database, Document command) throws CommandException {
        BsonDocument concern = writeConcern.asDocument();
        Document reply = call(step, database, command.append("writeConcern", concern));
        // Done on the primary, and not known to be known to as many members as were asked for.
        if (reply.get("writeConcernError") instanceof Document error) {
            throw new CommandException(
                    step,
                    new MongoFailure(
                            MongoFailure.Outcome.ANSWERED,
                            MongoFailure.WRITE_CONCERN_FAILED,
                            String.valueOf(error.get("errmsg"))));
        }
    }

    private Document call(String step, String database, Document command) throws CommandException {
        Duration left = limit.left();
        long millis = Math.max(1, (left.compareTo(longest) < 0 ? left : longest).toMillis());
        try {
            return client.getDatabase(database)
                    .withTimeout(millis, TimeUnit.MILLISECONDS)
                    .runCommand(command);
        } catch (MongoException failure) {
            throw new CommandException(step, MongoFailure.of(failure));
        } catch (IllegalStateException closed) {
            throw new CommandException(step, MongoFailure.unsent(closed));
        }
    }
}
