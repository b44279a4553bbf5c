package io.leasehold.database.internal.mongoclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.AggregateIterable;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.ClientSession;
import com.mongodb.client.DistinctIterable;
import com.mongodb.client.FindIterable;
import com.mongodb.client.ListCollectionNamesIterable;
import com.mongodb.client.ListCollectionsIterable;
import com.mongodb.client.ListDatabasesIterable;
import com.mongodb.client.ListIndexesIterable;
import com.mongodb.client.ListSearchIndexesIterable;
import com.mongodb.client.MapReduceIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCluster;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.MongoIterable;
import io.leasehold.database.RotatingMongoClient;
import io.leasehold.spi.time.TimeSource;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method of every interface of the driver that an application gets its hands on, found by reflection: none slips past a
 * rotation, also none of a later driver.
 */
class DelegationTest {

    private final TurnedSecret secret = new TurnedSecret("first");
    private final RecordingDriver driver = new RecordingDriver();
    private final RotatingClients clients =
            new RotatingClients(secret, driver, 100, Duration.ZERO, "test", TimeSource.system());
    private final RotatingMongoClient client = ClientHandle.open(clients, () -> {});

    /** How to come by an object of each interface. */
    @SuppressWarnings("deprecation") // As long as the driver has them all.
    private static final List<Origin> ORIGINS = List.of(
            new Origin(MongoClient.class, client -> client),
            new Origin(MongoCluster.class, client -> client.withTimeout(1, java.util.concurrent.TimeUnit.SECONDS)),
            new Origin(MongoDatabase.class, client -> client.getDatabase("x")),
            new Origin(MongoCollection.class, DelegationTest::collection),
            new Origin(FindIterable.class, client -> collection(client).find()),
            new Origin(AggregateIterable.class, client -> collection(client).aggregate(List.of())),
            new Origin(DistinctIterable.class, client -> collection(client).distinct("x", Document.class)),
            new Origin(MapReduceIterable.class, DelegationTest::mapReduce),
            new Origin(ChangeStreamIterable.class, client -> collection(client).watch()),
            new Origin(ListIndexesIterable.class, client -> collection(client).listIndexes()),
            new Origin(
                    ListSearchIndexesIterable.class,
                    client -> collection(client).listSearchIndexes()),
            new Origin(
                    ListCollectionsIterable.class,
                    client -> client.getDatabase("x").listCollections()),
            new Origin(
                    ListCollectionNamesIterable.class,
                    client -> client.getDatabase("x").listCollectionNames()),
            new Origin(ListDatabasesIterable.class, MongoCluster::listDatabases),
            new Origin(MongoIterable.class, MongoCluster::listDatabaseNames));

    private record Origin(Class<?> type, Function<MongoClient, Object> make) {}

    private static MongoCollection<Document> collection(MongoClient client) {
        return client.getDatabase("x").getCollection("y");
    }

    @SuppressWarnings("deprecation") // As long as the driver has it.
    private static Object mapReduce(MongoClient client) {
        return collection(client).mapReduce("x", "y");
    }

    @AfterEach
    void close() {
        client.close();
    }

    static Stream<Arguments> methods() {
        return ORIGINS.stream()
                .flatMap(origin -> Arrays.stream(origin.type().getMethods())
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .filter(method -> !Set.of("close", "appendMetadata").contains(method.getName()))
                        .map(method -> Arguments.of(origin.type().getSimpleName(), method, origin)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("methods")
    void runsOnTheCurrentClientHoweverOldTheObjectIs(String type, Method method, Origin origin) throws Exception {
        Object kept = origin.make().apply(client);
        rotate("second");
        driver.take();

        Object result = method.invoke(kept, Dummies.arguments(method, NO_SESSION));

        // Setting up a query touches no server; where it is executed is what counts, below.
        if (!takesSession(method) && !(kept instanceof MongoIterable && result instanceof MongoIterable)) {
            assertThat(driver.take())
                    .as("%s", method)
                    .isNotEmpty()
                    .allSatisfy(call -> assertThat(call.user()).isEqualTo("second"));
        }
        rotate("third");
        driver.take();
        execute(result);
        assertThat(driver.take())
                .as("what %s returned", method)
                .allSatisfy(call -> assertThat(call.user()).isEqualTo(ofResult(result, "third")));
        if (result == kept) {
            assertSetAgain((MongoIterable<?>) kept, method);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("methods")
    void runsOnTheClientOfItsSession(String type, Method method, Origin origin) throws Exception {
        if (!takesSession(method)) {
            return;
        }
        ClientSession session = client.startSession();
        Object kept = origin.make().apply(client);
        rotate("second");
        driver.take();

        Object result = method.invoke(kept, Dummies.arguments(method, session));
        if (result instanceof MongoIterable<?> query) {
            query.cursor().close();
        }

        assertThat(driver.take())
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.user()).isEqualTo("first"))
                .anySatisfy(call -> assertThat(call.arguments())
                        .anySatisfy(argument -> assertThat(argument)
                                .isInstanceOf(ClientSession.class)
                                .isNotSameAs(session)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("methods")
    void returnsNothingThatIsBoundToAClientUnseen(String type, Method method, Origin origin) {
        Class<?> returned = method.getReturnType();
        assertThat(Returns.of(method)).as("%s", method).isNotEqualTo(Returns.UNKNOWN);
        if (Returns.of(method) == Returns.VALUE) {
            assertThat(AutoCloseable.class.isAssignableFrom(returned))
                    .as("%s", method)
                    .isFalse();
            assertThat(returned.getPackageName())
                    .as("%s", method)
                    .matches(
                            "java\\.(lang|util)|org\\.bson(\\..*)?|com\\.mongodb|com\\.mongodb\\.bulk|com\\.mongodb\\.connection"
                                    + "|com\\.mongodb\\.client\\.(result|model\\.bulk)");
        }
        if (MongoIterable.class.isAssignableFrom(origin.type()) && Returns.of(method) == Returns.VALUE) {
            assertThat(method.getName())
                    .as("hands elements to the application, or not: is it known which?")
                    .isIn("first", "forEach", "into", "explain", "toCollection");
        }
    }

    private static final Object NO_SESSION = new Object();

    private static boolean takesSession(Method method) {
        return Arrays.asList(method.getParameterTypes()).contains(ClientSession.class);
    }

    private void execute(Object result) {
        if (result instanceof MongoIterable<?> query) {
            query.cursor().close();
        } else if (result instanceof MongoCluster cluster) {
            cluster.listDatabases().cursor().close();
        } else if (result instanceof MongoDatabase database) {
            database.runCommand(new Document());
        } else if (result instanceof MongoCollection<?> collection) {
            collection.countDocuments();
        } else if (result instanceof MongoCursor<?> cursor) {
            boolean unused = cursor.hasNext();
        } else if (result instanceof ClientSession session) {
            session.startTransaction();
        }
    }

    /** A cursor and a session stay where they began; everything else moves on. */
    private static String ofResult(Object result, String current) {
        return result instanceof MongoCursor<?> || result instanceof ClientSession ? "second" : current;
    }

    private void assertSetAgain(MongoIterable<?> kept, Method setter) {
        rotate("fourth");
        kept.cursor().close();
        assertThat(driver.take())
                .as("%s is set on the next client, too", setter)
                .anySatisfy(call -> assertThat(call.method().getName()).isEqualTo(setter.getName()));
    }

    private void rotate(String user) {
        long generation = client.status().generation();
        secret.rotateTo(user);
        await().pollInterval(Duration.ofMillis(1)).until(() -> client.status().generation() > generation);
    }
}
