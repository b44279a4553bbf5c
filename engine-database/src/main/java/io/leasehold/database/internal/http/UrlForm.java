package io.leasehold.database.internal.http;

import io.leasehold.error.InvalidRequestException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a product's addresses are written. Immutable.
 *
 * @param field the field with the address, for messages
 * @param schemes what each scheme means, by its name in lower case
 * @param prefixed whether there may be a path, under which the product answers
 * @param example what to write, as the end of a message
 */
public record UrlForm(String field, Map<String, Scheme> schemes, boolean prefixed, String example) {

    private static final String LOGIN_MARKERS = "{{username}}:{{password}}@";

    /** Takes a copy. */
    public UrlForm {
        schemes = Map.copyOf(schemes);
    }

    /**
     * What a scheme means.
     *
     * @param tls whether the connection is encrypted
     * @param port the port when none is given
     */
    public record Scheme(boolean tls, int port) {}

    /**
     * Reads an address. The markers {@code {{username}}:{{password}}@} may stand in it and mean nothing: a login goes to the server
     * by itself.
     *
     * @param text the address
     * @return where that is
     * @throws InvalidRequestException when it is written in another form; it does not repeat the text, which may hold a password
     */
    public HttpAddress parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip().replace(LOGIN_MARKERS, ""));
        } catch (URISyntaxException malformed) {
            // Not passed on: it quotes the text.
            throw refused("cannot be read");
        }
        Scheme scheme = scheme(uri);
        if (uri.getRawUserInfo() != null) {
            throw new InvalidRequestException(field, "holds a login: give it in the fields username and password");
        }
        if (uri.getHost() == null) {
            throw refused("names no host");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused("has parameters, of which there are none");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        if (!path.isEmpty() && !prefixed) {
            throw refused("has a path, of which there is none");
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
        int port = HttpAddress.port(field, uri.getPort() < 0 ? scheme.port() : uri.getPort());
        return new HttpAddress(scheme.tls(), host, port, path);
    }

    private Scheme scheme(URI uri) {
        String name = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        @Nullable Scheme scheme = schemes.get(name);
        if (scheme == null) {
            throw refused("begins with another scheme");
        }
        return scheme;
    }

    private InvalidRequestException refused(String problem) {
        return new InvalidRequestException(field, problem + ": " + example);
    }
}
