package io.leasehold.examples.web;

import io.leasehold.SecretBroker;
import io.leasehold.testkit.server.PostgresServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** One instance of the shop. */
final class Instance implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Instance(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** As {@code application.yml} has it. */
    static Instance start(PostgresServer server, String database, Path store, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--STORE=" + store,
                "--DB_URL=" + server.jdbcUrl(database),
                "--DB_ADMIN=" + server.adminUser(),
                "--DB_ADMIN_PASSWORD=" + server.adminPassword(),
                "--PORT=0",
                "--MANAGEMENT_PORT=0",
                "--server.address=127.0.0.1"));
        arguments.addAll(List.of(more));
        return new Instance(application().run(arguments.toArray(String[]::new)));
    }

    /** The same on a clock that the test drives; with leases of 12 minutes, which have to be renewed within ten. */
    static Instance driven(PostgresServer server, String database, DrivenClock clock) {
        return new Instance(application()
                .initializers(clock)
                .run(
                        "--DB_URL=" + server.jdbcUrl(database),
                        "--DB_ADMIN=" + server.adminUser(),
                        "--DB_ADMIN_PASSWORD=" + server.adminPassword(),
                        "--PORT=0",
                        "--MANAGEMENT_PORT=0",
                        "--server.address=127.0.0.1",
                        "--leasehold.datasource.default.role.default-ttl=12m"));
    }

    /** What an application without the starter would be: a login that never changes, no TLS. */
    static Instance plain(PostgresServer server, String database) {
        return new Instance(application()
                .run(
                        "--leasehold.enabled=false",
                        "--spring.flyway.enabled=false",
                        "--spring.datasource.url=" + server.jdbcUrl(database),
                        "--spring.datasource.username=" + server.adminUser(),
                        "--spring.datasource.password=" + server.adminPassword(),
                        "--server.ssl.enabled=false",
                        "--PORT=0",
                        "--MANAGEMENT_PORT=0",
                        "--server.address=127.0.0.1"));
    }

    private static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(ShopApplication.class).bannerMode(Banner.Mode.OFF);
    }

    SecretBroker broker() {
        return context.getBean(SecretBroker.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    URI orders(boolean secure) {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        return URI.create((secure ? "https" : "http") + "://localhost:" + port + "/orders");
    }

    URI management(String path) {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty("local.management.port")
                + "/actuator/" + path);
    }

    /** A client that this shop lets in, whose certificate rotates as well. */
    HttpClient client() {
        SSLContext front = bean(SslBundles.class).getBundle("front").createSslContext();
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(front)
                .build();
    }

    @Override
    public void close() {
        context.close();
    }
}
