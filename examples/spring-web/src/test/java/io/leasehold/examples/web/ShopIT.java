package io.leasehold.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leasehold.RotationStatus;
import io.leasehold.SecretBroker;
import io.leasehold.spring.tls.TlsBundles;
import io.leasehold.testkit.server.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;

/** What must hold for an application on the starter: customers do not notice what happens to its credentials. */
class ShopIT {

    private static final int CUSTOMERS = 4;
    private static final int ROTATIONS = 100;
    private static final String USERS = "database/creds/shop-default";

    private static PostgresServer server;
    private static int databases;

    @TempDir
    Path folder;

    private String database;

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
        server.execute("postgres", "CREATE ROLE shop_owner NOLOGIN");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void createDatabase() {
        database = server.createDatabase("shop_" + databases++);
        for (String statement : setup().split(";", -1)) {
            if (statement.contains("GRANT")) {
                server.execute(database, statement);
            }
        }
    }

    /** What the example tells to run once; roles are the whole server's, so only its grants are for each database. */
    private static String setup() {
        try {
            return new ClassPathResource("database-setup.sql").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Instance instance() {
        return Instance.start(server, database, folder.resolve("leases.db"));
    }

    @Test
    void aHundredRotationsFailNoRequest() {
        try (Instance shop = instance();
                Customers customers = customersOf(shop)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> customers.served() > 20);
            for (int i = 0; i < ROTATIONS; i++) {
                long served = customers.served();
                rotate(shop.broker());
                if (i % 10 == 0) {
                    shop.bean(TlsBundles.class).get("shop").rotate();
                    shop.bean(TlsBundles.class).get("front").rotate();
                }
                await().atMost(Duration.ofSeconds(60)).until(() -> customers.served() > served + CUSTOMERS);
            }
            assertThat(customers.failures()).isEmpty();
            assertThat(status(shop.broker()).generation()).isGreaterThan(ROTATIONS);
        }
        assertThat(usersLeft()).isEmpty();
    }

    @Test
    void aRestartOfTheDatabaseFailsNoMoreThanWithAFixedPassword() {
        try (Instance shop = instance();
                Instance plain = Instance.plain(server, database);
                Customers ours = customersOf(shop);
                Customers theirs = customersOf(plain, false)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> ours.served() > 20 && theirs.served() > 20);

            server.restart();

            long oursThen = ours.served();
            long theirsThen = theirs.served();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> ours.served() > oursThen + 100 && theirs.served() > theirsThen + 100);
            rotate(shop.broker());
            long then = ours.served();
            await().atMost(Duration.ofSeconds(60)).until(() -> ours.served() > then + 100);
            assertFailuresAlike(ours, theirs);
        }
    }

    @Test
    void tenMinutesWithoutTheDatabaseFailNoMoreThanWithAFixedPassword() {
        try (DrivenClock clock = new DrivenClock();
                Instance shop = Instance.driven(server, database, clock);
                Instance plain = Instance.plain(server, database);
                Customers ours = customersOf(shop);
                Customers theirs = customersOf(plain, false)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> ours.served() > 20 && theirs.served() > 20);
            Duration renewed = status(shop.broker()).remaining().orElseThrow();

            server.stop();
            for (int i = 0; i < 60; i++) {
                clock.advance(Duration.ofSeconds(10));
                pause();
            }
            // A renewal has been tried, which takes as long as connections are waited for.
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> status(shop.broker()).failures() > 0);
            server.restart();

            long oursThen = ours.served();
            long theirsThen = theirs.served();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                clock.advance(Duration.ofSeconds(1));
                return ours.served() > oursThen + 100
                        && theirs.served() > theirsThen + 100
                        && status(shop.broker()).failures() == 0;
            });
            assertFailuresAlike(ours, theirs);
            assertThat(status(shop.broker()).remaining().orElseThrow()).isBetween(renewed.dividedBy(2), renewed);
        }
    }

    /**
     * Both pools find their broken connections when they use them, so that each customer may fail once on either side, whoever is
     * unlucky.
     */
    private static void assertFailuresAlike(Customers ours, Customers theirs) {
        assertThat(ours.failures()).hasSizeLessThanOrEqualTo(theirs.failures().size() + CUSTOMERS);
    }

    @Test
    void instancesThatRestartInTurnFailNoRequest() {
        AtomicReference<Instance> serving = new AtomicReference<>();
        AtomicReference<HttpClient> client = new AtomicReference<>();
        Instance first = instance();
        Instance second = instance();
        try {
            send(serving, client, first);
            try (Customers customers =
                    Customers.come(CUSTOMERS, () -> serving.get().orders(true), client::get)) {
                for (int i = 0; i < 3; i++) {
                    send(serving, client, second);
                    requestsEnd(customers);
                    first.close();
                    first = instance();
                    send(serving, client, first);
                    requestsEnd(customers);
                    second.close();
                    second = instance();
                    rotate(first.broker());
                }
                assertThat(customers.failures()).isEmpty();
            }
        } finally {
            first.close();
            second.close();
        }
        assertThat(usersLeft()).isEmpty();
    }

    @Test
    void operatorsSeeWhatTheBrokerDoes() throws IOException, InterruptedException {
        try (Instance shop = instance()) {
            rotate(shop.broker());
            assertThat(get(shop.management("health"))).contains("\"leasehold\"").contains("\"status\":\"UP\"");
            assertThat(get(shop.management("leasehold"))).contains(USERS).doesNotContain("password");
            // A rotation is counted after the pool has changed over.
            await().untilAsserted(() -> assertThat(get(shop.management("prometheus")))
                    .contains("leasehold_lease_issue_seconds_count")
                    .contains("leasehold_secret_rotations_total")
                    .contains("leasehold_pool_connections"));
        }
    }

    @Test
    void aMigrationHasAUserOfItsOwnThatIsGone() {
        try (Instance shop = instance()) {
            // The pool's own first user goes in the background after the migration.
            await().untilAsserted(() ->
                    assertThat(usersLeft()).singleElement().asString().doesNotContain("migration"));
            assertThat(shop.broker().leases().count("database/creds/shop-default-migration"))
                    .isZero();
        }
    }

    /** Lets the threads that wait for the clock come to see it. */
    private static void pause() {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }

    private static Customers customersOf(Instance shop) {
        return customersOf(shop, true);
    }

    private static Customers customersOf(Instance shop, boolean secure) {
        HttpClient client = secure
                ? shop.client()
                : HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        URI orders = shop.orders(secure);
        return Customers.come(CUSTOMERS, () -> orders, () -> client);
    }

    /** What a balancer does: from now on requests go to this instance. */
    private static void send(AtomicReference<Instance> serving, AtomicReference<HttpClient> client, Instance to) {
        client.set(to.client());
        serving.set(to);
    }

    /** Waits until every request that was under way has ended. */
    private static void requestsEnd(Customers customers) {
        long[] before = customers.ended();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            long[] now = customers.ended();
            return IntStream.range(0, CUSTOMERS).allMatch(i -> now[i] > before[i]);
        });
    }

    private static void rotate(SecretBroker broker) {
        long before = status(broker).generation();
        broker.rotate(USERS);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> status(broker).generation() > before);
    }

    private static RotationStatus status(SecretBroker broker) {
        return broker.observations().secrets().stream()
                .filter(secret -> secret.path().equals(USERS))
                .findFirst()
                .orElseThrow();
    }

    private List<String> usersLeft() {
        try (var connection = server.admin(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT rolname FROM pg_roles WHERE rolname LIKE 'v-%'")) {
            List<String> users = new ArrayList<>();
            while (rows.next()) {
                users.add(rows.getString(1));
            }
            return users;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String get(URI uri) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
