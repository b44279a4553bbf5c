package io.leasehold.database.internal.connection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a connection string says, under libpq's keywords, before it is judged. Remembers where passwords stand in the string,
 * so that it can be shown without them.
 *
 * <p>Not thread-safe; filled by one parser.
 */
final class AddressParts {

    /** What is shown in place of a password. */
    static final String MASK = "*****";

    private static final Set<String> SECRETS = Set.of("password", "sslpassword", "trustStorePassword");

    /**
     * Where a password stands.
     *
     * @param start its first character in the string
     * @param end after its last
     */
    private record Span(int start, int end) {}

    private final String source;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<Span> secrets = new ArrayList<>();

    AddressParts(String source) {
        this.source = source;
    }

    /** Adds a value that stands between two offsets of the string. */
    void put(String keyword, String value, int start, int end) {
        if (SECRETS.contains(keyword) && !Placeholder.isIn(value)) {
            secrets.add(new Span(start, end));
        }
        if (values.putIfAbsent(keyword, value) != null) {
            throw AddressException.of(describe(keyword) + " is given twice");
        }
    }

    Optional<String> take(String keyword) {
        return Optional.ofNullable(values.remove(keyword));
    }

    /** What nobody took. */
    Map<String, String> rest() {
        return values;
    }

    /**
     * A parameter for a message. Its name is left out once a literal password was seen: what looks like a name may be a part of
     * the password after a separator that should have been encoded.
     */
    String describe(String keyword) {
        boolean harmless = secrets.isEmpty() && keyword.matches("[A-Za-z_]{1,40}");
        return harmless ? "parameter " + keyword : "a parameter";
    }

    /** Whether names of parameters may be part of a message. */
    boolean mayName() {
        return secrets.isEmpty();
    }

    /** The string with a mask in place of each password. */
    String masked() {
        StringBuilder masked = new StringBuilder(source);
        secrets.stream()
                .sorted(Comparator.comparingInt(Span::start).reversed())
                .forEach(span -> masked.replace(span.start(), span.end(), MASK));
        return masked.toString();
    }
}
