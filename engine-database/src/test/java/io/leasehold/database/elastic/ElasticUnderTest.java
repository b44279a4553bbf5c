package io.leasehold.database.elastic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that tests talk to with a client of their own. */
public interface ElasticUnderTest extends AutoCloseable {

    JsonMapper JSON = JsonMapper.builder().build();
    HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    int port();

    String adminUser();

    String adminPassword();

    @Override
    void close();

    default String host() {
        return "127.0.0.1";
    }

    default HttpResponse<String> request(String user, String password, String method, String path, String body) {
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host() + ":" + port() + path))
                .header("Authorization", "Basic " + pair)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request as administrator that has to succeed. */
    default JsonNode admin(String method, String path, String body) {
        HttpResponse<String> answer = request(adminUser(), adminPassword(), method, path, body);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    default boolean canLogin(String user, String password) {
        int status =
                request(user, password, "GET", "/_security/_authenticate", "").statusCode();
        if (status != 200 && status != 401) {
            throw new IllegalStateException("status " + status);
        }
        return status == 200;
    }

    /** All native users but the product's own. */
    default Set<String> users() {
        Set<String> names = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> user :
                admin("GET", "/_security/user", "").properties()) {
            if (!user.getValue().at("/metadata/_reserved").asBoolean(false)) {
                names.add(user.getKey());
            }
        }
        return names;
    }

    default Set<String> roles() {
        return new LinkedHashSet<>(admin("GET", "/_security/role", "").propertyNames());
    }

    default void createUser(String name, String password, String role) {
        String body = JSON.writeValueAsString(Map.of("password", password, "roles", Set.of(role)));
        admin("PUT", "/_security/user/" + encoded(name), body);
    }

    default void deleteUser(String name) {
        request(adminUser(), adminPassword(), "DELETE", "/_security/user/" + encoded(name), "");
    }

    default void deleteRole(String name) {
        request(adminUser(), adminPassword(), "DELETE", "/_security/role/" + encoded(name), "");
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
