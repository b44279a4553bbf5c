package io.leasehold.database.internal.connection;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a MySQL or MariaDB is and how to connect to it, read from a {@code connection_url}: the Go driver's
 * {@code user:password@tcp(host:3306)/database}, a {@code mysql://} or {@code mariadb://} URL, or a JDBC URL of either driver.
 *
 * <p>User name and password are usually the placeholders {@code {{username}}} and {@code {{password}}}, for which the fields
 * of the connection stand; a literal one is returned. Error messages never quote the text. Immutable.
 */
public final class MySqlAddress {

    private static final int DEFAULT_PORT = 3306;
    private static final String MARIADB_JDBC = "jdbc:mariadb:";
    private static final List<String> SCHEMES = List.of("mysql:", "mariadb:", "jdbc:mysql:", MARIADB_JDBC);

    private static final String LITERAL_PASSWORD = "connection_url holds a literal password, which cannot be rotated:"
            + " write {{password}} there, and the password into the field password";

    private final HostList hosts;
    private final String database;
    private final Optional<MySqlTls> tls;
    private final Map<String, String> properties;
    private final Optional<String> username;
    private final Optional<SecretText> password;
    private final boolean mariaDbDriver;
    private final String displayUrl;

    private MySqlAddress(AddressParts parts, boolean mariaDbDriver) {
        this.displayUrl = parts.masked();
        this.mariaDbDriver = mariaDbDriver;
        this.username =
                parts.take(MySqlParameters.USER).filter(user -> !user.isEmpty()).flatMap(Placeholder.USERNAME::literal);
        this.password = parts.take(MySqlParameters.PASSWORD)
                .filter(secret -> !secret.isEmpty())
                .flatMap(Placeholder.PASSWORD::literal)
                .map(SecretText::of);
        this.hosts =
                HostList.of(literal(parts, MySqlParameters.HOST), literal(parts, MySqlParameters.PORT), DEFAULT_PORT);
        this.database = literal(parts, MySqlParameters.DATABASE);
        if (!database.matches("[^/?#&;\\\\\\p{Cntrl}]*")) {
            throw AddressException.of("has a database name with characters that a JDBC URL cannot hold");
        }
        this.tls = MySqlParameters.tls(parts);
        this.properties = Collections.unmodifiableMap(new TreeMap<>(MySqlParameters.properties(parts)));
    }

    /**
     * Reads a connection string.
     *
     * @param connectionUrl the string
     * @return the address
     * @throws InvalidRequestException when it is not one; the message says what to write and quotes no value
     */
    public static MySqlAddress parse(String connectionUrl) {
        String url = connectionUrl.strip();
        if (url.isEmpty()) {
            throw AddressException.of("connection_url cannot be empty");
        }
        if (url.indexOf('\0') >= 0) {
            throw AddressException.of("holds a NUL character");
        }
        String lower = url.toLowerCase(Locale.ROOT);
        for (String scheme : SCHEMES) {
            if (lower.startsWith(scheme + "//")) {
                AddressParts parts = UrlForm.parse(url, scheme.length(), false, MySqlParameters::keyword);
                return new MySqlAddress(parts, scheme.equals(MARIADB_JDBC));
            }
        }
        if (lower.matches("(?s)[a-z][a-z0-9+.:-]*://.*") && !lower.contains("(")) {
            throw AddressException.of("is no MySQL address: write {{username}}:{{password}}@tcp(HOST:3306)/DATABASE,"
                    + " mysql://{{username}}:{{password}}@HOST:3306/DATABASE, or jdbc:mysql://HOST:3306/DATABASE");
        }
        return new MySqlAddress(DsnForm.parse(url), false);
    }

    private static String literal(AddressParts parts, String keyword) {
        String value = parts.take(keyword).orElse("");
        Placeholder.requireNone(value);
        return value;
    }

    /**
     * The hosts as they stand in a JDBC URL.
     *
     * @return {@code host:port}, several separated by commas, in the order in which they are tried; in lower case
     */
    public String hosts() {
        return hosts.joined();
    }

    /**
     * The database that connections start in.
     *
     * @return its name, decoded, empty for none
     */
    public String database() {
        return database;
    }

    /**
     * How to encrypt.
     *
     * @return the mode, empty when the address does not say
     */
    public Optional<MySqlTls> tls() {
        return tls;
    }

    /**
     * The parameters as properties, which both drivers name alike.
     *
     * @return values by name, without user and password
     */
    public Map<String, String> properties() {
        return properties;
    }

    /**
     * Whether the address asks for MariaDB's driver.
     *
     * @return whether it is a {@code jdbc:mariadb:} URL
     */
    public boolean mariaDbDriver() {
        return mariaDbDriver;
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
     * The part that makes it this target and no other. Accounts belong to the server, so the database is no part of it.
     *
     * @return product and hosts in alphabetical order, in one spelling
     */
    public String identity() {
        return "mysql://"
                + String.join(",", hosts.hosts().stream().sorted().distinct().toList());
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
        return password.isEmpty() ? List.of() : List.of(LITERAL_PASSWORD);
    }

    @Override
    public String toString() {
        return identity();
    }
}
