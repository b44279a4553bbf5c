package io.leasehold.database.internal.connection;

import io.leasehold.database.internal.text.Nearest;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.engine.Fields;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The parameters that an address of MySQL or MariaDB may hold. This is an allow-list, as {@link Parameters} is and for the same
 * reason. Names are those of the Go driver, which the guides use, and of the two Java drivers.
 */
final class MySqlParameters {

    static final String USER = "user";
    static final String PASSWORD = "password";
    static final String HOST = "host";
    static final String PORT = "port";
    static final String DATABASE = "dbname";

    private static final String TLS = "tls";
    private static final String CONNECT_TIMEOUT = "connectTimeout";
    private static final String SOCKET_TIMEOUT = "socketTimeout";

    /** Passed to the driver as they are, with the values that they may have. */
    private static final Map<String, Set<String>> PASSED = Map.of(
            "tcpKeepAlive", Set.of("true", "false"),
            "allowPublicKeyRetrieval", Set.of("true", "false"));

    /** What they ask for is so here, or concerns rows that the administrator's connections never read. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "allowNativePasswords",
            "charset",
            "characterEncoding",
            "checkConnLiveness",
            "clientFoundRows",
            "collation",
            "columnsWithAlias",
            "interpolateParams",
            "loc",
            "maxAllowedPacket",
            "multiStatements",
            "parseTime",
            "serverTimezone",
            "useUnicode");

    private static final Map<String, MySqlTls> MODES = Map.ofEntries(
            Map.entry("false", MySqlTls.DISABLED),
            Map.entry("disable", MySqlTls.DISABLED),
            Map.entry("disabled", MySqlTls.DISABLED),
            Map.entry("preferred", MySqlTls.PREFERRED),
            Map.entry("skip-verify", MySqlTls.REQUIRED),
            Map.entry("trust", MySqlTls.REQUIRED),
            Map.entry("required", MySqlTls.REQUIRED),
            Map.entry("verify-ca", MySqlTls.VERIFY_CA),
            Map.entry("verify_ca", MySqlTls.VERIFY_CA),
            Map.entry("true", MySqlTls.VERIFY_IDENTITY),
            Map.entry("verify-full", MySqlTls.VERIFY_IDENTITY),
            Map.entry("verify_identity", MySqlTls.VERIFY_IDENTITY));

    private static final Map<String, String> SYNONYMS =
            Map.of("sslMode", TLS, "ssl-mode", TLS, "timeout", CONNECT_TIMEOUT, "readTimeout", SOCKET_TIMEOUT);

    /** An interval as parameters write it. */
    private record Interval(Duration value) {}

    private MySqlParameters() {}

    /** One name for all spellings of a parameter, so that it cannot be given twice. */
    static String keyword(String name) {
        return SYNONYMS.getOrDefault(name, name);
    }

    /** How to encrypt, if the address says so. */
    static Optional<MySqlTls> tls(AddressParts parts) {
        return parts.take(TLS).map(value -> {
            MySqlTls mode = MODES.get(value.toLowerCase(java.util.Locale.ROOT));
            if (mode == null) {
                throw AddressException.of(
                        "parameter tls has a value that is not accepted: write true, skip-verify, preferred"
                                + " or false, and give certificates by the field tls_ca");
            }
            return mode;
        });
    }

    /** The driver's properties, which both drivers name alike. */
    static Map<String, String> properties(AddressParts parts) {
        Map<String, String> properties = new TreeMap<>();
        for (String timeout : new String[] {CONNECT_TIMEOUT, SOCKET_TIMEOUT}) {
            parts.take(timeout).ifPresent(value -> properties.put(timeout, millis(timeout, value)));
        }
        // Writes end when the server has read them, which the limit of each step sees to.
        parts.take("writeTimeout").ifPresent(value -> millis("writeTimeout", value));
        parts.rest().forEach((name, value) -> {
            Placeholder.requireNone(value);
            Set<String> values = PASSED.get(name);
            if (values != null && values.contains(value)) {
                properties.put(name, value);
            } else if (values != null) {
                throw AddressException.of(parts.describe(name) + " has a value that is not accepted");
            } else if (!WITHOUT_EFFECT.contains(name)) {
                throw AddressException.of(parts.describe(name) + " is not accepted" + hint(parts, name));
            }
        });
        return properties;
    }

    /** Milliseconds without a unit, as Java drivers have it, or a duration such as {@code 5s}. */
    private static String millis(String name, String value) {
        if (value.matches("[0-9]{1,9}")) {
            return value;
        }
        try {
            Duration duration =
                    Fields.bind(Map.of("value", value), Interval.class).value();
            return Long.toString(duration.toMillis());
        } catch (InvalidRequestException malformed) {
            throw AddressException.of(
                    "parameter " + name + " must be a number of milliseconds, or a duration such as 5s");
        }
    }

    private static String hint(AddressParts parts, String name) {
        Set<String> known = new TreeSet<>(PASSED.keySet());
        known.addAll(WITHOUT_EFFECT);
        known.addAll(Set.of(TLS, CONNECT_TIMEOUT, SOCKET_TIMEOUT));
        String nearest = parts.mayName() ? Nearest.hint(name, known) : "";
        return nearest.isEmpty() ? " (accepted: " + String.join(", ", known) + ")" : nearest;
    }
}
