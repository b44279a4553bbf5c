package io.leasehold.database.internal.connection;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.SecretText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an Oracle Database is, read from a {@code connection_url}: {@code user/password@//host:port/service} and its relatives
 * ("Easy Connect Plus", Oracle Net Services), {@code jdbc:oracle:thin:@...}, {@code oracle://user:password@host:port/service}, or
 * any of these with a connect descriptor {@code (DESCRIPTION=...)} in place of host, port and service.
 *
 * <p>User name and password are usually the placeholders {@code {{username}}} and {@code {{password}}}, for which the fields
 * of the connection stand; a literal one is returned. Error messages never quote the text. Immutable.
 */
public final class OracleAddress {

    private static final String JDBC = "jdbc:oracle:thin:";
    private static final String URL = "oracle:";

    private static final String FORM =
            "write {{username}}/{{password}}@//HOST:1521/SERVICE, or" + " jdbc:oracle:thin:@//HOST:1521/SERVICE";

    private final OraclePlace place;
    private final Optional<String> username;
    private final Optional<SecretText> password;
    private final String displayUrl;

    private OracleAddress(AddressParts parts, OraclePlace place) {
        this.place = place;
        this.displayUrl = parts.masked();
        this.username = parts.take("user").filter(user -> !user.isEmpty()).flatMap(Placeholder.USERNAME::literal);
        this.password = parts.take("password")
                .filter(secret -> !secret.isEmpty())
                .flatMap(Placeholder.PASSWORD::literal)
                .map(SecretText::of);
    }

    /**
     * Reads a connection string.
     *
     * @param connectionUrl the string
     * @return the address
     * @throws InvalidRequestException when it is not one; the message says what to write and quotes no value
     */
    public static OracleAddress parse(String connectionUrl) {
        String url = connectionUrl.strip();
        if (url.isEmpty()) {
            throw AddressException.of("connection_url cannot be empty");
        }
        if (url.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
            throw AddressException.of("holds a control character");
        }
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith(URL + "//")) {
            return ofUrl(url);
        }
        int from = lower.startsWith(JDBC) ? JDBC.length() : 0;
        if (from == 0 && lower.matches("(?s)[a-z][a-z0-9+.:-]*://.*")) {
            throw AddressException.of("is no Oracle address: " + FORM);
        }
        return ofLogin(url, from);
    }

    /** The form of other products' URLs, in which user name and password are percent-encoded. */
    private static OracleAddress ofUrl(String url) {
        AddressParts parts = UrlForm.parse(url, URL.length(), false, name -> name);
        String host = parts.take("host").orElse("");
        String port = parts.take("port").orElse("");
        String service = parts.take("dbname").orElse("");
        Placeholder.requireNone(host);
        Placeholder.requireNone(service);
        OracleAddress address = new OracleAddress(
                parts, OraclePlace.read("//" + host + (port.isEmpty() ? "" : ":" + port) + "/" + service));
        if (!parts.rest().isEmpty()) {
            throw AddressException.of("parameters are not accepted in this form: " + FORM);
        }
        return address;
    }

    /** A login, an at sign, a place. In a password everything may stand but the at sign before the place. */
    private static OracleAddress ofLogin(String url, int from) {
        int descriptor = url.indexOf("@(", from);
        int at = descriptor >= 0 ? descriptor : url.lastIndexOf('@');
        if (at < from) {
            throw AddressException.of("has no @ before the host: " + FORM);
        }
        AddressParts parts = new AddressParts(url);
        if (at > from) {
            int slash = url.indexOf('/', from);
            int userEnd = slash < 0 || slash > at ? at : slash;
            parts.put("user", url.substring(from, userEnd), from, userEnd);
            if (userEnd < at) {
                parts.put("password", url.substring(userEnd + 1, at), userEnd + 1, at);
            }
        }
        String place = url.substring(at + 1);
        Placeholder.requireNone(place);
        return new OracleAddress(parts, OraclePlace.read(place));
    }

    /**
     * The URL for the driver, without a login.
     *
     * @return {@code jdbc:oracle:thin:@} and the place
     */
    public String jdbcUrl() {
        return JDBC + "@" + place.driverForm();
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
     * The part that makes it this database and no other.
     *
     * @return product, hosts in alphabetical order, and service or SID, in one spelling
     */
    public String identity() {
        return "oracle://" + String.join(",", place.hosts()) + "/" + PercentCode.encode(place.service());
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
