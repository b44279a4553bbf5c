package io.leasehold.database.couchbase;

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
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that tests talk to with a client of their own. */
public interface CouchbaseUnderTest extends AutoCloseable {

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

    default HttpResponse<String> request(
            String user, String password, String method, String path, Map<String, String> form) {
        String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host() + ":" + port() + path))
                .header("Authorization", "Basic " + pair)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
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
    default String admin(String method, String path, Map<String, String> form) {
        HttpResponse<String> answer = request(adminUser(), adminPassword(), method, path, form);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    default boolean canLogin(String user, String password) {
        int status = request(user, password, "GET", "/whoami", Map.of()).statusCode();
        if (status != 200 && status != 401) {
            throw new IllegalStateException("status " + status);
        }
        return status == 200;
    }

    default Set<String> users() {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode user : JSON.readTree(admin("GET", "/settings/rbac/users/local", Map.of()))) {
            names.add(user.path("id").stringValue());
        }
        return names;
    }

    default JsonNode user(String name) {
        return JSON.readTree(admin("GET", "/settings/rbac/users/local/" + encoded(name), Map.of()));
    }

    default void createUser(String name, String password, String roles) {
        admin("PUT", "/settings/rbac/users/local/" + encoded(name), Map.of("password", password, "roles", roles));
    }

    default void deleteUser(String name) {
        request(adminUser(), adminPassword(), "DELETE", "/settings/rbac/users/local/" + encoded(name), Map.of());
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
