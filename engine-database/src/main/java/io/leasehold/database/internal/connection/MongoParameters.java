package io.leasehold.database.internal.connection;

import io.leasehold.database.internal.text.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The options that a MongoDB URL may hold ("Connection String Options", MongoDB manual), whose names are read in any case.
 * This is an allow-list. What matters only to clients that read and write data is taken and has no effect; what has a field of
 * its own is refused with the name of the field.
 */
final class MongoParameters {

    static final String AUTH_SOURCE = "authSource";
    static final String AUTH_MECHANISM = "authMechanism";
    static final String TLS = "tls";
    static final String TLS_INSECURE = "tlsInsecure";
    static final String ANY_HOST_NAME = "tlsAllowInvalidHostnames";

    private static final Predicate<String> BOOLEAN = Set.of("true", "false")::contains;

    private static final Map<String, Predicate<String>> ACCEPTED = Map.ofEntries(
            Map.entry("replicaSet", MongoParameters::isText),
            Map.entry("directConnection", BOOLEAN),
            Map.entry("loadBalanced", BOOLEAN),
            Map.entry("appName", MongoParameters::isText),
            Map.entry("heartbeatFrequencyMS", MongoParameters::isNumber),
            Map.entry("srvServiceName", MongoParameters::isText),
            Map.entry("srvMaxHosts", MongoParameters::isNumber),
            Map.entry("w", MongoParameters::isText),
            Map.entry("wtimeoutMS", MongoParameters::isNumber),
            Map.entry("journal", BOOLEAN),
            Map.entry("connectTimeoutMS", MongoParameters::isNumber),
            Map.entry("socketTimeoutMS", MongoParameters::isNumber),
            Map.entry("serverSelectionTimeoutMS", MongoParameters::isNumber),
            Map.entry(AUTH_SOURCE, MongoParameters::isText),
            Map.entry(AUTH_MECHANISM, Set.of("SCRAM-SHA-1", "SCRAM-SHA-256", "MONGODB-X509")::contains),
            Map.entry(TLS, BOOLEAN),
            Map.entry(TLS_INSECURE, BOOLEAN),
            Map.entry(ANY_HOST_NAME, BOOLEAN));

    /** About reading and writing data, which nobody does on these connections. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "retryWrites",
            "retryReads",
            "readPreference",
            "readConcernLevel",
            "compressors",
            "zlibCompressionLevel",
            "uuidRepresentation",
            "localThresholdMS",
            "waitQueueTimeoutMS");

    private static final Map<String, String> FIELDS = Map.of(
            "maxPoolSize", "max_open_connections",
            "minPoolSize", "max_idle_connections",
            "maxLifeTimeMS", "max_connection_lifetime",
            "maxIdleTimeMS", "max_connection_lifetime",
            "tlsCAFile", "tls_ca",
            "tlsCertificateKeyFile", "tls_certificate_key",
            "tlsCertificateKeyFilePassword", "tls_certificate_key",
            "tlsAllowInvalidCertificates", "tls_skip_verify");

    private static final Map<String, String> SYNONYMS =
            Map.of("ssl", TLS, "sslinvalidhostnameallowed", ANY_HOST_NAME, "j", "journal");

    private static final Map<String, String> BY_LOWER_CASE = byLowerCase();

    private MongoParameters() {}

    /** One spelling of a name, so that it cannot be given twice. */
    static String keyword(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        // "user" and its like are what comes before the hosts, and no options.
        return BY_LOWER_CASE.getOrDefault(
                lower, Set.of("user", "password", "host", "port", "dbname").contains(lower) ? "?" : name);
    }

    /** What was given of the options that have an effect. */
    static Map<String, String> options(AddressParts parts) {
        Map<String, String> options = new TreeMap<>();
        parts.rest().forEach((keyword, value) -> {
            Placeholder.requireNone(value);
            if (WITHOUT_EFFECT.contains(keyword)) {
                return;
            }
            if (FIELDS.containsKey(keyword)) {
                throw AddressException.of(
                        parts.describe(keyword) + " is not accepted: use the field " + FIELDS.get(keyword));
            }
            Predicate<String> rule = ACCEPTED.get(keyword);
            if (rule == null) {
                throw AddressException.of(parts.describe(keyword) + " is not accepted" + hint(parts, keyword));
            }
            if (!rule.test(value)) {
                throw AddressException.of(parts.describe(keyword) + " has a value that is not accepted");
            }
            options.put(keyword, value);
        });
        return options;
    }

    private static boolean isText(String value) {
        return !value.isEmpty();
    }

    private static boolean isNumber(String value) {
        return value.matches("[0-9]{1,9}");
    }

    private static String hint(AddressParts parts, String keyword) {
        Set<String> known = new TreeSet<>(ACCEPTED.keySet());
        known.addAll(WITHOUT_EFFECT);
        String nearest = parts.mayName() ? Nearest.hint(keyword, known) : "";
        return nearest.isEmpty() ? " (accepted: " + String.join(", ", known) + ")" : nearest;
    }

    private static Map<String, String> byLowerCase() {
        Map<String, String> names = new TreeMap<>(SYNONYMS);
        for (Set<String> known : List.of(ACCEPTED.keySet(), WITHOUT_EFFECT, FIELDS.keySet())) {
            known.forEach(name -> names.put(name.toLowerCase(Locale.ROOT), name));
        }
        return names;
    }
}
