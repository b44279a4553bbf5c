package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoException;
import com.mongodb.ReadPreference;
import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.GridFSBuckets;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import io.leasehold.Secret;
import io.leasehold.database.mongo.StandInMongo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an application holds goes on over rotations, each thing on the client that it has to be on. */
class RotatingMongoClientIT {

    private static final int ROTATIONS = 200;

    private final StandInMongo server = StandInMongo.start();
    private final HandDrivenSecret secret = new HandDrivenSecret(new MongoUsers(server, "shop"));
    private final RotatingMongoClient client = RotatingMongoClient.builder()
            .secret(secret)
            .url("mongodb://" + server.host() + ":" + server.port() + "/shop")
            .build();
    private final MongoCollection<Document> orders = client.getDatabase("shop").getCollection("orders");

    @AfterEach
    void stop() {
        client.close();
        secret.close();
        server.close();
    }

    @Test
    void hundredsOfRotationsUnderLoadFailNoOperation() {
        long threadsBefore = monitors();
        try (BusyMongo busy = new BusyMongo(client, "shop", 4)) {
            for (int i = 2; i <= ROTATIONS; i++) {
                long before = busy.operations();
                rotate();
                await().until(() -> busy.operations() > before + 8);
            }
            assertThat(busy.failures()).isEmpty();
        }
        await().untilAsserted(() -> assertThat(secret.ended).hasSize(ROTATIONS - 1));
        assertThat(secret.ended)
                .as("no connection is left when a lease is let go")
                .allSatisfy(ended -> assertThat(ended.sessionsLeft()).isZero());
        assertThat(client.status().aborted()).isZero();
        assertThat(client.status().users()).containsExactly(Map.entry((long) ROTATIONS, 0));
        await().untilAsserted(() -> assertThat(monitors()).isLessThanOrEqualTo(threadsBefore));
    }

    @Test
    void aCollectionIsKeptForLife() {
        MongoCollection<Document> views = orders.withReadPreference(ReadPreference.nearest());
        orders.insertOne(new Document("_id", 1));
        String first = user();
        rotate();

        orders.insertOne(new Document("_id", 2));

        assertThat(views.countDocuments()).isEqualTo(2);
        assertThat(views.getReadPreference()).isEqualTo(ReadPreference.nearest());
        await().until(() -> secret.endedUsers().contains(first));
        assertThat(server.connectionsOf(first)).isZero();
        assertThat(server.connectionsOf(user())).isPositive();
    }

    @Test
    void aQueryIsKeptAndRunsOnTheCurrentClient() {
        insert(20);
        FindIterable<Document> query = orders.find(new Document("even", true)).batchSize(3);
        assertThat(query.into(new ArrayList<>())).hasSize(10);
        String first = user();
        rotate();
        await().until(() -> secret.endedUsers().contains(first));

        query.limit(4);

        assertThat(query.into(new ArrayList<>())).hasSize(4);
        assertThat(query.map(document -> document.getInteger("_id")).first()).isZero();
        List<Integer> seen = new ArrayList<>();
        query.forEach(document -> seen.add(document.getInteger("_id")));
        assertThat(seen).containsExactly(0, 2, 4, 6);
        assertThat(StreamSupport.stream(query.spliterator(), false)).hasSize(4);
    }

    @Test
    void anOpenCursorFinishesOnItsClient() {
        insert(300);
        String first = user();
        List<Integer> seen = new ArrayList<>();
        try (MongoCursor<Document> cursor = orders.find().batchSize(10).cursor()) {
            seen.add(cursor.next().getInteger("_id"));
            rotate();
            orders.insertOne(new Document("_id", 1000).append("even", true));
            assertThat(client.status().cursors()).isEqualTo(1);
            assertThat(client.status().users()).containsEntry(1L, 1);
            assertThat(client.status().drainingFor()).isPresent();
            while (cursor.hasNext()) {
                seen.add(cursor.next().getInteger("_id"));
            }
            // At its end, although nobody has closed it yet.
            await().until(() -> secret.endedUsers().contains(first));
        }
        assertThat(seen).hasSize(300).doesNotHaveDuplicates();
        assertThat(secret.ended.get(0).sessionsLeft()).isZero();
        assertThat(client.status().drainingFor()).isEmpty();
    }

    @Test
    void aCursorThatNobodyCanReachAnyMoreHoldsNothing() {
        insert(100);
        String first = user();
        readOne();
        rotate();

        await().until(() -> {
            System.gc();
            return secret.endedUsers().contains(first);
        });
        assertThat(client.status().aborted()).isZero();
    }

    /** As for (Document each : orders.find()) with a break. */
    private void readOne() {
        Iterator<Document> left = orders.find().batchSize(10).iterator();
        assertThat(left.next()).isNotNull();
        assertThat(client.status().cursors()).isEqualTo(1);
    }

