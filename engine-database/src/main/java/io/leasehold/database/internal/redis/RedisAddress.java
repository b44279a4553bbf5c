package io.leasehold.database.internal.redis;

import io.leasehold.error.InvalidRequestException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is: the fields {@code host} and {@code port}, or a {@code connection_url}. Immutable.
 *
 * @param host a name or an address, in lower case, without brackets
 * @param port the port
 * @param tls whether the connection is encrypted
 */
record RedisAddress(String host, int port, boolean tls) {

    private static final String URL = "connection_url";
    private static final String URL_FORM = "give redis://HOST:PORT, or rediss://HOST:PORT for TLS";
    private static final String LOGIN_MARKERS = "{{username}}:{{password}}@";
    private static final int DEFAULT_PORT = 6379;
    private static final int LAST_PORT = 65_535;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?");

    /** Reads the settings; they name the server in one of both ways, not in both. */
    static RedisAddress of(String connectionUrl, RedisOptions options) {
        if (connectionUrl.isBlank()) {
            return ofFields(options);
        }
        if (isGiven(options.host()) || options.port() != null) {
            throw new InvalidRequestException(URL, "stands beside host or port: give one of both");
        }
        return ofUrl(connectionUrl.strip(), options);
    }

    /** The part that makes it this server and no other. */
    String identity() {
        return "redis://" + hostAndPort();
    }

    /** The address as it may be shown. */
    String displayUrl() {
        return (tls ? "rediss://" : "redis://") + hostAndPort();
    }

    private String hostAndPort() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static RedisAddress ofFields(RedisOptions options) {
        if (!isGiven(options.host())) {
            throw new InvalidRequestException("host", "is missing: give the server's name or address");
        }
        String host = String.valueOf(options.host()).strip();
        if (!HOST.matcher(host).matches()) {
            throw new InvalidRequestException(
                    "host", "is neither a name nor an address: give it without scheme and port, which have fields");
        }
        int port = options.port() == null ? DEFAULT_PORT : options.port();
        return new RedisAddress(host.toLowerCase(Locale.ROOT), port("port", port), Boolean.TRUE.equals(options.tls()));
    }

    private static RedisAddress ofUrl(String text, RedisOptions options) {
        URI uri;
        try {
            // The login goes to the server by itself; nothing is put into the URL.
            uri = new URI(text.replace(LOGIN_MARKERS, ""));
        } catch (URISyntaxException malformed) {
            // Not passed on: it quotes the text, which may hold a password.
            throw new InvalidRequestException(URL, "cannot be read: " + URL_FORM);
        }
        boolean encrypted = "rediss".equalsIgnoreCase(uri.getScheme());
        if (!encrypted && !"redis".equalsIgnoreCase(uri.getScheme())) {
            throw new InvalidRequestException(URL, "begins with another scheme: " + URL_FORM);
        }
        if (uri.getRawUserInfo() != null) {
            throw new InvalidRequestException(URL, "holds a login: give it in the fields username and password");
        }
        if (uri.getHost() == null) {
            throw new InvalidRequestException(URL, "names no host: " + URL_FORM);
        }
        refuseParts(uri);
        if (encrypted && Boolean.FALSE.equals(options.tls())) {
            throw new InvalidRequestException("tls", "is false, but connection_url says rediss");
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new RedisAddress(host, port(URL, port), encrypted || Boolean.TRUE.equals(options.tls()));
    }

    private static void refuseParts(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (!path.isEmpty() && !path.equals("/") && !path.equals("/0")) {
            throw new InvalidRequestException(
                    URL, "names a database: users belong to the whole server, so leave it out");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new InvalidRequestException(URL, "has parameters, of which there are none: " + URL_FORM);
        }
    }

    private static int port(String field, int port) {
        if (port < 1 || port > LAST_PORT) {
            throw new InvalidRequestException(field, "port " + port + " is not between 1 and " + LAST_PORT);
        }
        return port;
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
