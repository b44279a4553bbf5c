package io.leasehold.database.internal.connection;

import java.util.Optional;
import java.util.regex.Pattern;

/** The two placeholders of connection strings. Each stands for a whole value and only in its own place. */
enum Placeholder {
    /** The field {@code username}. */
    USERNAME(Pattern.compile("\\{\\{\\s*username\\s*}}")),
    /** The field {@code password}. */
    PASSWORD(Pattern.compile("\\{\\{\\s*password\\s*}}"));

    private final Pattern spelling;

    Placeholder(Pattern spelling) {
        this.spelling = spelling;
    }

    static boolean isIn(String value) {
        return value.contains("{{");
    }

    /** A literal value; empty when the placeholder stands there. */
    Optional<String> literal(String value) {
        if (spelling.matcher(value).matches()) {
            return Optional.empty();
        }
        requireNone(value);
        return Optional.of(value);
    }

    static void requireNone(String value) {
        if (isIn(value)) {
            throw AddressException.of(
                    "{{username}} and {{password}} stand for the whole user name and password and nothing else");
        }
    }
}
