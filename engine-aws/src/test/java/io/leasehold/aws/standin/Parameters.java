package io.leasehold.aws.standin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request of the Query protocol: a form, with lists as {@code Name.member.1} and so on. Immutable. */
final class Parameters {

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    static Parameters ofForm(String body) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return new Parameters(values);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Map<String, String> all() {
        return values;
    }

    Optional<String> optional(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String required(String name) {
        return optional(name)
                .orElseThrow(() -> AwsError.validation("1 validation error detected: Value at '" + name
                        + "' failed to satisfy constraint: Member must not be null"));
    }

    int number(String name, int fallback) {
        try {
            return optional(name).map(Integer::parseInt).orElse(fallback);
        } catch (NumberFormatException e) {
            throw AwsError.validation("Value at '" + name + "' is not a number");
        }
    }

    /** A list of texts, or of records of which one field is wanted ({@code suffix} such as {@code .arn}). */
    List<String> list(String name, String suffix) {
        List<String> items = new ArrayList<>();
        for (int i = 1; ; i++) {
            String item = values.get(name + ".member." + i + suffix);
            if (item == null) {
                return items;
            }
            items.add(item);
        }
    }

    List<String> list(String name) {
        return list(name, "");
    }

    /** Tags; the same key twice, in whatever case, is an error. */
    Map<String, String> tags(String name) {
        List<String> keys = list(name, ".Key");
        List<String> tagged = list(name, ".Value");
        if (keys.size() != tagged.size()) {
            throw AwsError.validation("Each of '" + name + "' has a key and a value");
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            if (tags.keySet().stream().anyMatch(key::equalsIgnoreCase)) {
                throw AwsError.invalidInput(
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            Rules.tag(key, tagged.get(i));
            tags.put(key, tagged.get(i));
        }
        return tags;
    }
}
