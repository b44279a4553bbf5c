package io.leasehold.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import io.leasehold.Secret;
import io.leasehold.database.mongo.StandInMongo;
import io.leasehold.testkit.server.FaultyProxy;
import io.leasehold.testkit.time.SettableTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Refused logins, users that are gone, targets that are down, limits that pass, and the end. */
class RotatingMongoFaultsIT {

    private final StandInMongo server = StandInMongo.start();
    private final SettableTime time = SettableTime.manual();
    private final HandDrivenSecret secret = new HandDrivenSecret(new MongoUsers(server, "shop"));
    private RotatingMongoClient client = builder(server.port()).build();
    private MongoCollection<Document> orders = orders();

    private RotatingMongoClientBuilder builder(int port) {
        return RotatingMongoClient.builder()
                .secret(secret)
                .timeSource(time)
                .closeTimeout(Duration.ofMillis(200))
                .url("mongodb://" + server.host() + ":" + port + "/shop?serverSelectionTimeoutMS=3000");
    }

    private MongoCollection<Document> orders() {
        return client.getDatabase("shop").getCollection("orders");
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void anOperationThatARefusedLoginKeptFromBeingSentRunsOnTheNextCredential() throws Exception {
        String user = user();
        server.changePassword("shop", user, "changed elsewhere");
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int id = i;
            waiting.add(CompletableFuture.runAsync(() -> orders.insertOne(new Document("_id", id))));
        }
        await().until(() -> !secret.refused.isEmpty());

        // As of a static role: the same user, and no lease.
        secret.rotateTo(Secret.of(
                Map.of("username", user, "password", "changed elsewhere"), Set.of("username"), null, List.of()));

        for (CompletableFuture<Void> each : waiting) {
            each.get(10, TimeUnit.SECONDS);
        }
        assertThat(orders.countDocuments()).isEqualTo(5);
        assertThat(secret.refused).as("one refresh, not a storm").hasSize(1);
    }

    @Test
    void whenThereIsNoOtherCredentialTheDriversErrorComesAfterTheTimeForSelectingAServer() {
        String password = (String) secret.current().data().get("password");
        server.changePassword("shop", user(), "changed elsewhere");

        assertThatThrownBy(() -> orders.countDocuments())
                .isInstanceOf(MongoSecurityException.class)
                .hasMessageNotContaining(password);
        long logins = server.received("saslStart").size();
        assertThatThrownBy(() -> orders.withTimeout(300, TimeUnit.MILLISECONDS).countDocuments())
                .isInstanceOf(MongoSecurityException.class);
        assertThat(server.received("saslStart"))
                .as("the refused credential is not tried again at once")
                .hasSize((int) logins);
        assertThat(secret.refused).hasSize(1);
        server.changePassword("shop", user(), password);
        time.advance(Duration.ofSeconds(5));
        assertThat(orders.countDocuments()).isZero();
    }

    @Test
    void aUserThatWasRevokedElsewhereIsReportedOnceAndReplaced() {
        insert(1);
        String gone = user();
        server.removeUser("shop", gone);

        assertThatThrownBy(() -> orders.find().first())
                .isInstanceOfSatisfying(
                        MongoCommandException.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(13));
        await().until(() -> secret.refused.size() == 1);
        CompletableFuture<Document> next =
                CompletableFuture.supplyAsync(() -> orders.find().first());
        secret.rotate();

        assertThat(next.join()).isNotNull();
        assertThat(secret.refused).hasSize(1);
        assertThat(user()).isNotEqualTo(gone);
    }

