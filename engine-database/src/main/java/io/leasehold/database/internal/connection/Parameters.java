package io.leasehold.database.internal.connection;

import io.leasehold.database.internal.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The parameters that a connection string may hold, and the driver's properties they become. This is an allow-list: the
 * driver has properties that load classes, write files or change what statements mean, and who may write a connection must
 * not be able to do that to the application.
 *
 * <p>Names are libpq's or pgjdbc's. Two meanings differ between them, and libpq's, which is what the guides mean, is kept:
 * {@code sslmode=require} with a root certificate verifies the chain, and {@code target_session_attrs} has its own
 * values.
 */
final class Parameters {

    private static final Rule TEXT = value -> value.isEmpty() ? Optional.empty() : Optional.of(value);
    private static final Rule SECONDS =
            value -> value.matches("[1-9][0-9]{0,4}") ? Optional.of(value) : Optional.empty();
    private static final Rule NUMBER = value -> value.matches("[0-9]{1,5}") ? Optional.of(value) : Optional.empty();
    private static final Rule BOOLEAN = oneOf("true", "false");

    private static final Map<String, Parameter> ACCEPTED = Map.ofEntries(
            entry("sslmode", "sslmode", oneOf("disable", "allow", "prefer", "require", "verify-ca", "verify-full")),
            entry("ssl", "ssl", BOOLEAN),
            entry("sslrootcert", "sslrootcert", Parameters::file),
            entry("sslcert", "sslcert", TEXT),
            entry("sslkey", "sslkey", TEXT),
            entry("sslpassword", "sslpassword", TEXT),
            entry("sslnegotiation", "sslNegotiation", oneOf("postgres", "direct")),
            entry("channel_binding", "channelBinding", oneOf("disable", "prefer", "require")),
            entry("require_auth", "requireAuth", TEXT),
            entry("gssencmode", "gssEncMode", oneOf("disable", "allow", "prefer", "require")),
            entry("connect_timeout", "connectTimeout", SECONDS),
            entry("loginTimeout", "loginTimeout", SECONDS),
            entry("socketTimeout", "socketTimeout", SECONDS),
            entry("cancelSignalTimeout", "cancelSignalTimeout", SECONDS),
            entry("keepalives", "tcpKeepAlive", translated(Map.of("1", "true", "0", "false"))),
            entry("tcpKeepAlive", "tcpKeepAlive", BOOLEAN),
            entry("tcpNoDelay", "tcpNoDelay", BOOLEAN),
            entry("application_name", "ApplicationName", TEXT),
            entry("fallback_application_name", "ApplicationName", TEXT),
            entry(
                    "target_session_attrs",
                    "targetServerType",
                    translated(Map.of(
                            "any", "any",
                            "read-write", "primary",
                            "read-only", "secondary",
                            "primary", "primary",
                            "standby", "secondary",
                            "prefer-standby", "preferSecondary"))),
            entry(
                    "targetServerType",
                    "targetServerType",
                    oneOf("any", "primary", "master", "secondary", "preferSecondary")),
            entry("load_balance_hosts", "loadBalanceHosts", translated(Map.of("disable", "false", "random", "true"))),
            entry("loadBalanceHosts", "loadBalanceHosts", BOOLEAN),
            entry("hostRecheckSeconds", "hostRecheckSeconds", NUMBER),
            entry("search_path", "currentSchema", TEXT),
            entry("options", "options", TEXT),
            entry("prepareThreshold", "prepareThreshold", NUMBER));

    /** Names of the driver for what has a keyword of libpq. */
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("sslNegotiation", "sslnegotiation"),
            Map.entry("channelBinding", "channel_binding"),
            Map.entry("requireAuth", "require_auth"),
            Map.entry("gssEncMode", "gssencmode"),
            Map.entry("connectTimeout", "connect_timeout"),
            Map.entry("ApplicationName", "application_name"),
            Map.entry("currentSchema", "search_path"),
            Map.entry("PGHOST", "host"),
            Map.entry("PGPORT", "port"),
            Map.entry("PGDBNAME", "dbname"));

    /** Read before the parameters, see {@link PostgresAddress}. */
    private static final Set<String> ADDRESS = Set.of("host", "port", "dbname", "user", "password");

    private static final Set<String> ENCODINGS = Set.of("UTF8", "UTF-8", "utf8", "utf-8", "auto");

    private Parameters() {}

    /** A parameter and its rule. */
    private record Parameter(String property, Rule rule) {}

    /** Turns a value into the driver's; empty when it is not accepted. */
    @FunctionalInterface
    private interface Rule {
        Optional<String> apply(String value);
    }

    /** One name for both spellings of a parameter, so that it cannot be given twice. */
    static String keyword(String name) {
        return SYNONYMS.getOrDefault(name, name);
    }

    /** The driver's properties, by name. */
    static Map<String, String> properties(AddressParts parts) {
        requireEncoding(parts);
        Map<String, String> properties = new TreeMap<>();
        // The fallback counts only if nothing else gives the name.
        List<String> keywords = new ArrayList<>(parts.rest().keySet());
        keywords.sort((a, b) -> Boolean.compare(b.startsWith("fallback_"), a.startsWith("fallback_")));
        for (String keyword : keywords) {
            String value = parts.rest().getOrDefault(keyword, "");
            Placeholder.requireNone(value);
            Parameter parameter = ACCEPTED.get(keyword);
            if (parameter == null) {
                throw AddressException.of(parts.describe(keyword) + " is not accepted" + hint(parts, keyword));
            }
            properties.put(
                    parameter.property(),
                    parameter
                            .rule()
                            .apply(value)
                            .orElseThrow(() -> AddressException.of(
                                    parts.describe(keyword) + " has a value that is not accepted")));
        }
        if ("require".equals(properties.get("sslmode")) && properties.containsKey("sslrootcert")) {
            properties.put("sslmode", "verify-ca");
        }
        return properties;
    }

    private static String hint(AddressParts parts, String keyword) {
        Set<String> known = new TreeSet<>(ACCEPTED.keySet());
        known.addAll(ADDRESS);
        String nearest = parts.mayName() ? Nearest.hint(keyword, known) : "";
        return nearest.isEmpty() ? " (accepted: " + String.join(", ", known) + ")" : nearest;
    }

    private static void requireEncoding(AddressParts parts) {
        if (!ENCODINGS.contains(parts.take("client_encoding").orElse("auto"))) {
            throw AddressException.of("client_encoding must be UTF8, which is what the driver uses");
        }
    }

    private static Optional<String> file(String value) {
        // libpq: the certificates of the operating system. The driver would look for a file of that name.
        return value.isEmpty() || value.equals("system") ? Optional.empty() : Optional.of(value);
    }

    private static Rule oneOf(String... values) {
        Set<String> accepted = Set.of(values);
        return value -> accepted.contains(value) ? Optional.of(value) : Optional.empty();
    }

    private static Rule translated(Map<String, String> values) {
        return value -> Optional.ofNullable(values.get(value));
    }

    private static Map.Entry<String, Parameter> entry(String name, String property, Rule rule) {
        return Map.entry(name, new Parameter(property, rule));
    }
}
