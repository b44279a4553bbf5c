package io.leasehold.database.internal.connection;

import io.leasehold.database.internal.text.Nearest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The parameters that an address of SQL Server may hold, under the driver's names. This is an allow-list, as {@link Parameters}
 * is and for the same reason. Names are those of the Go driver, of ADO, and of Microsoft's JDBC driver; all three ignore case,
 * and ADO puts spaces between words.
 */
final class MsSqlParameters {

    static final String USER = "user";
    static final String PASSWORD = "password";
    static final String HOST = "host";
    static final String PORT = "port";
    static final String INSTANCE = "instance";

    /** What stands after the hosts in a URL. */
    static final String PATH = "dbname";

    static final String CATALOG = "catalog";

    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("user", USER),
            Map.entry("username", USER),
            Map.entry("userid", USER),
            Map.entry("uid", USER),
            Map.entry("password", PASSWORD),
            Map.entry("pwd", PASSWORD),
            Map.entry("server", HOST),
            Map.entry("servername", HOST),
            Map.entry("datasource", HOST),
            Map.entry("address", HOST),
            Map.entry("addr", HOST),
            Map.entry("port", PORT),
            Map.entry("portnumber", PORT),
            Map.entry("instance", INSTANCE),
            Map.entry("instancename", INSTANCE),
            Map.entry("database", CATALOG),
            Map.entry("databasename", CATALOG),
            Map.entry("initialcatalog", CATALOG),
            Map.entry("connectiontimeout", "loginTimeout"),
            Map.entry("connecttimeout", "loginTimeout"),
            Map.entry("dialtimeout", "loginTimeout"),
            Map.entry("appname", "applicationName"));

    private static final Map<String, String> ENCRYPT = Map.of(
            "disable", "false",
            "false", "false",
            "no", "false",
            "optional", "false",
            "true", "true",
            "yes", "true",
            "mandatory", "true",
            "strict", "strict");

    /** Values that the driver takes, by its names. */
    private static final Map<String, String> PASSED = Map.of(
            "trustServerCertificate", "true|false",
            "hostNameInCertificate", "[A-Za-z0-9*._-]{1,255}",
            "trustStore", ".+",
            "trustStorePassword", ".*",
            "trustStoreType", "[A-Za-z0-9]{1,20}",
            "loginTimeout", "[0-9]{1,5}",
            "socketTimeout", "[0-9]{1,9}",
            "applicationName", "[^\\p{Cntrl}]{1,128}",
            "multiSubnetFailover", "true|false",
            "packetSize", "[0-9]{3,5}");

    /** What they ask for is so here, or concerns nothing that the administrator's connections do. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("log", "keepalive", "workstationid", "protocol");

    private MsSqlParameters() {}

    /** One name for all spellings of a parameter, so that it cannot be given twice. */
    static String keyword(String name) {
        String plain = name.replace(" ", "").toLowerCase(Locale.ROOT);
        String synonym = SYNONYMS.get(plain);
        if (synonym != null) {
            return synonym;
        }
        return PASSED.keySet().stream()
                .filter(known -> known.equalsIgnoreCase(plain))
                .findFirst()
                .orElse(plain);
    }

    /** The driver's properties, by name. */
    static Map<String, String> properties(AddressParts parts) {
        Map<String, String> properties = new TreeMap<>();
        parts.take("encrypt").ifPresent(value -> properties.put("encrypt", encrypt(value)));
        parts.rest().forEach((name, value) -> {
            Placeholder.requireNone(value);
            String accepted = PASSED.get(name);
            if (accepted != null && value.matches(accepted)) {
                properties.put(name, value);
            } else if (accepted != null) {
                throw AddressException.of(parts.describe(name) + " has a value that is not accepted");
            } else if (!WITHOUT_EFFECT.contains(name)) {
                throw AddressException.of(parts.describe(name) + " is not accepted" + hint(parts, name));
            }
        });
        return properties;
    }

    private static String encrypt(String value) {
        return Optional.ofNullable(ENCRYPT.get(value.toLowerCase(Locale.ROOT)))
                .orElseThrow(() -> AddressException.of(
                        "parameter encrypt has a value that is not accepted: write true, strict or false"));
    }

    private static String hint(AddressParts parts, String name) {
        Set<String> known = new TreeSet<>(PASSED.keySet());
        known.addAll(Set.of("database", "encrypt", "instance"));
        String nearest = parts.mayName() ? Nearest.hint(name, known) : "";
        return nearest.isEmpty() ? " (accepted: " + String.join(", ", known) + ")" : nearest;
    }
}
