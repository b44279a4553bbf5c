package io.leasehold.aws.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.leasehold.aws.standin.Faults.ConnectionCut;
import io.leasehold.aws.standin.Faults.Fault;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes requests of KMS apart (AWS JSON 1.1), has them done, and answers them. Thread-safe. */
final class KmsHandler implements HttpHandler {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SERVICE = "TrentService.";

    private final KmsKeys keys;
    private final Faults faults;
    private final List<KmsCall> log;
    private final AwsBasicCredentials credentials;

    KmsHandler(KmsKeys keys, Faults faults, List<KmsCall> log, AwsBasicCredentials credentials) {
        this.keys = keys;
        this.faults = faults;
        this.log = log;
        this.credentials = credentials;
    }

    private record Answer(int status, Map<String, Object> content) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = header(exchange, "x-amz-target");
            String action = target.startsWith(SERVICE) ? target.substring(SERVICE.length()) : target;
            Answer answer = answer(exchange, body, action);
            byte[] content = JSON.writeValueAsBytes(answer.content());
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(answer.status(), content.length);
            exchange.getResponseBody().write(content);
        } catch (ConnectionCut cut) {
            // No answer.
        }
    }

    private Answer answer(HttpExchange exchange, byte[] body, String action) throws ConnectionCut {
        JsonNode request = JSON.readTree(body);
        log.add(new KmsCall(action, request.path("KeyId").asString(""), context(request)));
        Optional<Fault> fault = faults.next(action);
        try {
            strike(fault, false);
            Answer answer;
            try {
                answer = new Answer(200, done(exchange, body, action, request));
            } catch (AwsError refused) {
                answer = error(refused);
            }
            strike(fault, true);
            return answer;
        } catch (AwsError planned) {
            return error(planned);
        } catch (RuntimeException failure) {
            return error(new AwsError(500, "KMSInternalException", "the stand-in itself has failed: " + failure));
        }
    }

    private Map<String, Object> done(HttpExchange exchange, byte[] body, String action, JsonNode request) {
        String region = authenticated(exchange, body);
        StandInKmsKey key = keys.find(region, request.path("KeyId").asString(""));
        return switch (action) {
            case "DescribeKey" ->
                Map.of(
                        "KeyMetadata",
                        Map.of(
                                "Arn", key.arn(),
                                "KeyId", key.id(),
                                "KeySpec", key.spec(),
                                "KeyUsage", key.usage(),
                                "KeyState", keys.state(key)));
            case "Encrypt" ->
                Map.of(
                        "KeyId",
                        key.arn(),
                        "CiphertextBlob",
                        text(keys.encrypt(key, bytes(request, "Plaintext"), context(request))));
            case "Decrypt" ->
                Map.of(
                        "KeyId",
                        key.arn(),
                        "Plaintext",
                        text(keys.decrypt(key, bytes(request, "CiphertextBlob"), context(request))));
            default -> throw new AwsError(400, "UnknownOperationException", action);
        };
    }

    /** The region that the request is signed for. */
    private String authenticated(HttpExchange exchange, byte[] body) {
        Signature signature = Signature.parse(header(exchange, "authorization"))
                .filter(each -> each.service().equals("kms"))
                .orElseThrow(() -> new AwsError(400, "MissingAuthenticationTokenException", "Missing token"));
        String path = exchange.getRequestURI().getRawPath();
        if (!signature.keyId().equals(credentials.accessKeyId())) {
            throw new AwsError(
                    400, "UnrecognizedClientException", "The security token included in the request is invalid.");
        }
        if (!signature.matches(credentials.secretAccessKey(), path, name -> header(exchange, name), body)) {
            throw new AwsError(400, "InvalidSignatureException", "The canonical string should have been 'POST...'");
        }
        return signature.region();
    }

    private static Map<String, String> context(JsonNode request) {
        Map<String, String> context = new TreeMap<>();
        request.path("EncryptionContext")
                .properties()
                .forEach(each -> context.put(each.getKey(), each.getValue().asString()));
        return context;
    }

    private static byte[] bytes(JsonNode request, String field) {
        return Base64.getDecoder().decode(request.path(field).asString(""));
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void strike(Optional<Fault> fault, boolean afterEffect) throws ConnectionCut {
        if (fault.isPresent() && fault.get().afterEffect() == afterEffect) {
            fault.get().trouble().strike();
        }
    }

    private static Answer error(AwsError error) {
        return new Answer(error.status(), Map.of("__type", error.code(), "message", error.getMessage()));
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
