package io.leasehold.database.internal.credential;

import io.leasehold.error.InvalidRequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings in a {@code credential_config}, of which none may be unknown. Its text form shows names only. Immutable. */
final class ConfigFields {

    private static final String CONFIG = "credential_config";

    private final Map<String, String> values;

    private ConfigFields(Map<String, String> values) {
        this.values = values;
    }

    static ConfigFields of(Map<String, String> values, String... known) {
        List<String> names = List.of(known);
        values.keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidRequestException(
                            CONFIG,
                            "unknown field \"" + name + "\"; there " + (names.size() == 1 ? "is " : "are ")
                                    + String.join(", ", names));
                });
        return new ConfigFields(values);
    }

    /** A setting as messages call it. */
    static String path(String name) {
        return CONFIG + "." + name;
    }

    /** A text; empty when it was not sent. */
    String text(String name) {
        return values.getOrDefault(name, "").strip();
    }

    /** A text that must be there. */
    String required(String name, String what) {
        String value = text(name);
        if (value.isEmpty()) {
            throw new InvalidRequestException(path(name), "is missing: give " + what);
        }
        return value;
    }

    /** One of some numbers; the first of them when it was not sent or is 0. */
    int number(String name, int... allowed) {
        String value = text(name);
        if (value.isEmpty() || value.equals("0")) {
            return allowed[0];
        }
        for (int number : allowed) {
            if (value.equals(Integer.toString(number))) {
                return number;
            }
        }
        String numbers = Arrays.stream(allowed).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        throw new InvalidRequestException(path(name), "is none of " + numbers);
    }

    /** Refuses a setting that means nothing beside another one. */
    void refuse(String name, String why) {
        String value = text(name);
        if (!value.isEmpty() && !value.equals("0")) {
            throw new InvalidRequestException(path(name), why + ": leave it out");
        }
    }

    @Override
    public String toString() {
        return "ConfigFields" + values.keySet();
    }
}