    @Test
    void aRightThatTheRoleLacksAsksForNoOtherCredential() {
        MongoCollection<Document> foreign = client.getDatabase("other").getCollection("secrets");

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> foreign.find().first()).isInstanceOf(MongoCommandException.class);
        }
        // The server was asked who is logged in, and what it said has had its effect.
        await().until(() -> !server.received("connectionStatus").isEmpty());
        await().until(() -> client.status().users().get(1L) == 0);

        assertThat(secret.refused).isEmpty();
        assertThat(server.received("connectionStatus")).hasSize(1);
    }

    @Test
    void whileTheTargetIsDownTheFormerCredentialStays() {
        insert(1);
        String former = user();
        server.stop();
        secret.rotate();
        await().until(() -> threadsNamed("leasehold-mongoclient-") > 0);
        assertThatThrownBy(() -> orders.countDocuments()).isInstanceOf(MongoException.class);
        assertThat(client.status().generation()).isEqualTo(1);
        assertThat(secret.ended).isEmpty();

        server.restart();

        await().atMost(Duration.ofSeconds(60)).until(() -> client.status().generation() == 2);
        assertThat(orders.countDocuments()).isEqualTo(1);
        await().until(() -> secret.endedUsers().contains(former));
        assertThat(secret.refused).isEmpty();
    }

    @Test
    void aFreshCredentialThatDoesNotWorkYetIsNotPublished() {
        Secret former = secret.current();
        secret.rotateTo(HandDrivenSecret.secret("late", "later"));
        await().until(() -> !secret.refused.isEmpty());
        orders.insertOne(new Document("_id", 1));
        assertThat(client.status().generation()).isEqualTo(1);

        server.addUser("shop", "late", "later", "readWrite");
        time.advance(Duration.ofSeconds(5));

        await().until(() -> client.status().generation() == 2);
        assertThat(orders.countDocuments()).isEqualTo(1);
        await().until(() -> secret.endedUsers().contains(HandDrivenSecret.username(former)));
    }

    @Test
    void aRotationThatIsOvertakenByTheNextLetsItsLeaseGo() {
        String first = user();
        secret.rotateTo(HandDrivenSecret.secret("never", "wrong"));
        await().until(() -> !secret.refused.isEmpty());

        secret.rotate();

        await().until(() -> secret.endedUsers().containsAll(List.of("never", first)));
        assertThat(client.status().generation()).isEqualTo(3);
    }

    @Test
    void whatIsStillOpenAtTheLimitEndsWithItsClient() {
        insert(100);
        secret.drainLimit(Duration.ofMinutes(1));
        MongoCursor<Document> cursor = orders.find().batchSize(10).cursor();
        ClientSession session = client.startSession();
        String first = user();
        secret.rotate();
        await().until(() -> client.status().generation() == 2);
        time.advance(Duration.ofSeconds(59));
        orders.countDocuments();
        assertThat(secret.ended).isEmpty();

        time.advance(Duration.ofSeconds(1));

        await().until(() -> secret.endedUsers().contains(first));
        await().until(() -> server.connectionsOf(first) == 0);
        assertThat(client.status().aborted()).isEqualTo(2);
        assertThatThrownBy(() -> cursor.forEachRemaining(each -> {})).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> orders.countDocuments(session)).isInstanceOf(IllegalStateException.class);
        cursor.close();
        session.close();
        assertThat(orders.countDocuments()).isEqualTo(100);
        assertThat(client.status().users()).containsOnlyKeys(2L);
    }

    @Test
    void closingEndsWhatIsOpenAndLeavesNothing() {
        insert(100);
        MongoCursor<Document> cursor = orders.find().batchSize(10).cursor();
        String user = user();

        client.close();
        client.close();

        assertThat(client.status().closed()).isTrue();
        assertThat(client.status().aborted()).isEqualTo(1);
        assertThat(secret.closed).as("the caller's own").isFalse();
        await().until(() -> server.connectionsOf(user) == 0);
        await().until(() -> threadsNamed("leasehold-mongoclient-") == 0);
        assertThatThrownBy(() -> orders.countDocuments())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        cursor.close();
    }

    @Test
    @SuppressWarnings("try") // The proxy is closed before its time, to let the operation go that it holds.
    void closingWaitsForOperationsUnderWayButNotForEver() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.to(server.host(), server.port())) {
            client.close();
            client = builder(proxy.port()).build();
            MongoCollection<Document> slow = orders();
            slow.insertOne(new Document("_id", 1));
            proxy.stall();
            AtomicInteger failed = new AtomicInteger();
            Thread stuck = new Thread(() -> {
                try {
                    slow.countDocuments();
                } catch (RuntimeException e) {
                    failed.incrementAndGet();
                }
            });
            stuck.start();
            await().until(() -> client.status().users().get(1L) == 1);

            client.close();

            assertThat(client.status().aborted()).isEqualTo(1);
            proxy.close();
            stuck.join(10_000);
            assertThat(failed).hasValue(1);
        }
    }

    private void insert(int count) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            documents.add(new Document("_id", i));
        }
        orders.insertMany(documents);
    }

    private String user() {
        return HandDrivenSecret.username(secret.current());
    }

    private static long threadsNamed(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }
}
