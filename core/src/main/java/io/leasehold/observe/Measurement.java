package io.leasehold.observe;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A number that an engine tells, at one moment. Immutable.
 *
 * @param name what it is: lower-case words with dots between them, such as {@code leasehold.database.leases}
 * @param tags tells it from others of its name, by lower-case keys; never a secret
 * @param value the number
 * @param unit what it counts
 * @param description one sentence for people
 */
public record Measurement(String name, Map<String, String> tags, double value, Unit unit, String description) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(\\.[a-z][a-z0-9]*)*");
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*");

    /** What a number counts. */
    public enum Unit {
        /** Things, without a unit. */
        COUNT,
        /** Seconds; negative for what should have happened. */
        SECONDS
    }

    /** Takes a copy, and checks names. */
    public Measurement {
        tags = Map.copyOf(tags);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a measurement has a name in lower-case words with dots: " + name);
        }
        tags.keySet().stream()
                .filter(key -> !KEY.matcher(key).matches())
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException(name + ": a tag has a lower-case key: " + key);
                });
    }

    /**
     * A number of things.
     *
     * @param name what it is
     * @param tags tells it from others
     * @param value the number
     * @param description one sentence for people
     * @return the measurement
     */
    public static Measurement count(String name, Map<String, String> tags, double value, String description) {
        return new Measurement(name, tags, value, Unit.COUNT, description);
    }
}