    @Test
    void aSessionWithItsTransactionStaysOnItsClient() {
        String first = user();
        try (ClientSession session = client.startSession()) {
            session.startTransaction();
            orders.insertOne(session, new Document("_id", 1));
            rotate();
            client.getDatabase("shop").getCollection("orders").insertOne(session, new Document("_id", 2));
            assertThat(orders.countDocuments()).isZero();
            assertThat(client.status().sessions()).isEqualTo(1);
            assertThat(session.getOriginator()).isSameAs(client);

            session.commitTransaction();

            assertThat(orders.countDocuments()).isEqualTo(2);
            assertThat(orders.find(session).into(new ArrayList<>())).hasSize(2);
            assertThat(secret.endedUsers()).doesNotContain(first);
        }
        await().until(() -> secret.endedUsers().contains(first));
        assertThat(secret.ended.get(0).sessionsLeft()).isZero();
    }

    @Test
    void aSessionOfAnotherClientIsRefused() {
        try (RotatingMongoClient other = RotatingMongoClient.builder()
                        .secret(secret)
                        .url("mongodb://" + server.host() + ":" + server.port() + "/shop")
                        .build();
                ClientSession foreign = other.startSession()) {
            assertThatThrownBy(() -> orders.find(foreign))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ClientSession from same MongoClient");
        }
        ClientSession closed = client.startSession();
        closed.close();
        rotate();
        await().until(() -> secret.ended.size() == 1);
        assertThatThrownBy(() -> orders.countDocuments(closed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aChangeStreamGoesOnOnItsClient() {
        String first = user();
        try (MongoChangeStreamCursor<ChangeStreamDocument<Document>> changes =
                orders.watch().cursor()) {
            rotate();
            orders.insertOne(new Document("_id", 7));
            await().until(() -> {
                ChangeStreamDocument<Document> change = changes.tryNext();
                return change != null
                        && Integer.valueOf(7).equals(change.getFullDocument().get("_id"));
            });
            assertThat(changes.getResumeToken()).isNotNull();
            assertThat(secret.endedUsers()).doesNotContain(first);
        }
        await().until(() -> secret.endedUsers().contains(first));
    }

    @Test
    void aGridFsBucketIsKept() {
        GridFSBucket bucket = GridFSBuckets.create(client.getDatabase("shop"));
        byte[] content = "0123456789".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        ObjectId id = bucket.uploadFromStream("report", new ByteArrayInputStream(content));
        rotate();

        ByteArrayOutputStream read = new ByteArrayOutputStream();
        bucket.downloadToStream(id, read);

        assertThat(read.toByteArray()).isEqualTo(content);
    }

    @Test
    void moreClientsThanAllowedEndTheOldest() {
        insert(100);
        List<MongoCursor<Document>> cursors = new ArrayList<>();
        for (int i = 0; i < RotatingMongoClientBuilder.DEFAULT_MAX_CLIENTS; i++) {
            MongoCursor<Document> cursor = orders.find().batchSize(10).cursor();
            cursor.next();
            cursors.add(cursor);
            rotate();
        }
        await().until(() -> secret.ended.size() == 1);

        assertThat(client.status().aborted()).isEqualTo(1);
        assertThat(client.status().cursors()).isEqualTo(RotatingMongoClientBuilder.DEFAULT_MAX_CLIENTS - 1);
        assertThatThrownBy(() -> cursors.get(0).forEachRemaining(each -> {}))
                .isInstanceOfAny(IllegalStateException.class, MongoException.class);
        List<Document> rest = new ArrayList<>();
        cursors.get(1).forEachRemaining(rest::add);
        assertThat(rest).hasSize(99);
        cursors.forEach(MongoCursor::close);
        await().until(() -> secret.ended.size() == RotatingMongoClientBuilder.DEFAULT_MAX_CLIENTS);
    }

    @Test
    void whatIsShownHoldsNoSecret() {
        Secret current = secret.current();
        String password = (String) current.data().get("password");

        assertThat(client.toString()).isEqualTo("RotatingMongoClient[database/creds/app]");
        assertThat(orders.toString()).isEqualTo("MongoCollection of " + client);
        assertThat(orders.find(new Document("a", password)).toString()).isEqualTo("FindIterable of " + client);
        assertThat(client.status().toString()).doesNotContain(password);
        assertThat(orders).isNotEqualTo(client.getDatabase("shop").getCollection("orders"));
        assertThat(Set.of(orders)).contains(orders);
        assertThat(client.getClusterDescription()).isNotNull();
        assertThat(orders.getNamespace().getFullName()).isEqualTo("shop.orders");
    }

    private void insert(int count) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            documents.add(new Document("_id", i).append("even", i % 2 == 0));
        }
        orders.insertMany(documents);
    }

    private String user() {
        return HandDrivenSecret.username(secret.current());
    }

    private void rotate() {
        long generation = client.status().generation();
        secret.rotate();
        await().atMost(Duration.ofSeconds(30)).until(() -> client.status().generation() > generation);
    }

    /** The driver's own threads. */
    private static long monitors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("cluster-"))
                .count();
    }
}
