package io.leasehold.database.internal.connection;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a Snowflake account is, read from a {@code connection_url}: the Go driver's
 * {@code user:password@account/database/schema?warehouse=...}, a host {@code account.snowflakecomputing.com} with or without a
 * login, or a {@code jdbc:snowflake://} URL.
 *
 * <p>User name and password are usually the placeholders {@code {{username}}} and {@code {{password}}}, for which the fields
 * of the connection stand; a literal one is returned. Error messages never quote the text. Immutable.
 */
public final class SnowflakeAddress {

    private static final String JDBC = "jdbc:snowflake:";
    private static final String DOMAIN = ".snowflakecomputing.com";
    private static final int DEFAULT_PORT = 443;

    /** Parameters of both drivers, and the property of Java's. */
    private static final Map<String, String> PASSED = Map.ofEntries(
            Map.entry("account", "account"),
            Map.entry("db", "db"),
            Map.entry("database", "db"),
            Map.entry("schema", "schema"),
            Map.entry("warehouse", "warehouse"),
            Map.entry("role", "role"),
            Map.entry("logintimeout", "loginTimeout"),
            Map.entry("networktimeout", "networkTimeout"));

    private final String host;
    private final boolean encrypted;
    private final Map<String, String> properties;
    private final Optional<String> username;
    private final Optional<SecretText> password;
    private final String displayUrl;

    private SnowflakeAddress(AddressParts parts) {
        this.displayUrl = parts.masked();
        this.username = parts.take("user").filter(user -> !user.isEmpty()).flatMap(Placeholder.USERNAME::literal);
        this.password = parts.take("password")
                .filter(secret -> !secret.isEmpty())
                .flatMap(Placeholder.PASSWORD::literal)
                .map(SecretText::of);
        String name = parts.take("host").orElse("");
        String port = parts.take("port").orElse("");
        Placeholder.requireNone(name);
        if (name.isEmpty()) {
            throw AddressException.of("names no account: write {{username}}:{{password}}@ACCOUNT/DATABASE");
        }
        boolean whole = !port.isEmpty() || name.toLowerCase(Locale.ROOT).endsWith(DOMAIN);
        this.host = HostList.of(whole ? name : name + DOMAIN, port, DEFAULT_PORT)
                .hosts()
                .get(0);
        this.encrypted = encrypted(parts);
        Map<String, String> found = new TreeMap<>();
        path(parts.take("dbname").orElse(""), found);
        parts.rest().forEach((keyword, value) -> {
            Placeholder.requireNone(value);
            String property = PASSED.get(keyword);
            if (property == null) {
                throw AddressException.of(parts.describe(keyword) + " is not accepted (accepted: account, db, schema,"
                        + " warehouse, role, protocol, ssl, loginTimeout, networkTimeout)");
            }
            found.put(property, value);
        });
        found.putIfAbsent("account", name.replaceFirst("\\..*", ""));
        this.properties = Collections.unmodifiableMap(found);
    }

    /**
     * Reads a connection string.
     *
     * @param connectionUrl the string
     * @return the address
     * @throws InvalidRequestException when it is not one; the message says what to write and quotes no value
     */
    public static SnowflakeAddress parse(String connectionUrl) {
        String url = connectionUrl.strip();
        if (url.isEmpty()) {
            throw AddressException.of("connection_url cannot be empty");
        }
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith(JDBC + "//")) {
            return new SnowflakeAddress(
                    UrlForm.parse(url, JDBC.length(), false, name -> name.toLowerCase(Locale.ROOT)));
        }
        if (lower.matches("(?s)[a-z][a-z0-9+.:-]*://.*")) {
            throw AddressException.of("is no Snowflake address: write {{username}}:{{password}}@ACCOUNT/DATABASE, or"
                    + " jdbc:snowflake://ACCOUNT.snowflakecomputing.com/?db=DATABASE");
        }
        return new SnowflakeAddress(UrlForm.parse("//" + url, 0, false, name -> name.toLowerCase(Locale.ROOT)));
    }

    /** The Go driver's {@code protocol}, or {@code ssl} of Java's. */
    private static boolean encrypted(AddressParts parts) {
        String protocol = parts.take("protocol").orElse("https");
        String ssl = parts.take("ssl").orElse("on");
        if (!protocol.matches("https?") || !ssl.matches("on|off")) {
            throw AddressException.of("parameter protocol must be https or http, and ssl on or off");
        }
        return protocol.equals("https") && ssl.equals("on");
    }

    private static void path(String path, Map<String, String> found) {
        String[] names = path.split("/", -1);
        if (names.length > 2) {
            throw AddressException.of("has more than a database and a schema after the account");
        }
        if (!names[0].isEmpty()) {
            found.put("db", names[0]);
        }
        if (names.length == 2 && !names[1].isEmpty()) {
            found.put("schema", names[1]);
        }
    }

    /**
     * The URL for the driver, without a login.
     *
     * @return scheme, host and port
     */
    public String jdbcUrl() {
        return JDBC + "//" + (encrypted ? "" : "http://") + host + "/";
    }

    /**
     * The parameters as properties of the driver.
     *
     * @return values by the driver's names
     */
    public Map<String, String> properties() {
        return properties;
    }

    /**
     * The user name, if it stands in the string.
     *
     * @return the literal name, empty for the placeholder and when there is none
     */
    public Optional<String> username() {
        return username;
    }

    /**
     * The password, if it stands in the string.
     *
     * @return the literal password, empty for the placeholder and when there is none; owned by this address
     */
    public Optional<SecretText> password() {
        return password;
    }

    /**
     * The part that makes it this account and no other: users belong to the account.
     *
     * @return product and host
     */
    public String identity() {
        return "snowflake://" + host;
    }

    /**
     * The string as it may be shown.
     *
     * @return the string as written, with five asterisks in place of a literal password
     */
    public String displayUrl() {
        return displayUrl;
    }

    /**
     * What the writer of the string should know.
     *
     * @return sentences free of secrets
     */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (password.isPresent()) {
            warnings.add(
                    "connection_url holds a literal password, which cannot be rotated: write {{password}} there, and"
                            + " the password into the field password");
        }
        if (!encrypted) {
            warnings.add("connection_url asks for connections that are not encrypted: whoever listens reads passwords");
        }
        return warnings;
    }

    @Override
    public String toString() {
        return identity();
    }
}
