package io.leasehold.database.snowflake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers Snowflake's driver on 127.0.0.1 and a free port, over HTTP. Not Snowflake: see the package. */
public final class StandInSnowflake implements AutoCloseable {

    public static final String ADMIN = "STANDIN_ADMIN";

    static {
        // Otherwise each answer waits 40 ms for the client's acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** What the driver takes for a query. */
    private static final int SELECT = 0x1000;

    private final StandInStatements statements = new StandInStatements();
    private final Map<String, String> sessions = new ConcurrentHashMap<>();
    private final List<String> received = new ArrayList<>();
    private final String adminPassword = UUID.randomUUID().toString();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "stand-in-snowflake");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpServer server;

    private StandInSnowflake() {
        createUser(ADMIN, Map.of("PASSWORD", adminPassword));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public static StandInSnowflake start() {
        return new StandInSnowflake();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String adminPassword() {
        return adminPassword;
    }

    public void createUser(String name, Map<String, String> properties) {
        synchronized (statements) {
            statements.users.put(name, new StandInUser(name, properties));
        }
    }

    public void dropUser(String name) {
        synchronized (statements) {
            statements.users.keySet().removeIf(name::equalsIgnoreCase);
        }
    }

    public Set<String> users() {
        synchronized (statements) {
            return new TreeSet<>(statements.users.keySet());
        }
    }

    /** The user that a name means, whatever its case. */
    public StandInUser user(String name) {
        synchronized (statements) {
            return statements.users.values().stream()
                    .filter(user -> user.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** The user of this very spelling. */
    public StandInUser exactly(String name) {
        synchronized (statements) {
            return statements.users.get(name);
        }
    }

    public void renameUser(String name, String newName) {
        synchronized (statements) {
            StandInUser user = statements.users.remove(name);
            statements.users.put(newName, new StandInUser(newName, user.properties()));
        }
    }

    /** As after a restart: tokens are no longer known. */
    public void endSessions() {
        sessions.clear();
    }

    public List<String> received() {
        synchronized (statements) {
            return List.copyOf(received);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = body(exchange);
            String path = exchange.getRequestURI().getPath();
            Object data;
            try {
                data = switch (path) {
                    case "/session/v1/login-request" -> login(body.path("data"));
                    case "/queries/v1/query-request" ->
                        query(exchange, body.path("sqlText").stringValue(""));
                    case "/session/heartbeat" -> alive(exchange);
                    default -> Map.of();
                };
                send(exchange, Map.of("data", data, "success", true));
            } catch (ServiceError error) {
                send(
                        exchange,
                        Map.of(
                                "data", Map.of("sqlState", error.state, "errorCode", error.number, "queryId", "01-0"),
                                "code", Integer.toString(error.number),
                                "message", String.valueOf(error.getMessage()),
                                "success", false));
            }
        }
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if ("gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
                body = plain.readAllBytes();
            }
        }
        return JSON.readTree(body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body);
    }

    private static void send(HttpExchange exchange, Object answer) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private Object login(JsonNode data) throws ServiceError {
        String name = data.path("LOGIN_NAME").stringValue("");
        StandInUser user = user(name);
        boolean proven = user != null
                && (data.path("AUTHENTICATOR").stringValue("").equals("SNOWFLAKE_JWT")
                        ? user.signed(data.path("TOKEN").stringValue(""))
                        : user.hasPassword(data.path("PASSWORD").stringValue("")));
        if (!proven) {
            throw new ServiceError(390100, "28000", "Incorrect username or password was specified.");
        }
        if (user.disabled()) {
            throw new ServiceError(390101, "28000", "User access disabled. Contact your local system administrator.");
        }
        String token = UUID.randomUUID().toString();
        sessions.put(token, user.name());
        return Map.of(
                "token", token,
                "masterToken", UUID.randomUUID().toString(),
                "validityInSeconds", 3600,
                "masterValidityInSeconds", 14400,
                "sessionId", sessions.size(),
                "parameters", List.of(Map.of("name", "AUTOCOMMIT", "value", true)),
                "sessionInfo", Map.of("roleName", "PUBLIC"));
    }

    /** The session's user must be there still, and not disabled. */
    private Map<String, String> alive(HttpExchange exchange) throws ServiceError {
        String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String user = sessions.getOrDefault(header.replaceAll(".*Token=\"|\"", ""), "");
        StandInUser known = user(user);
        if (known == null || known.disabled()) {
            throw new ServiceError(
                    390111, "08003", "Session no longer exists. New login required to access the service.");
        }
        return Map.of();
    }

    private Object query(HttpExchange exchange, String sql) throws ServiceError {
        alive(exchange);
        List<StandInUser> found;
        synchronized (statements) {
            received.add(sql);
        }
        found = statements.execute(sql);
        List<List<String>> rows = found.stream()
                .map(each -> List.of(each.name(), each.get("COMMENT")))
                .toList();
        return Map.of(
                "parameters",
                List.of(),
                "rowtype",
                List.of(column("name"), column("comment")),
                "rowset",
                rows,
                "total",
                rows.size(),
                "returned",
                rows.size(),
                "queryId",
                UUID.randomUUID().toString(),
                "queryResultFormat",
                "json",
                "statementTypeId",
                SELECT,
                "version",
                1,
                "finalRoleName",
                "PUBLIC");
    }

    private static Map<String, Object> column(String name) {
        return Map.of("name", name, "type", "text", "length", 1000, "byteLength", 4000, "nullable", true);
    }
}
