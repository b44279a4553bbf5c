package io.leasehold.database.internal.influxdb;

import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.http.AdminLink;
import io.leasehold.database.internal.http.HttpAnswer;
import io.leasehold.database.internal.http.HttpCall;
import io.leasehold.database.internal.http.HttpException;
import io.leasehold.database.internal.http.HttpFailure;
import io.leasehold.database.internal.http.HttpLogin;
import io.leasehold.database.internal.sql.RenderedStatement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Statements of somebody, each a request of its own and within what is left of a time limit ("InfluxDB API reference", manual of
 * InfluxDB 1: {@code /query}). What is wrong with a statement stands in an answer that otherwise says success. For one thread.
 */
final class InfluxSession {

    /** What the server says of a user that there is not. */
    static final String USER_NOT_FOUND = "user not found";

    /** What the server says when it is to make a user of a name that is taken. */
    static final String USER_EXISTS = "user already exists";

    private static final int OK = 200;

    private final AdminLink link;
    private final Optional<HttpLogin> login;
    private final TimeLimit limit;

    private InfluxSession(AdminLink link, Optional<HttpLogin> login, TimeLimit limit) {
        this.link = link;
        this.login = login;
        this.limit = limit;
    }

    /** Begins a piece of work as administrator. */
    static InfluxSession of(AdminLink link, TimeLimit limit) {
        return new InfluxSession(link, Optional.of(link.administrator()), limit);
    }

    /** Begins a piece of work as somebody. */
    static InfluxSession as(HttpLogin login, AdminLink link, TimeLimit limit) {
        return new InfluxSession(link, Optional.of(login), limit);
    }

    /** Begins a piece of work without logging in. */
    static InfluxSession anonymous(AdminLink link, TimeLimit limit) {
        return new InfluxSession(link, Optional.empty(), limit);
    }

    /** Asks for nothing that needs a right. */
    void ping() throws HttpException {
        look("log in", "SHOW DATABASES");
    }

    /** Which version of the product answers; empty when it does not say so. */
    String version() throws HttpException {
        HttpAnswer answer = link.exchange("ping", "GET", "/ping", Optional.empty(), Optional.empty(), limit);
        return answer.headers().firstValue("X-Influxdb-Version").orElse("");
    }

    /** Whether there is a user. Needs an administrator. */
    boolean userExists(String username) throws HttpException {
        try {
            look("SHOW GRANTS", "SHOW GRANTS FOR " + quoted(username));
            return true;
        } catch (HttpException failure) {
            if (says(failure, USER_NOT_FOUND)) {
                return false;
            }
            throw failure;
        }
    }

    /** All users. Needs an administrator. */
    List<String> users() throws HttpException {
        List<String> names = new ArrayList<>();
        for (JsonNode row : look("SHOW USERS", "SHOW USERS").at("/results/0/series/0/values")) {
            names.add(row.path(0).asString(""));
        }
        return names;
    }

    /** Removes a user; one that is absent is success. */
    void dropUser(String username) throws HttpException {
        try {
            change("DROP USER", "DROP USER " + quoted(username));
        } catch (HttpException failure) {
            if (!says(failure, USER_NOT_FOUND)) {
                throw failure;
            }
        }
    }

    /** Executes a statement of a role. */
    void execute(String field, RenderedStatement statement) throws HttpException {
        change(field + ": " + statement.describe(), statement.sql());
    }

    /** Whether a failure is what the server says in certain words. */
    static boolean says(HttpException failure, String words) {
        return failure.failure().outcome() == HttpFailure.Outcome.ANSWERED
                && failure.failure().text().equals(words);
    }

    /** Reads only, so that it is sent again when its connection turns out to be closed. */
    private JsonNode look(String step, String statement) throws HttpException {
        return result(step, link.exchange(step, "GET", "/query?" + form(statement), login, Optional.empty(), limit));
    }

    /** In the body, because servers log addresses. */
    private void change(String step, String statement) throws HttpException {
        Optional<HttpCall.Body> body = Optional.of(HttpCall.Body.form(form(statement)));
        result(step, link.exchange(step, "POST", "/query", login, body, limit));
    }

    private static JsonNode result(String step, HttpAnswer answer) throws HttpException {
        JsonNode document = answer.json();
        if (answer.status() != OK) {
            String said = document.path("error").asString(answer.body());
            throw new HttpException(step, HttpFailure.answered(answer.status(), said));
        }
        if (!document.path("results").isArray()) {
            throw new HttpException(
                    step, HttpFailure.answered(OK, "the answer is none of InfluxDB's: is this its address?"));
        }
        for (JsonNode result : document.path("results")) {
            if (result.has("error")) {
                throw new HttpException(
                        step, HttpFailure.answered(OK, result.path("error").asString("")));
            }
        }
        return document;
    }

    private static String form(String statement) {
        return "q=" + URLEncoder.encode(statement, StandardCharsets.UTF_8);
    }

    /** A name as InfluxQL quotes it ("Quoting", InfluxQL reference). */
    private static String quoted(String name) {
        return "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
