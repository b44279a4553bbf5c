package io.leasehold.testkit.server;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** Tries logins at a MongoDB. Apart from the rest, because its driver is an optional dependency. */
final class MongoLogins {

    private static final int PATIENCE_SECONDS = 2;

    private MongoLogins() {}

    static boolean logsIn(int port, String user, String password) {
        MongoClientSettings settings = MongoClientSettings.builder()
                .applyToClusterSettings(cluster -> cluster.hosts(List.of(new ServerAddress("127.0.0.1", port)))
                        .serverSelectionTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .credential(MongoCredential.createCredential(user, "admin", password.toCharArray()))
                .build();
        try (MongoClient client = MongoClients.create(settings)) {
            client.getDatabase("admin").runCommand(new Document("ping", 1));
            return true;
        } catch (MongoException e) {
            // Still starting.
            return false;
        }
    }
}
