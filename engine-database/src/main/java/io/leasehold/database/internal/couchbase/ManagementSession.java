package io.leasehold.database.internal.couchbase;

import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpAnswer;
import io.leasehold.database.internal.http.HttpCall;
import io.leasehold.database.internal.http.HttpException;
import io.leasehold.database.internal.http.HttpFailure;
import io.leasehold.database.internal.http.HttpLogin;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The requests that are needed ("Authorization API", Couchbase manual), each within what is left of a time limit. For one thread.
 */
final class ManagementSession {

    private static final String USERS = "/settings/rbac/users/local";

    /** How the server says that there is no such user, for a look and for a removal. */
    private static final List<String> ABSENT = List.of("Unknown user.", "User was not found.");

    private final AdminLink link;
    private final HttpLogin login;
    private final TimeLimit limit;

    ManagementSession(AdminLink link, HttpLogin login, TimeLimit limit) {
        this.link = link;
        this.login = login;
        this.limit = limit;
    }

    /** Asks who is logged in, which everybody may. */
    void whoAmI() throws HttpException {
        succeeded("log in", call("log in", "GET", "/whoami", null));
    }

    /** Whether the server is of the edition whose users change their own passwords. */
    boolean isEnterprise() throws HttpException {
        return succeeded("get pools", call("get pools", "GET", "/pools", null))
                .path("isEnterprise")
                .asBoolean(false);
    }

    /** How long passwords have to be. */
    int shortestPassword() throws HttpException {
        return succeeded("get password policy", call("get password policy", "GET", "/settings/passwordPolicy", null))
                .path("minLength")
                .asInt(0);
    }

    /** Looks for a local user. */
    Optional<LocalUser> user(String name) throws HttpException {
        HttpAnswer answer = call("get user", "GET", userPath(name), null);
        if (isAbsent(answer)) {
            return Optional.empty();
        }
        return Optional.of(LocalUser.of(succeeded("get user", answer)));
    }

    /** All local users. */
    List<LocalUser> users() throws HttpException {
        List<LocalUser> users = new ArrayList<>();
        for (JsonNode user : succeeded("get users", call("get users", "GET", USERS, null))) {
            users.add(LocalUser.of(user));
        }
        return users;
    }

    /** Makes a local user, or changes all of one that there is. */
    void putUser(String step, LocalUser user, String password) throws HttpException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("name", user.fullName());
        form.put("password", password);
        form.put("roles", String.join(",", user.grants().roles()));
        if (!user.grants().groups().isEmpty()) {
            // Editions without groups refuse the parameter.
            form.put("groups", String.join(",", user.grants().groups()));
        }
        succeeded(step, call(step, "PUT", userPath(user.id()), form));
    }

    /** Removes a local user; one that is absent is success. */
    void deleteUser(String name) throws HttpException {
        HttpAnswer answer = call("delete user", "DELETE", userPath(name), null);
        if (!isAbsent(answer)) {
            succeeded("delete user", answer);
        }
    }

    /** Sets the password of the one who is logged in, and nothing else. */
    void changeOwnPassword(String password) throws HttpException {
        succeeded(
                "change password",
                call("change password", "POST", "/controller/changePassword", Map.of("password", password)));
    }

    private HttpAnswer call(String step, String method, String path, @Nullable Map<String, String> form)
            throws HttpException {
        return link.exchange(
                step,
                method,
                path,
                Optional.of(login),
                Optional.ofNullable(form).map(ManagementSession::body),
                limit);
    }

    private static HttpCall.Body body(Map<String, String> form) {
        return HttpCall.Body.form(form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")));
    }

    private static boolean isAbsent(HttpAnswer answer) {
        return answer.status() == HttpFailure.NOT_FOUND
                && ABSENT.contains(answer.json().asString(""));
    }

    private static JsonNode succeeded(String step, HttpAnswer answer) throws HttpException {
        if (answer.succeeded()) {
            return answer.json();
        }
        throw new HttpException(step, HttpFailure.answered(answer.status(), words(answer)));
    }

    /** Errors are texts, objects with a message, or objects with a text per parameter. */
    private static String words(HttpAnswer answer) {
        JsonNode document = answer.json();
        if (document.path("message").isString()) {
            return document.path("message").stringValue();
        }
        if (document.path("errors").isObject()) {
            return document.path("errors").properties().stream()
                    .map(error -> error.getKey() + ": " + error.getValue().asString(""))
                    .collect(Collectors.joining("; "));
        }
        return document.asString(answer.body());
    }

    /** A part of a path is encoded as RFC 3986, section 3.3, wants it. */
    private static String userPath(String name) {
        return USERS + "/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A");
    }
}
