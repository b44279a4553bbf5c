package io.leasehold.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is said to moto itself, and the little of IAM that this takes. Thread-safe. */
final class MotoAdmin {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final String ALLOW_ALL =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

    /** Nobody looks at the signature yet; the header tells moto which service is meant. */
    private static final String UNSIGNED =
            "AWS4-HMAC-SHA256 Credential=testkit/20110615/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=none";

    private final URI url;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(PATIENCE)
            .build();

    MotoAdmin(URI url) {
        this.url = url;
    }

    URI url() {
        return url;
    }

    /** Counts the requests that need no credentials from here: none or infinitely many. */
    void askForCredentials(boolean yes) {
        post("reset-auth", yes ? "0" : "inf");
    }

    MotoKey createAdministrator() {
        String user = "testkit-admin-" + UUID.randomUUID();
        iam("CreateUser", Map.of("UserName", user));
        iam("PutUserPolicy", Map.of("UserName", user, "PolicyName", "allow-all", "PolicyDocument", ALLOW_ALL));
        String answer = iam("CreateAccessKey", Map.of("UserName", user));
        return new MotoKey(text(answer, "AccessKeyId"), text(answer, "SecretAccessKey"));
    }

    String get(String path) {
        return send(HttpRequest.newBuilder(url.resolve("/moto-api/" + path)).GET());
    }

    /** The content type has to be plain: moto answers a form with an error of its own. */
    void post(String path, String body) {
        send(HttpRequest.newBuilder(url.resolve("/moto-api/" + path))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String iam(String action, Map<String, String> parameters) {
        String form = parameters.entrySet().stream()
                .map(each -> "&" + each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("", "Action=" + action + "&Version=2010-05-08", ""));
        return send(HttpRequest.newBuilder(url.resolve("/"))
                .header("Authorization", UNSIGNED)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != OK) {
                throw new IllegalStateException("moto answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException("moto does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while moto was asked", e);
        }
    }

    private static String text(String xml, String element) {
        Matcher content =
                Pattern.compile("<" + element + ">([^<]*)</" + element + ">").matcher(xml);
        if (!content.find()) {
            throw new IllegalStateException("moto's answer has no " + element);
        }
        return content.group(1);
    }
}
