package io.leasehold.pki.http;

import com.sun.net.httpserver.HttpExchange;
import io.leasehold.Secret;
import io.leasehold.SecretBroker;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Reads what is wanted from the broker and makes an answer of it. Thread-safe. */
final class Responder {

    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
    private static final String JSON = "application/json";
    private static final int LONGEST_QUESTION = 2048;

    private static final int MOST_DISCARDED = 256 * 1024;

    /** Documents that are kept decoded; few are asked for. */
    private static final int MOST_KEPT = 64;

    private final SecretBroker broker;
    private final JsonMapper json = JsonMapper.builder().build();
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(String body, Served served) {}

    Responder(SecretBroker broker) {
        this.broker = broker;
    }

    Answer answer(HttpExchange exchange, String mount, Wanted wanted) throws IOException {
        String method = exchange.getRequestMethod();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        String allowed = wanted instanceof Wanted.OcspPost ? "POST" : "GET, HEAD";
        boolean lists = wanted instanceof Wanted.Names && method.equals("LIST");
        if (wanted instanceof Wanted.OcspPost ? !method.equals("POST") : !reads && !lists) {
            return Answer.text(405, "use " + allowed).with("Allow", allowed);
        }
        try {
            return found(exchange, mount, wanted);
        } catch (NotFoundException e) {
            return wanted instanceof Wanted.Raw raw && raw.ofMount()
                    ? Answer.empty(204)
                    : Answer.text(404, "not found");
        } catch (InvalidRequestException e) {
            return Answer.text(400, "the request is malformed");
        } catch (RuntimeException e) {
            LOG.warn("A request to the mount {} could not be answered", mount, e);
            return Answer.text(500, "internal error");
        }
    }

    private Answer found(HttpExchange exchange, String mount, Wanted wanted) throws IOException {
        if (wanted instanceof Wanted.Raw raw) {
            return document(exchange, mount + "/" + raw.path());
        }
        if (wanted instanceof Wanted.Fields fields) {
            return data(broker.read(mount + "/" + fields.path()).data());
        }
        if (wanted instanceof Wanted.Names names) {
            return data(Map.of("keys", broker.list(mount + "/" + names.path())));
        }
        if (wanted instanceof Wanted.OcspGet get) {
            byte[] answer = ask(mount, get.request());
            return Optional.ofNullable(Dating.answer(answer))
                    .map(dates ->
                            new Served("application/ocsp-response", answer, dates).answer(exchange.getRequestHeaders()))
                    .orElseGet(() -> fresh(answer));
        }
        byte[] question = exchange.getRequestBody().readNBytes(LONGEST_QUESTION);
        if (question.length == LONGEST_QUESTION) {
            // So that who has sent it all reads the answer, and not that the connection was reset.
            exchange.getRequestBody().readNBytes(MOST_DISCARDED);
            return Answer.text(413, "a question has less than " + LONGEST_QUESTION + " octets");
        }
        return fresh(ask(mount, Base64.getEncoder().encodeToString(question)));
    }

    private Answer data(Map<String, ?> data) {
        return Answer.of(200, JSON, json.writeValueAsBytes(Map.of("data", data)))
                .with("Cache-Control", "no-store");
    }

    private Answer document(HttpExchange exchange, String path) {
        Secret secret = broker.read(path);
        String body = text(secret, "body");
        if (body.isEmpty()) {
            return Answer.empty(204);
        }
        Kept last = kept.get(path);
        if (last == null || !last.body().equals(body)) {
            last = new Kept(body, served(path, secret, body));
            if (kept.size() >= MOST_KEPT) {
                kept.clear();
            }
            kept.put(path, last);
        }
        return last.served().answer(exchange.getRequestHeaders());
    }

    private static Served served(String path, Secret secret, String body) {
        boolean der = Boolean.TRUE.equals(secret.data().get("base64"));
        byte[] octets = der ? Base64.getDecoder().decode(body) : Served.octets(body);
        String type = text(secret, "content_type");
        boolean list = path.matches(".*/crl(/.*)?");
        return new Served(type, octets, list ? Dating.list(octets, !der) : Dating.certificate(octets, !der));
    }

    private static String text(Secret secret, String field) {
        return String.valueOf(secret.data().getOrDefault(field, ""));
    }

    private byte[] ask(String mount, String question) {
        // An empty field would be a missing one; an empty question is a malformed one.
        String request = question.isEmpty() ? "AA==" : question;
        return Base64.getDecoder().decode(text(broker.write(mount + "/ocsp", Map.of("request", request)), "body"));
    }

    /** An answer for one client, or an error, which are not kept. */
    private static Answer fresh(byte[] answer) {
        return Answer.of(status(answer), "application/ocsp-response", answer).with("Cache-Control", "no-store");
    }

    /** An answer without content has five octets, of which the last says why (RFC 6960, section 4.2.1). */
    private static int status(byte[] answer) {
        if (answer.length != 5) {
            return 200;
        }
        return switch (answer[4]) {
            case 1 -> 400;
            case 6 -> 401;
            default -> 500;
        };
    }
}
