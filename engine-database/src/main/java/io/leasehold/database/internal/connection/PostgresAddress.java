package io.leasehold.database.internal.connection;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL is and how to connect to it, read from a {@code connection_url}: {@code postgresql://} or
 * {@code postgres://} URL, {@code keyword=value} string, or {@code jdbc:postgresql:} URL. Several hosts, IPv6 addresses and
 * percent-encoding are understood; what is left out is localhost, 5432, and a database named like the user.
 *
 * <p>User name and password are usually the placeholders {@code {{username}}} and {@code {{password}}}, for which the fields
 * of the connection stand; a literal one is returned. Error messages never quote the text. Immutable.
 */
public final class PostgresAddress {

    private static final String JDBC = "jdbc:postgresql:";
    private static final int DEFAULT_PORT = 5432;
    private static final List<String> SCHEMES = List.of("postgresql:", "postgres:");

    private final HostList hosts;
    private final String database;
    private final Map<String, String> properties;
    private final Optional<String> username;
    private final Optional<SecretText> password;
    private final String displayUrl;

    private PostgresAddress(AddressParts parts, @Nullable String configuredUsername) {
        this.displayUrl = parts.masked();
        this.username = parts.take("user").filter(user -> !user.isEmpty()).flatMap(Placeholder.USERNAME::literal);
        this.password = parts.take("password")
                .filter(secret -> !secret.isEmpty())
                .flatMap(Placeholder.PASSWORD::literal)
                .map(SecretText::of);
        this.hosts = HostList.of(literal(parts, "host"), literal(parts, "port"), DEFAULT_PORT);
        this.database = Optional.of(literal(parts, "dbname"))
                .filter(name -> !name.isEmpty())
                .or(() -> username)
                .or(() -> Optional.ofNullable(configuredUsername))
                .orElseThrow(() -> AddressException.of("names no database: add /DATABASE after the hosts"));
        this.properties = Collections.unmodifiableMap(new TreeMap<>(Parameters.properties(parts)));
    }

    /**
     * Reads a connection string that names its database or user.
     *
     * @param connectionUrl the string
     * @return the address
     * @throws InvalidRequestException when it is not one; the message says what to write and quotes no value
     */
    public static PostgresAddress parse(String connectionUrl) {
        return parse(connectionUrl, null);
    }

    /**
     * Reads a connection string.
     *
     * @param connectionUrl the string
     * @param username the field {@code username} of the connection, after which a database that is not named is named, or null
     * @return the address
     * @throws InvalidRequestException when it is not one; the message says what to write and quotes no value
     */
    public static PostgresAddress parse(String connectionUrl, @Nullable String username) {
        String url = connectionUrl.strip();
        if (url.isEmpty()) {
            throw AddressException.of("connection_url cannot be empty");
        }
        if (url.indexOf('\0') >= 0) {
            throw AddressException.of("holds a NUL character");
        }
        return new PostgresAddress(parts(url), username);
    }

    private static AddressParts parts(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith(JDBC)) {
            return UrlForm.parse(url, JDBC.length(), true, Parameters::keyword);
        }
        for (String scheme : SCHEMES) {
            if (lower.startsWith(scheme + "//")) {
                return UrlForm.parse(url, scheme.length(), false, Parameters::keyword);
            }
        }
        if (url.contains("=") && !url.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*")) {
            return KeywordForm.parse(url);
        }
        throw AddressException.of("is no PostgreSQL address: write"
                + " postgresql://{{username}}:{{password}}@HOST:5432/DATABASE, jdbc:postgresql://HOST:5432/DATABASE,"
                + " or host=HOST dbname=DATABASE");
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
     * The database.
     *
     * @return its name, decoded, never empty
     */
    public String database() {
        return database;
    }

    /**
     * The parameters as properties of the driver, without user and password.
     *
     * @return values by the driver's names; may hold the pass phrase of a key, so never to be shown
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
     * The part that makes it this target and no other.
     *
     * @return product, hosts in alphabetical order, and database, in one spelling
     */
    public String identity() {
        return "postgresql://"
                + String.join(",", hosts.hosts().stream().sorted().distinct().toList())
                + "/"
                + PercentCode.encode(database);
    }

    /**
     * The string as it may be shown.
     *
     * @return the string as written, with five asterisks in place of each literal password
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
        return password.isEmpty()
                ? List.of()
                : List.of(
                        "connection_url holds a literal password, which cannot be rotated: write {{password}} there, and"
                                + " the password into the field password");
    }

    @Override
    public String toString() {
        return identity();
    }
}
