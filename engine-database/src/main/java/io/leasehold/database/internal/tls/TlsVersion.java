package io.leasehold.database.internal.tls;

import io.leasehold.database.internal.text.Nearest;
import io.leasehold.error.InvalidRequestException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The oldest version of TLS that a client speaks. Versions before 1.2 are not spoken whatever is asked for (RFC 8996), so asking for
 * one of them means 1.2.
 */
public enum TlsVersion {
    /** As 1.2. */
    TLS10,
    /** As 1.2. */
    TLS11,
    /** TLS 1.2 (RFC 5246). */
    TLS12,
    /** TLS 1.3 (RFC 8446). */
    TLS13;

    /**
     * Reads a field.
     *
     * @param field the field, for messages
     * @param name its value, such as {@code tls12}; null or blank for 1.2
     * @return the version
     * @throws InvalidRequestException when there is none of that name
     */
    public static TlsVersion named(String field, @Nullable String name) {
        if (name == null || name.isBlank()) {
            return TLS12;
        }
        List<String> known = Arrays.stream(values())
                .map(version -> version.name().toLowerCase(Locale.ROOT))
                .toList();
        if (!known.contains(name.strip().toLowerCase(Locale.ROOT))) {
            throw new InvalidRequestException(
                    field, "\"" + name + "\" is none of " + String.join(", ", known) + Nearest.hint(name, known));
        }
        return valueOf(name.strip().toUpperCase(Locale.ROOT));
    }

    /** The versions to speak, as the Java platform names them. */
    String[] protocols() {
        return this == TLS13 ? new String[] {"TLSv1.3"} : new String[] {"TLSv1.2", "TLSv1.3"};
    }
}
