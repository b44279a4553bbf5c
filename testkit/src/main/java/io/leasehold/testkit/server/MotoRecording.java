package io.leasehold.testkit.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what moto's recorder has written: JSON lines with the headers and the body of each request. */
final class MotoRecording {

    /** The start of the header, where the key and what it signs for stand (Signature Version 4). */
    private static final Pattern CREDENTIAL =
            Pattern.compile("Credential=([^/,]*)/[^/,]*/[^/,]*/([^/,]*)/aws4_request");

    private static final JsonMapper JSON = JsonMapper.shared();

    private MotoRecording() {}

    static List<MotoCall> calls(String lines) {
        return lines.lines()
                .filter(line -> !line.isBlank())
                .map(MotoRecording::call)
                .toList();
    }

    private static MotoCall call(String line) {
        JsonNode entry = JSON.readTree(line);
        Map<String, String> form = form(body(entry));
        String action = form.getOrDefault("Action", "");
        form.remove("Action");
        form.remove("Version");
        Matcher credential =
                CREDENTIAL.matcher(entry.path("headers").path("Authorization").asString(""));
        boolean signed = credential.find();
        return new MotoCall(
                signed ? credential.group(2) : "",
                action,
                Collections.unmodifiableMap(form),
                signed ? credential.group(1) : "");
    }

    private static String body(JsonNode entry) {
        String text = entry.path("body").asString("");
        return entry.path("body_encoded").asBoolean(false)
                ? new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)
                : text;
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
