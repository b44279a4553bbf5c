package io.leasehold.database.internal.elasticsearch;

import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpAnswer;
import io.leasehold.database.internal.http.HttpCall;
import io.leasehold.database.internal.http.HttpException;
import io.leasehold.database.internal.http.HttpFailure;
import io.leasehold.database.internal.http.HttpLogin;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The requests that are needed ("Security APIs", Elasticsearch manual), each within what is left of a time limit. A change is told as
 * done when it can be seen. For one thread.
 */
final class SecuritySession {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private final AdminLink link;
    private final String api;
    private final HttpLogin login;
    private final TimeLimit limit;

    SecuritySession(AdminLink link, String api, HttpLogin login, TimeLimit limit) {
        this.link = link;
        this.api = api;
        this.login = login;
        this.limit = limit;
    }

    /** Asks who is logged in, which everybody may. */
    void authenticate() throws HttpException {
        succeeded("log in", call("log in", "GET", "/_authenticate", null));
    }

    /** Whether the administrator may do with users and roles what it wants. */
    boolean mayManageSecurity() throws HttpException {
        ObjectNode wanted = JSON.createObjectNode();
        wanted.putArray("cluster").add("manage_security");
        JsonNode answer =
                succeeded("ask for privileges", call("ask for privileges", "POST", "/user/_has_privileges", wanted));
        return answer.path("has_all_requested").asBoolean(false);
    }

    /** Looks for a native user. */
    Optional<Marked> user(String name) throws HttpException {
        return find("get user", "/user/" + encoded(name), name);
    }

    /** Looks for a role. */
    Optional<Marked> role(String name) throws HttpException {
        return find("get role", "/role/" + encoded(name), name);
    }

    /** All native users, the product's own included. */
    Map<String, Marked> users() throws HttpException {
        JsonNode answer = succeeded("get users", call("get users", "GET", "/user", null));
        Map<String, Marked> users = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> user : answer.properties()) {
            users.put(user.getKey(), Marked.of(user.getValue()));
        }
        return users;
    }

    /** Makes a role, or changes one that there is. */
    void putRole(String name, ObjectNode definition) throws HttpException {
        String step = UserRoles.FIELD + ": put role";
        succeeded(step, call(step, "PUT", "/role/" + encoded(name), definition));
    }

    /**
     * Makes a user, or changes one that there is.
     *
     * @return whether it was made
     */
    boolean putUser(String name, String password, List<String> roles, String mark) throws HttpException {
        ObjectNode user = JSON.createObjectNode();
        user.put("password", password);
        ArrayNode names = user.putArray("roles");
        roles.forEach(names::add);
        Marked.write(user, mark);
        String step = UserRoles.FIELD + ": put user";
        JsonNode answer = succeeded(step, call(step, "PUT", "/user/" + encoded(name), user));
        return answer.path("created").asBoolean(true);
    }

    /** Sets the password of a user that there is, and nothing else. */
    void setPassword(String name, String password) throws HttpException {
        ObjectNode change = JSON.createObjectNode();
        change.put("password", password);
        succeeded("change password", call("change password", "PUT", "/user/" + encoded(name) + "/_password", change));
    }

    /** Removes a user; one that is absent is success. */
    void deleteUser(String name) throws HttpException {
        delete("delete user", "/user/" + encoded(name));
    }

    /** Removes a role; one that is absent is success. */
    void deleteRole(String name) throws HttpException {
        delete("delete role", "/role/" + encoded(name));
    }

    /** Ends the API keys that a user has made: they would outlive it. */
    void invalidateApiKeys(String username) throws HttpException {
        ObjectNode whose = JSON.createObjectNode();
        whose.put("username", username);
        succeeded("invalidate API keys", call("invalidate API keys", "DELETE", "/api_key", whose));
    }

    private Optional<Marked> find(String step, String path, String name) throws HttpException {
        HttpAnswer answer = call(step, "GET", path, null);
        if (answer.status() == HttpFailure.NOT_FOUND
                && answer.json().isObject()
                && !answer.json().has("error")) {
            return Optional.empty();
        }
        JsonNode found = succeeded(step, answer).path(name);
        return found.isObject() ? Optional.of(Marked.of(found)) : Optional.empty();
    }

    private void delete(String step, String path) throws HttpException {
        HttpAnswer answer = call(step, "DELETE", path, null);
        if (answer.status() != HttpFailure.NOT_FOUND || !answer.json().has("found")) {
            succeeded(step, answer);
        }
    }

    private HttpAnswer call(String step, String method, String path, @Nullable JsonNode body) throws HttpException {
        return link.exchange(
                step,
                method,
                api + path,
                Optional.of(login),
                Optional.ofNullable(body).map(document -> HttpCall.Body.json(document.toString())),
                limit);
    }

    private static JsonNode succeeded(String step, HttpAnswer answer) throws HttpException {
        JsonNode document = answer.json();
        if (answer.succeeded() && document.isObject()) {
            return document;
        }
        if (answer.succeeded()) {
            throw new HttpException(
                    step,
                    HttpFailure.answered(
                            answer.status(), "the answer is none of Elasticsearch's: is this its address?"));
        }
        JsonNode error = document.path("error");
        String said = error.path("reason").asString(error.asString(answer.body()));
        throw new HttpException(step, HttpFailure.answered(answer.status(), said));
    }

    /** A part of a path (RFC 3986, section 3.3). */
    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
