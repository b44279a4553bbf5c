package io.leasehold.database.internal.http;

import io.leasehold.error.InvalidRequestException;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a server is. Immutable.
 *
 * @param tls whether the connection is encrypted
 * @param host a name or an address, in lower case, without brackets
 * @param port the port
 * @param prefix the path under which it answers, without a slash at its end; mostly empty
 */
public record HttpAddress(boolean tls, String host, int port, String prefix) {

    private static final int LAST_PORT = 65_535;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?");

    /**
     * A server named by fields.
     *
     * @param tls whether the connection is encrypted
     * @param host the field {@code host}
     * @param port the field {@code port}
     * @return its address
     * @throws InvalidRequestException when there can be none
     */
    public static HttpAddress of(boolean tls, String host, int port) {
        String name = host.strip();
        if (!HOST.matcher(name).matches()) {
            throw new InvalidRequestException(
                    "host", "is neither a name nor an address: give it without scheme and port, which have fields");
        }
        HttpAddress address = new HttpAddress(tls, name.toLowerCase(Locale.ROOT), port("port", port), "");
        if (address.resource("/").getHost() == null) {
            throw new InvalidRequestException(
                    "host", "is no name that a URL may hold: letters, digits, hyphens and dots (RFC 952, RFC 1123)");
        }
        return address;
    }

    /**
     * The address as it may be shown.
     *
     * @return such as {@code https://db.internal:8086}
     */
    public String displayUrl() {
        return (tls ? "https://" : "http://") + hostAndPort() + prefix;
    }

    /**
     * The part that makes it this server and no other, whether encrypted or not.
     *
     * @return host, port and path
     */
    public String hostAndPort() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * A resource of the server.
     *
     * @param path its path and parameters, with a slash at the beginning, encoded
     * @return the URI, which holds no login
     */
    public URI resource(String path) {
        return URI.create(displayUrl() + path);
    }

    static int port(String field, int port) {
        if (port < 1 || port > LAST_PORT) {
            throw new InvalidRequestException(field, "port " + port + " is not between 1 and " + LAST_PORT);
        }
        return port;
    }
}
