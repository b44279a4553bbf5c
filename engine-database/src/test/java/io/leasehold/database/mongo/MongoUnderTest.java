package io.leasehold.database.mongo;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoSecurityException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bson.Document;

/** A server that tests talk to with a client of their own. */
public interface MongoUnderTest {

    String host();

    int port();

    String adminUser();

    String adminPassword();

    /** A client for the caller to close; whether the login is taken shows with the first command. */
    default MongoClient client(String user, String password, String database) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(new ServerAddress(host(), port())))
                        .serverSelectionTimeout(10, TimeUnit.SECONDS))
                .credential(MongoCredential.createCredential(user, database, password.toCharArray()))
                .build());
    }

    /** Runs a command as administrator. */
    default Document execute(String database, Document command) {
        try (MongoClient admin = client(adminUser(), adminPassword(), "admin")) {
            return admin.getDatabase(database).runCommand(command);
        }
    }

    default boolean canLogin(String user, String password, String database) {
        try (MongoClient client = client(user, password, database)) {
            client.getDatabase(database).runCommand(new Document("ping", 1));
            return true;
        } catch (MongoSecurityException refused) {
            if (refused.getCause() instanceof MongoCommandException answer && answer.getErrorCode() == 18) {
                return false;
            }
            throw refused;
        }
    }

    /** All users, as {@code database.name}. */
    default Set<String> users() {
        return execute("admin", new Document("usersInfo", new Document("forAllDBs", true)))
                .getList("users", Document.class)
                .stream()
                .map(user -> user.getString("db") + "." + user.getString("user"))
                .collect(Collectors.toSet());
    }

    default void createUser(String database, String name, String password, Object... roles) {
        execute(
                database,
                new Document("createUser", name).append("pwd", password).append("roles", List.of(roles)));
    }

    default void dropUser(String database, String name) {
        execute(database, new Document("dropUser", name));
    }
}
