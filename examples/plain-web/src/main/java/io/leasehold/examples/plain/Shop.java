package io.leasehold.examples.plain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.SecretBroker;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.micrometer.LeaseholdMetrics;
import io.leasehold.micrometer.RotatingDataSourceMetrics;
import io.leasehold.pki.tls.RotatingTls;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLParameters;

/** A shop over mutual TLS, on database users and certificates of an hour, whose meters can be scraped on this machine. */
final class Shop implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final SecretBroker broker;
    private final RotatingTls tls;
    private final HttpsServer server;
    private final HttpServer management;

    /**
     * Starts the shop.
     *
     * @param settings where things are
     * @param port where customers come; 0 for any
     * @throws IOException when a port is taken
     */
    Shop(Settings settings, int port) throws IOException {
        broker = closing(Brokerage.open(settings));
        Brokerage.migrate(broker, settings.url());

        RotatingDataSource rotating = closing(RotatingDataSource.builder()
                .broker(broker)
                .path(Brokerage.USERS)
                .url(settings.url())
                .build());
        HikariDataSource pool = closing(rotating.toPool(config -> config.setMaximumPoolSize(8)));

        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        closing(registry::close);
        closing(LeaseholdMetrics.of(broker)).bindTo(registry);
        closing(new RotatingDataSourceMetrics(rotating, "shop")).bindTo(registry);

        tls = closing(RotatingTls.builder()
                .broker(broker)
                .name("shop")
                .issue(
                        "pki/issue/services",
                        Map.of("common_name", "shop.internal", "alt_names", "localhost", "ttl", "1h"))
                .build());

        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setHttpsConfigurator(new MutualTls(tls));
        server.createContext("/orders", new OrdersHandler(new Orders(pool)));
        management = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        management.createContext("/metrics", exchange -> answer(exchange, 200, registry.scrape()));
        for (HttpServer each : new HttpServer[] {server, management}) {
            ExecutorService threads = Executors.newCachedThreadPool();
            closing(threads::shutdown);
            closing(() -> each.stop(1));
            each.setExecutor(threads);
            each.start();
        }
    }

    /** What was opened last is closed first: servers, meters, pool, data source, broker. */
    private <T extends AutoCloseable> T closing(T part) {
        parts.push(part);
        return part;
    }

    /**
     * Starts the shop until the process ends.
     *
     * @param arguments none; see {@link Settings#fromEnvironment()}
     * @throws IOException when a port is taken
     */
    public static void main(String[] arguments) throws IOException {
        Shop shop = new Shop(Settings.fromEnvironment(), 8443);
        Runtime.getRuntime().addShutdownHook(new Thread(shop::close, "shop-end"));
        System.out.println("orders at " + shop.orders() + ", meters at " + shop.metrics());
    }

    SecretBroker broker() {
        return broker;
    }

    RotatingTls tls() {
        return tls;
    }

    URI orders() {
        return URI.create("https://localhost:" + server.getAddress().getPort() + "/orders");
    }

    URI metrics() {
        return URI.create("http://localhost:" + management.getAddress().getPort() + "/metrics");
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                System.getLogger("shop").log(System.Logger.Level.WARNING, "something could not be closed", e);
            }
        }
        parts.clear();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Lets in only who shows a certificate of the same authority. */
    private static final class MutualTls extends HttpsConfigurator {

        MutualTls(RotatingTls tls) {
            super(tls.sslContext());
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters needed = getSSLContext().getDefaultSSLParameters();
            needed.setNeedClientAuth(true);
            parameters.setSSLParameters(needed);
        }
    }

    /** {@code POST} orders the item that the body names, {@code GET} shows the last orders. */
    private record OrdersHandler(Orders orders) implements HttpHandler {

        private static final int LONGEST = 100;

        @Override
        public void handle(HttpExchange exchange) throws IOException {
            try {
                switch (exchange.getRequestMethod()) {
                    case "GET" -> answer(exchange, 200, String.join("\n", orders.last()));
                    case "POST" -> order(exchange);
                    default -> answer(exchange, 405, "");
                }
            } catch (SQLException e) {
                System.getLogger("shop").log(System.Logger.Level.ERROR, "the database failed", e);
                answer(exchange, 503, "the database failed");
            }
        }

        private void order(HttpExchange exchange) throws IOException, SQLException {
            String item = new String(exchange.getRequestBody().readNBytes(LONGEST + 1), StandardCharsets.UTF_8);
            if (item.isBlank() || item.length() > LONGEST) {
                answer(exchange, 400, "an order has an item of 1 to 100 characters");
            } else {
                answer(exchange, 201, String.valueOf(orders.order(item, 1)));
            }
        }
    }
}
