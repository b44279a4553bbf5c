package io.leasehold.database.elastic;

import io.leasehold.database.standin.StandInHttp;
import io.leasehold.database.standin.StandInHttp.Answer;
import io.leasehold.database.standin.StandInHttp.Request;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers requests to the security API. Not Elasticsearch: see the package. The administrator is a superuser. */
public final class StandInElasticsearch implements ElasticUnderTest {

    private static final String ADMIN = "elastic";

    private final StandInSecurity security;
    private final String adminPassword = UUID.randomUUID().toString();
    private final StandInHttp http;

    private StandInElasticsearch(SSLContext tls, boolean asksForCertificates) {
        this.security = new StandInSecurity(ADMIN, adminPassword);
        this.http = tls == null
                ? StandInHttp.start(this::answer)
                : StandInHttp.startWithTls(this::answer, tls, asksForCertificates);
    }

    public static StandInElasticsearch start() {
        return new StandInElasticsearch(null, false);
    }

    public static StandInElasticsearch startWithTls(SSLContext tls, boolean asksForCertificates) {
        return new StandInElasticsearch(tls, asksForCertificates);
    }

    /** What listens, to be hurt. */
    public StandInHttp http() {
        return http;
    }

    /** Whose API keys were ended. */
    public List<String> endedApiKeys() {
        return security.endedApiKeys();
    }

    @Override
    public int port() {
        return http.port();
    }

    @Override
    public String adminUser() {
        return ADMIN;
    }

    @Override
    public String adminPassword() {
        return adminPassword;
    }

    @Override
    public void close() {
        http.close();
    }

    private Answer answer(Request request) {
        synchronized (security) {
            if (!security.authenticates(request.user(), request.password())) {
                return error(
                        401,
                        "security_exception",
                        "unable to authenticate user [" + request.user() + "] for REST request [" + request.path()
                                + "]");
            }
            String api = request.path().startsWith("/_xpack/security/") ? "/_xpack/security/" : "/_security/";
            if (!request.path().startsWith(api)) {
                return error(400, "illegal_argument_exception", "no handler found for uri [" + request.path() + "]");
            }
            String[] parts = request.path().substring(api.length()).split("/");
            JsonNode body = request.body().isEmpty() ? MISSING : JSON.readTree(request.body());
            return route(request, parts, body);
        }
    }

    private static final JsonNode MISSING = JSON.createObjectNode();

    private Answer route(Request request, String[] parts, JsonNode body) {
        boolean manages = security.mayManage(request.user());
        String what = request.method() + " " + parts[0] + (parts.length > 2 ? "/" + parts[2] : "");
        if (what.equals("GET _authenticate")) {
            ObjectNode me = JSON.createObjectNode();
            me.put("username", request.user());
            return new Answer(200, me.toString());
        }
        if (what.equals("POST user") && parts.length == 2 && parts[1].equals("_has_privileges")) {
            ObjectNode answer = JSON.createObjectNode();
            answer.put("has_all_requested", manages);
            return new Answer(200, answer.toString());
        }
        if (!manages) {
            return error(
                    403,
                    "security_exception",
                    "action [cluster:admin/xpack/security] is unauthorized for user [" + request.user()
                            + "], this action is granted by the cluster privileges [manage_security,all]");
        }
        String name = parts.length > 1 ? parts[1] : "";
        return switch (what) {
            case "GET user" -> security.getUsers(name);
            case "PUT user", "POST user" -> security.putUser(name, body);
            case "DELETE user" -> security.deleteUser(name);
            case "PUT user/_password", "POST user/_password" -> security.setPassword(name, body);
            case "GET role" -> security.getRoles(name);
            case "PUT role", "POST role" -> security.putRole(name, body);
            case "DELETE role" -> security.deleteRole(name);
            case "DELETE api_key" -> security.invalidateApiKeys(body);
            default ->
                error(405, "illegal_argument_exception", "Incorrect HTTP method for uri [" + request.path() + "]");
        };
    }

    /** An error as the server writes it. */
    static Answer error(int status, String type, String reason) {
        Map<String, Object> cause = Map.of("type", type, "reason", reason);
        return new Answer(
                status,
                JSON.writeValueAsString(Map.of(
                        "error",
                        Map.of("root_cause", List.of(cause), "type", type, "reason", reason),
                        "status",
                        status)));
    }
}
