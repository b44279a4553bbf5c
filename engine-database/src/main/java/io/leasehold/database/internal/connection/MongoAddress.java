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
import java.util.stream.Collectors;

/**
 * Where a MongoDB is and how to connect to it, read from a {@code connection_url} ("Connection Strings", MongoDB manual):
 * {@code mongodb://HOST:PORT,HOST:PORT/DATABASE?OPTIONS} or {@code mongodb+srv://HOST/DATABASE?OPTIONS}.
 *
 * <p>User name and password are usually the placeholders {@code {{username}}} and {@code {{password}}}, for which the fields
 * of the connection stand; a literal one is returned. Error messages never quote the text. Immutable.
 */
public final class MongoAddress {

    private static final int DEFAULT_PORT = 27017;
    private static final String PLAIN = "mongodb:";
    private static final String SRV = "mongodb+srv:";
    private static final String DEFAULT_DATABASE = "admin";

    /** MongoDB, "Naming Restrictions". */
    private static final String DATABASE_NAME = "[^/\\\\. \"$*<>:|?\\p{Cntrl}]{0,63}";

    private static final String FORM = "write mongodb://{{username}}:{{password}}@HOST:27017/admin?tls=true,"
            + " or mongodb+srv://{{username}}:{{password}}@HOST/admin";

    private static final String LITERAL_PASSWORD = "connection_url holds a literal password, which cannot be rotated:"
            + " write {{password}} there, and the password into the field password";

    private final boolean srv;
    private final HostList hosts;
    private final String authDatabase;
    private final Map<String, String> options;
    private final Optional<String> mechanism;
    private final Optional<String> username;
    private final Optional<SecretText> password;
    private final String displayUrl;

    private MongoAddress(AddressParts parts, boolean srv) {
        this.srv = srv;
        this.displayUrl = parts.masked();
        this.username = parts.take("user").filter(user -> !user.isEmpty()).flatMap(Placeholder.USERNAME::literal);
        this.password = parts.take("password")
                .filter(secret -> !secret.isEmpty())
                .flatMap(Placeholder.PASSWORD::literal)
                .map(SecretText::of);
        this.hosts = hosts(literal(parts, "host"), literal(parts, "port"), srv);
        String database = literal(parts, "dbname");
        if (!database.matches(DATABASE_NAME)) {
            throw AddressException.of("has a database name with characters that MongoDB does not allow");
        }
        Map<String, String> given = new TreeMap<>(MongoParameters.options(parts));
        this.mechanism = Optional.ofNullable(given.remove(MongoParameters.AUTH_MECHANISM));
        String source = given.remove(MongoParameters.AUTH_SOURCE);
        this.authDatabase = source != null ? source : database.isEmpty() ? DEFAULT_DATABASE : database;
        if (!authDatabase.equals("$external") && !authDatabase.matches(DATABASE_NAME)) {
            throw AddressException.of("has an authSource with characters that MongoDB does not allow");
        }
        this.options = Collections.unmodifiableMap(given);
    }

    /**
     * Reads a connection string.
     *
     * @param connectionUrl the string
     * @return the address
     * @throws InvalidRequestException when it is not one; the message says what to write and quotes no value
     */
    public static MongoAddress parse(String connectionUrl) {
        String url = connectionUrl.strip();
        if (url.isEmpty()) {
            throw AddressException.of("connection_url cannot be empty");
        }
        if (url.indexOf('\0') >= 0) {
            throw AddressException.of("holds a NUL character");
        }
        String lower = url.toLowerCase(Locale.ROOT);
        for (String scheme : List.of(PLAIN, SRV)) {
            if (lower.startsWith(scheme + "//")) {
                AddressParts parts = UrlForm.parse(url, scheme.length(), false, MongoParameters::keyword);
                return new MongoAddress(parts, scheme.equals(SRV));
            }
        }
        throw AddressException.of("is no MongoDB address: " + FORM);
    }

    private static HostList hosts(String names, String ports, boolean srv) {
        if (names.isEmpty()) {
            throw AddressException.of("names no host: " + FORM);
        }
        if (srv && (names.contains(",") || !ports.isEmpty())) {
            throw AddressException.of(
                    "has several hosts or a port, which the DNS entry of a mongodb+srv name gives: write"
                            + " mongodb+srv://{{username}}:{{password}}@HOST/admin");
        }
        return HostList.of(names, ports, DEFAULT_PORT);
    }

    private static String literal(AddressParts parts, String keyword) {
        String value = parts.take(keyword).orElse("");
        Placeholder.requireNone(value);
        return value;
    }

    /**
     * The address for the driver.
     *
     * @return a URL without a login, and without what only a login needs
     */
    public String driverUrl() {
        return (srv ? SRV : PLAIN) + "//" + hostNames() + "/"
                + options.entrySet().stream()
                        .filter(option -> !option.getKey().equals(MongoParameters.TLS_INSECURE))
                        .map(option -> option.getKey() + "=" + PercentCode.encode(option.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    /**
     * The database whose users log in.
     *
     * @return the {@code authSource}, else the database of the URL, else {@code admin}
     */
    public String authDatabase() {
        return authDatabase;
    }

    /**
     * How the administrator logs in.
     *
     * @return the {@code authMechanism}, empty when the server is to choose
     */
    public Optional<String> mechanism() {
        return mechanism;
    }

    /**
     * Whether the connection is encrypted.
     *
     * @return what {@code tls} or {@code ssl} says; empty when they say nothing, which means no, and yes for {@code mongodb+srv}
     */
    public Optional<Boolean> tls() {
        return Optional.ofNullable(options.get(MongoParameters.TLS))
                .map(Boolean::valueOf)
                .or(() -> srv ? Optional.of(true) : Optional.empty());
    }

    /**
     * Whether any certificate is to be believed.
     *
     * @return what {@code tlsInsecure} says
     */
    public boolean believesAnyCertificate() {
        return Boolean.parseBoolean(options.get(MongoParameters.TLS_INSECURE));
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
     * @return product, hosts in alphabetical order, and the database that logs in, in one spelling
     */
    public String identity() {
        String names = srv
                ? hostNames()
                : String.join(",", hosts.hosts().stream().sorted().distinct().toList());
        return (srv ? SRV : PLAIN) + "//" + names + "/" + PercentCode.encode(authDatabase);
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
            warnings.add(LITERAL_PASSWORD);
        }
        if (Boolean.parseBoolean(options.get(MongoParameters.ANY_HOST_NAME))) {
            warnings.add("tlsAllowInvalidHostnames believes the certificate of any host: whoever has one that the"
                    + " authorities signed can read the password");
        }
        return List.copyOf(warnings);
    }

    private String hostNames() {
        return srv ? hosts.hosts().get(0).substring(0, hosts.hosts().get(0).lastIndexOf(':')) : hosts.joined();
    }

    @Override
    public String toString() {
        return identity();
    }
}
