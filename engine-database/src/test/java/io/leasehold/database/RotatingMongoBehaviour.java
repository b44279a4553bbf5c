package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.database.mongo.MongoUnderTest;
import io.leasehold.storage.InMemoryStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rotating client on a broker with the MongoDB plugin: roles and static roles. */
abstract class RotatingMongoBehaviour {

    private static final int ROTATIONS = 5;

    private final SecretBroker broker = SecretBroker.builder()
            .name("billing")
            .storage(new InMemoryStorage())
            .build();
    private final String database =
            "shop" + UUID.randomUUID().toString().replace("-", "").substring(0, 8);

    abstract MongoUnderTest server();

    @BeforeEach
    void connect() {
        broker.mounts().enable("database", "database");
        broker.write(
                "database/config/mongo",
                Map.of(
                        "plugin_name",
                        "mongodb-database-plugin",
                        "allowed_roles",
                        "*",
                        "connection_url",
                        "mongodb://{{username}}:{{password}}@" + address() + "/admin",
                        "username",
                        server().adminUser(),
                        "password",
                        server().adminPassword()));
        broker.write(
                "database/roles/app",
                Map.of(
                        "db_name",
                        "mongo",
                        "creation_statements",
                        "{\"db\":\"" + database + "\",\"roles\":[{\"role\":\"readWrite\"}]}",
                        "default_ttl",
                        "1h"));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private String address() {
        return server().host() + ":" + server().port();
    }

    @Test
    void rotationsUnderLoadFailNoOperationAndCursorsAndSessionsGoOn() {
        try (RotatingSecret secret = broker.rotating("database/creds/app");
                RotatingMongoClient client = RotatingMongoClient.builder()
                        .secret(secret)
                        .url("mongodb://" + address() + "/" + database)
                        .build();
                BusyMongo busy = new BusyMongo(client, database, 3)) {
            MongoCollection<Document> orders = client.getDatabase(database).getCollection("orders");
            orders.insertMany(IntStream.range(0, 200)
                    .mapToObj(i -> new Document("_id", i))
                    .toList());
            try (MongoCursor<Document> cursor = orders.find().batchSize(10).cursor();
                    ClientSession session = client.startSession()) {
                for (int i = 0; i < ROTATIONS - 3; i++) {
                    rotate(secret, client, busy);
                }
                orders.insertOne(session, new Document("_id", 1000));
                List<Document> seen = new ArrayList<>();
                cursor.forEachRemaining(seen::add);
                assertThat(seen).hasSizeGreaterThanOrEqualTo(200);
            }
            for (int i = 0; i < 3; i++) {
                rotate(secret, client, busy);
            }
            assertThat(busy.failures()).isEmpty();
            assertThat(client.status().aborted()).isZero();
            await().atMost(Duration.ofSeconds(30)).until(() -> users().size() == 1);
        }
        assertThat(users()).as("closing the secret revokes its lease").isEmpty();
    }

    private static void rotate(RotatingSecret secret, RotatingMongoClient client, BusyMongo busy) {
        long generation = client.status().generation();
        long before = busy.operations();
        secret.rotate();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.status().generation() > generation && busy.operations() > before + 20);
    }

    @Test
    void closingTheClientRevokesALeaseOfItsOwn() {
        RotatingMongoClient client = RotatingMongoClient.builder()
                .broker(broker)
                .path("database/creds/app")
                .url("mongodb://" + address() + "/" + database)
                .build();
        client.getDatabase(database).getCollection("orders").insertOne(new Document("_id", 1));
        assertThat(users()).hasSize(1);

        client.close();

        assertThat(users()).isEmpty();
        assertThat(client.status().closed()).isTrue();
    }

    @Test
    void aLeaseThatWasRevokedElsewhereIsReplaced() {
        try (RotatingMongoClient client = RotatingMongoClient.builder()
                .broker(broker)
                .path("database/creds/app")
                .url("mongodb://" + address() + "/" + database)
                .build()) {
            MongoCollection<Document> orders = client.getDatabase(database).getCollection("orders");
            orders.insertOne(new Document("_id", 1));
            broker.leases().revoke(client.status().lease().orElseThrow().id());

            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> orders.countDocuments() == 1);

            assertThat(client.status().generation()).isEqualTo(2);
            assertThat(users()).hasSize(1);
        }
    }

    /**
     * Connections end when they have been idle for a millisecond, so that logins go on all the time. With one account, a cursor that
     * is open cannot log in any more, so none is.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aStaticRoleIsFollowedWithoutAFailedOperation(boolean pair) {
        String first = database + "_legacy";
        String second = database + "_second";
        for (String account : List.of(first, second)) {
            server().createUser("admin", account, "old", new Document("role", "readWrite").append("db", database));
        }
        Map<String, Object> role =
                new HashMap<>(Map.of("db_name", "mongo", "username", first, "rotation_period", "24h"));
        if (pair) {
            role.put("alternate_username", second);
        }
        broker.write("database/static-roles/legacy", role);
        try (RotatingMongoClient client = RotatingMongoClient.builder()
                        .broker(broker)
                        .path("database/static-creds/legacy")
                        .url("mongodb://" + address() + "/" + database + "?authSource=admin&maxIdleTimeMS=1")
                        .build();
                BusyMongo busy = new BusyMongo(client, database, 3, pair ? 7 : BusyMongo.WALKED)) {
            for (int i = 0; i < ROTATIONS; i++) {
                long generation = client.status().generation();
                long before = busy.operations();
                broker.write("database/static-roles/legacy/rotate-credentials", Map.of());
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> client.status().generation() > generation && busy.operations() > before + 20);
            }
            assertThat(busy.failures()).isEmpty();
        }
    }

    /** The users of the database. */
    private List<String> users() {
        return server().users().stream()
                .filter(user -> user.startsWith(database + "."))
                .toList();
    }
}
