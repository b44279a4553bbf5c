package io.leasehold.database.couchbase;

import io.leasehold.database.standin.StandInHttp;
import io.leasehold.database.standin.StandInHttp.Answer;
import io.leasehold.database.standin.StandInHttp.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;

/** Answers requests to the management API. Not Couchbase: see the package. The administrator is the cluster's first. */
public final class StandInCouchbase implements CouchbaseUnderTest {

    private static final String USERS = "/settings/rbac/users/local";

    private final StandInAccounts accounts;
    private final String firstPassword = UUID.randomUUID().toString();
    private final StandInHttp http;
    private volatile boolean enterprise = true;

    private StandInCouchbase(SSLContext tls) {
        this.accounts = new StandInAccounts("Administrator", firstPassword);
        this.http = tls == null ? StandInHttp.start(this::answer) : StandInHttp.startWithTls(this::answer, tls, false);
    }

    public static StandInCouchbase start() {
        return new StandInCouchbase(null);
    }

    public static StandInCouchbase startWithTls(SSLContext tls) {
        return new StandInCouchbase(tls);
    }

    /** Becomes the Community Edition, in which nobody sets its own password, and there are no groups. */
    public void becomeCommunity() {
        enterprise = false;
    }

    /** What listens, to be hurt. */
    public StandInHttp http() {
        return http;
    }

    /** Makes a group, whose roles its members have. */
    public void createGroup(String name, String role) {
        accounts.createGroup(name, role);
    }

    public void shortestPassword(int characters) {
        accounts.shortestPassword(characters);
    }

    @Override
    public int port() {
        return http.port();
    }

    @Override
    public String adminUser() {
        return "Administrator";
    }

    @Override
    public String adminPassword() {
        return firstPassword;
    }

    @Override
    public void close() {
        http.close();
    }

    private Answer answer(Request request) {
        synchronized (accounts) {
            String what = request.method() + " " + request.path();
            if (what.equals("GET /pools")) {
                return new Answer(200, "{\"isEnterprise\":" + enterprise + ",\"pools\":[]}");
            }
            if (!accounts.authenticates(request.user(), request.password())) {
                return new Answer(401, "");
            }
            if (what.equals("GET /whoami")) {
                return new Answer(200, "{\"id\":\"" + request.user() + "\",\"domain\":\"local\"}");
            }
            if (what.equals("POST /controller/changePassword")) {
                return enterprise
                        ? accounts.changePassword(request.user(), form(request))
                        : text(404, "This http API endpoint requires enterprise edition");
            }
            if (!accounts.mayAdminister(request.user())) {
                return new Answer(
                        403,
                        "{\"message\":\"Forbidden. User needs the following permissions\","
                                + "\"permissions\":[\"cluster.admin.security!write\"]}");
            }
            if (what.equals("GET /settings/passwordPolicy")) {
                return new Answer(200, accounts.passwordPolicy());
            }
            return users(request);
        }
    }

    private Answer users(Request request) {
        if (request.is("GET", USERS) && request.path().length() <= USERS.length() + 1) {
            return new Answer(200, accounts.all());
        }
        if (!request.path().startsWith(USERS + "/")) {
            return text(404, "Not found.");
        }
        String name = request.path().substring(USERS.length() + 1);
        return switch (request.method()) {
            case "GET" -> accounts.get(name);
            case "PUT" -> accounts.put(name, form(request), enterprise);
            case "DELETE" -> accounts.delete(name);
            default -> text(405, "Method Not Allowed");
        };
    }

    static Answer text(int status, String text) {
        return new Answer(status, JSON.writeValueAsString(text));
    }

    private static Map<String, String> form(Request request) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : request.body().split("&", -1)) {
            String[] parts = field.split("=", 2);
            if (parts.length == 2) {
                fields.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return fields;
    }
}
