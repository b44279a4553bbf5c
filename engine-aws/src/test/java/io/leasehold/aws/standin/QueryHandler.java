package io.leasehold.aws.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.leasehold.aws.standin.Faults.ConnectionCut;
import io.leasehold.aws.standin.Faults.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes requests of the Query protocol apart, has them done, and answers them. Thread-safe. */
final class QueryHandler implements HttpHandler {

    private final Account account;
    private final List<Desk> desks;
    private final Desk first;
    private final Faults faults;
    private final RequestLog log;

    QueryHandler(Account account, Account other, Faults faults, RequestLog log) {
        this.account = account;
        this.first = new Desk(account);
        this.desks = List.of(first, new Desk(other));
        this.faults = faults;
        this.log = log;
    }

    /** What serves an account, which is that of the key that a request is signed with. */
    private static final class Desk {

        private final Account account;
        private final Service iam;
        private final Service sts;
        private final Authenticator authenticator;
        private final Authorizer authorizer;

        Desk(Account account) {
            this.account = account;
            this.iam = Service.iam(account);
            this.sts = Service.sts(account);
            this.authenticator = new Authenticator(account);
            this.authorizer = new Authorizer(account);
        }

        boolean knows(String key) {
            return account.keys.containsKey(key) || account.sessions.containsKey(key);
        }
    }

    /** An answer before it is sent. */
    private record Answer(int status, String outcome, String xml) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Parameters parameters = Parameters.ofForm(new String(body, StandardCharsets.UTF_8));
            String action = parameters.optional("Action").orElse("");
            String key = Signature.parse(header(exchange, "authorization"))
                    .map(Signature::keyId)
                    .orElse("");
            LoggedRequest request = log.arrived(action, parameters, key);
            try {
                Answer answer = answer(exchange, body, parameters, key);
                log.ended(request, answer.outcome());
                send(exchange, answer);
            } catch (ConnectionCut e) {
                log.ended(request, LoggedRequest.CUT);
            }
        }
    }

    private Answer answer(HttpExchange exchange, byte[] body, Parameters parameters, String key) throws ConnectionCut {
        String action = parameters.optional("Action").orElse("");
        Desk desk = desk(key);
        Service service = parameters.optional("Version").orElse("").equals(desk.sts.version()) ? desk.sts : desk.iam;
        String id = UUID.randomUUID().toString();
        Optional<Fault> fault = faults.next(action);
        try {
            strike(fault, false);
            Answer answer;
            try {
                String result = done(exchange, body, parameters, desk, service, id);
                answer = new Answer(200, LoggedRequest.OK, result);
            } catch (AwsError e) {
                answer = error(e, service, id);
            }
            strike(fault, true);
            return answer;
        } catch (AwsError e) {
            return error(e, service, id);
        } catch (RuntimeException e) {
            return error(new AwsError(500, "InternalFailure", "the stand-in itself has failed: " + e), service, id);
        }
    }

    private String done(
            HttpExchange exchange, byte[] body, Parameters parameters, Desk desk, Service service, String id) {
        String action = parameters.optional("Action").orElse("");
        synchronized (account) {
            String path = exchange.getRequestURI().getRawPath();
            Caller caller =
                    desk.authenticator.caller(service.name(), action, path, name -> header(exchange, name), body);
            Call call = new Call(action, parameters, caller);
            Action known = service.action(action);
            desk.authorizer.require(service.name(), call);
            Xml result = new Xml();
            known.run(call, result);
            return Xml.response(action, service.namespace(), result, id);
        }
    }

    private Desk desk(String key) {
        synchronized (account) {
            return desks.stream().filter(desk -> desk.knows(key)).findFirst().orElse(first);
        }
    }

    private static void strike(Optional<Fault> fault, boolean afterEffect) throws ConnectionCut {
        if (fault.isPresent() && fault.get().afterEffect() == afterEffect) {
            fault.get().trouble().strike();
        }
    }

    private static Answer error(AwsError error, Service service, String id) {
        return new Answer(error.status(), error.code(), Xml.error(error, service.namespace(), id));
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] content = answer.xml().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(answer.status(), content.length);
        exchange.getResponseBody().write(content);
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
