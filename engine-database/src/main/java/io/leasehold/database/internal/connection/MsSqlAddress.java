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
 * Where an SQL Server is and how to connect to it, read from a {@code connection_url}: the Go driver's
 * {@code sqlserver://user:password@host:port/instance?database=name}, an ADO string ({@code server=host,1433;user id=...}), or
 * a {@code jdbc:sqlserver://} URL.
 *
 * <p>What stands after a port in a URL without {@code database} is taken for the database. To the Go driver it is the name of
 * an instance, which a port makes meaningless; guides that write {@code host:1433/erp} mean the database.
 *
 * <p>User name and password are usually the placeholders {@code {{username}}} and {@code {{password}}}, for which the fields
 * of the connection stand; a literal one is returned. Error messages never quote the text. Immutable.
 */
public final class MsSqlAddress {

    private static final int DEFAULT_PORT = 1433;
    private static final String URL = "sqlserver:";
    private static final String JDBC = "jdbc:sqlserver:";

    private final String host;
    private final Optional<String> port;
    private final Optional<String> instance;
    private final String database;
    private final Map<String, String> properties;
    private final Optional<String> username;
    private final Optional<SecretText> password;
    private final List<String> warnings = new ArrayList<>();
    private final String displayUrl;

    private MsSqlAddress(AddressParts parts) {
        this.displayUrl = parts.masked();
        this.username =
                parts.take(MsSqlParameters.USER).filter(user -> !user.isEmpty()).flatMap(Placeholder.USERNAME::literal);
        this.password = parts.take(MsSqlParameters.PASSWORD)
                .filter(secret -> !secret.isEmpty())
                .flatMap(Placeholder.PASSWORD::literal)
                .map(SecretText::of);
        password.ifPresent(literal -> warnings.add("connection_url holds a literal password, which cannot be rotated:"
                + " write {{password}} there, and the password into the field password"));
        MsSqlServer server = MsSqlServer.of(
                literal(parts, MsSqlParameters.HOST),
                literal(parts, MsSqlParameters.PORT),
                literal(parts, MsSqlParameters.INSTANCE));
        String path = literal(parts, MsSqlParameters.PATH);
        Optional<String> catalog = parts.take(MsSqlParameters.CATALOG);
        catalog.ifPresent(Placeholder::requireNone);
        boolean pathIsDatabase =
                !path.isEmpty() && catalog.isEmpty() && !server.port().isEmpty();
        if (pathIsDatabase) {
            warnings.add(
                    "what stands after the port in connection_url is taken for the database, since a port leaves no"
                            + " use for the name of an instance");
        }
        MsSqlServer named = path.isEmpty() || pathIsDatabase ? server : server.withInstance(path);
        this.database = pathIsDatabase ? path : catalog.orElse("");
        this.host = HostList.of(named.host(), named.port(), DEFAULT_PORT)
                .hosts()
                .get(0)
                .replaceFirst(":[0-9]+$", "");
        this.instance = named.port().isEmpty() ? named.instance() : Optional.empty();
        this.port = instance.isPresent()
                ? Optional.empty()
                : Optional.of(named.port().isEmpty() ? Integer.toString(DEFAULT_PORT) : named.port());
        this.properties = Collections.unmodifiableMap(new TreeMap<>(MsSqlParameters.properties(parts)));
    }

    /**
     * Reads a connection string.
     *
     * @param connectionUrl the string
     * @return the address
     * @throws InvalidRequestException when it is not one; the message says what to write and quotes no value
     */
    public static MsSqlAddress parse(String connectionUrl) {
        String url = connectionUrl.strip();
        if (url.isEmpty()) {
            throw AddressException.of("connection_url cannot be empty");
        }
        if (url.indexOf('\0') >= 0) {
            throw AddressException.of("holds a NUL character");
        }
        return new MsSqlAddress(parts(url));
    }

    private static AddressParts parts(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith(URL + "//")) {
            return UrlForm.parse(url, URL.length(), false, MsSqlParameters::keyword);
        }
        AddressParts parts = new AddressParts(url);
        if (lower.startsWith(JDBC + "//")) {
            int from = JDBC.length() + 2;
            int semicolon = url.indexOf(';', from);
            int end = semicolon < 0 ? url.length() : semicolon;
            if (from < end) {
                parts.put(MsSqlParameters.HOST, url.substring(from, end), from, end);
            }
            PairsForm.read(url, Math.min(end + 1, url.length()), parts, MsSqlParameters::keyword);
            return parts;
        }
        if (url.contains("=") && !lower.matches("(?s)[a-z][a-z0-9+.-]*:.*")) {
            PairsForm.read(url, 0, parts, MsSqlParameters::keyword);
            return parts;
        }
        throw AddressException.of("is no SQL Server address: write"
                + " sqlserver://{{username}}:{{password}}@HOST:1433?database=NAME, jdbc:sqlserver://HOST:1433;databaseName=NAME,"
                + " or server=HOST,1433;user id={{username}};password={{password}};database=NAME");
    }

    private static String literal(AddressParts parts, String keyword) {
        String value = parts.take(keyword).orElse("");
        Placeholder.requireNone(value);
        return value;
    }

    /**
     * The host.
     *
     * @return a name or an address, in lower case
     */
    public String host() {
        return host;
    }

    /**
     * The port.
     *
     * @return the number, empty when the server is asked for that of the instance
     */
    public Optional<String> port() {
        return port;
    }

    /**
     * The instance whose port has to be asked for.
     *
     * @return its name, empty when there is a port
     */
    public Optional<String> instance() {
        return instance;
    }

    /**
     * The database that connections start in.
     *
     * @return its name, empty for the default of the login
     */
    public String database() {
        return database;
    }

    /**
     * The parameters as properties of the driver.
     *
     * @return values by the driver's names, without user and password; may hold the pass phrase of a store, so never to be
     *     shown
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
     * The part that makes it this server and no other. Logins belong to the server, so the database is no part of it.
     *
     * @return product, host, and port or instance, in one spelling
     */
    public String identity() {
        return "sqlserver://" + host + port.map(number -> ":" + number).orElse("")
                + instance.map(name -> "/" + PercentCode.encode(name.toLowerCase(Locale.ROOT)))
                        .orElse("");
    }

    /**
     * The part that makes it this database and no other, for users that belong to one.
     *
     * @return the identity, and the database
     */
    public String databaseIdentity() {
        return identity() + "?database=" + PercentCode.encode(database.toLowerCase(Locale.ROOT));
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
        return List.copyOf(warnings);
    }

    @Override
    public String toString() {
        return identity();
    }
}
