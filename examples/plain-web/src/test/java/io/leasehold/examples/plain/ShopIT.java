package io.leasehold.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.leasehold.RotationStatus;
import io.leasehold.pki.tls.RotatingTls;
import io.leasehold.testkit.server.PostgresServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShopIT {

    private static final String DATABASE = "plain_shop";
    private static final int ROTATIONS = 10;

    private static PostgresServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
        server.createDatabase(DATABASE);
        server.execute(
                DATABASE, "CREATE ROLE shop_owner NOLOGIN", "GRANT USAGE, CREATE ON SCHEMA public TO shop_owner");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private Shop shop() throws IOException {
        return new Shop(
                new Settings(
                        server.jdbcUrl(DATABASE),
                        server.adminUser(),
                        server.adminPassword(),
                        folder.resolve("leases.db")),
                0);
    }

    @Test
    void ordersAreTakenWhileUsersAndCertificatesRotate() throws Exception {
        try (Shop shop = shop();
                RotatingTls front = front(shop)) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(front.sslContext()).build();
            for (int i = 0; i < ROTATIONS; i++) {
                assertThat(order(shop, client).statusCode()).isEqualTo(201);
                long generation = status(shop).generation();
                shop.broker().rotate(Brokerage.USERS);
                shop.tls().rotate();
                front.rotate();
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    assertThat(order(shop, client).statusCode()).isEqualTo(201);
                    return status(shop).generation() > generation;
                });
            }
            assertThat(users()).isPositive();
        }
        assertThat(users()).as("users after the end").isZero();
    }

    @Test
    void aSecondStartFindsWhatTheFirstHasSetUp() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (Shop shop = shop();
                    RotatingTls front = front(shop)) {
                HttpClient client =
                        HttpClient.newBuilder().sslContext(front.sslContext()).build();
                assertThat(order(shop, client).statusCode()).isEqualTo(201);
            }
        }
    }

    @Test
    void whoShowsNoCertificateIsNotLetIn() throws Exception {
        try (Shop shop = shop()) {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(anonymous(shop.tls())).build();
            assertThatThrownBy(() -> order(shop, client)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void itsMetersCanBeScraped() throws Exception {
        try (Shop shop = shop()) {
            HttpRequest scrape = HttpRequest.newBuilder(shop.metrics()).build();
            HttpClient client = HttpClient.newHttpClient();
            // Numbers that have to be read appear a moment after the start.
            await().untilAsserted(() -> assertThat(client.send(scrape, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("leasehold_pool_connections")
                    .contains("leasehold_secret_generation")
                    .contains("leasehold_lease_issue_seconds_count"));
        }
    }

    private static RotatingTls front(Shop shop) {
        return RotatingTls.builder()
                .broker(shop.broker())
                .name("front")
                .issue("pki/issue/services", Map.of("common_name", "front.shop.internal", "ttl", "1h"))
                .build();
    }

    private static SSLContext anonymous(RotatingTls tls) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {tls.trustManager()}, null);
        return context;
    }

    private static HttpResponse<String> order(Shop shop, HttpClient client) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(shop.orders())
                        .POST(HttpRequest.BodyPublishers.ofString("tea"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static RotationStatus status(Shop shop) {
        return shop.broker().observations().secrets().stream()
                .filter(secret -> secret.path().equals(Brokerage.USERS))
                .findFirst()
                .orElseThrow();
    }

    private static int users() throws SQLException {
        try (Connection connection = server.admin(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT count(*) FROM pg_roles WHERE rolname LIKE 'v-shop-%'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
