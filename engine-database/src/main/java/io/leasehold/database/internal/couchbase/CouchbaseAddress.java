package io.leasehold.database.internal.couchbase;

import io.leasehold.database.internal.http.HttpAddress;
import io.leasehold.database.internal.http.UrlForm;
import io.leasehold.database.internal.tls.ClientTls;
import io.leasehold.database.internal.tls.PemText;
import io.leasehold.error.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a cluster is and how it is reached: the field {@code hosts}, or {@code connection_url}. Immutable.
 *
 * @param nodes its nodes, at their management ports
 * @param tls how connections are encrypted, if they are
 */
record CouchbaseAddress(List<HttpAddress> nodes, Optional<ClientTls> tls) {

    private static final String HOSTS = "hosts";
    private static final String EXAMPLE =
            "give couchbase://HOST, couchbases://HOST for TLS, or http(s)://HOST:PORT of the" + " management port";
    private static final String PLAIN = "couchbase";
    private static final String ENCRYPTED = "couchbases";
    private static final int PLAIN_PORT = 8091;
    private static final int TLS_PORT = 18091;
    private static final Pattern SCHEME = Pattern.compile("([a-z]+)://.*", Pattern.CASE_INSENSITIVE);
    private static final Pattern DATA_PORT = Pattern.compile(":(11210|11207)/?$");
    private static final Pattern PORT = Pattern.compile(":[0-9]+/?$");

    CouchbaseAddress {
        nodes = List.copyOf(nodes);
    }

    /** Reads and checks the settings; they name the cluster in one of both fields, and no field is given in vain. */
    static CouchbaseAddress of(String connectionUrl, CouchbaseOptions options) {
        String hosts = options.hosts() == null ? "" : options.hosts();
        if (!connectionUrl.isBlank() && !hosts.isBlank()) {
            throw new InvalidRequestException("connection_url", "stands beside hosts: give one of both");
        }
        String field = connectionUrl.isBlank() ? HOSTS : "connection_url";
        List<HttpAddress> nodes = nodes(field, connectionUrl.isBlank() ? hosts : connectionUrl, options.tls());
        boolean encrypted = nodes.get(0).tls();
        if (options.tls() != null && options.tls() != encrypted) {
            throw new InvalidRequestException(
                    "tls",
                    "says otherwise than " + field + ", which begins with " + (encrypted ? "couchbases" : "couchbase"));
        }
        return new CouchbaseAddress(nodes, encrypted ? Optional.of(clientSide(options)) : noTls(options));
    }

    /** The part that makes it this cluster and no other, in whatever order the nodes are written. */
    String identity() {
        return nodes.stream()
                .map(HttpAddress::hostAndPort)
                .sorted()
                .collect(Collectors.joining(",", "couchbase://", ""));
    }

    /** The address as it may be shown. */
    String displayUrl() {
        return nodes.stream().map(HttpAddress::displayUrl).collect(Collectors.joining(","));
    }

    /** As in connection strings, the scheme of the first node is that of all that have none. */
    private static List<HttpAddress> nodes(String field, String text, @Nullable Boolean tls) {
        List<String> parts =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (text.isBlank()) {
            throw new InvalidRequestException(field, "is missing: " + EXAMPLE);
        }
        var first = SCHEME.matcher(parts.get(0));
        String scheme = first.matches() ? first.group(1) : Boolean.TRUE.equals(tls) ? ENCRYPTED : PLAIN;
        List<HttpAddress> nodes = new ArrayList<>();
        for (String part : parts) {
            nodes.add(node(field, SCHEME.matcher(part).matches() ? part : scheme + "://" + part));
        }
        if (nodes.stream().map(HttpAddress::tls).distinct().count() > 1) {
            throw new InvalidRequestException(field, "names nodes with TLS and others without: give one of both");
        }
        return nodes;
    }

    private static HttpAddress node(String field, String url) {
        String wanted = url;
        if (url.startsWith(PLAIN) && PORT.matcher(url).find()) {
            // What stands there is the port of the data service, which drivers speak to.
            if (!DATA_PORT.matcher(url).find()) {
                throw new InvalidRequestException(
                        field,
                        "has a port behind couchbase://, where it is that of the data service: give http(s)://HOST:PORT of"
                                + " the management port");
            }
            wanted = DATA_PORT.matcher(url).replaceFirst("");
        }
        return new UrlForm(
                        field,
                        Map.of(
                                PLAIN,
                                new UrlForm.Scheme(false, PLAIN_PORT),
                                ENCRYPTED,
                                new UrlForm.Scheme(true, TLS_PORT),
                                "http",
                                new UrlForm.Scheme(false, PLAIN_PORT),
                                "https",
                                new UrlForm.Scheme(true, TLS_PORT)),
                        false,
                        EXAMPLE)
                .parse(wanted);
    }

    private static Optional<ClientTls> noTls(CouchbaseOptions options) {
        String inVain =
                isGiven(options.base64pem()) ? "base64pem" : options.believesAnyCertificate() ? "insecure_tls" : "";
        if (!inVain.isEmpty()) {
            throw new InvalidRequestException(
                    inVain, "has no meaning on a connection that is not encrypted: begin with couchbases://");
        }
        return Optional.empty();
    }

    private static ClientTls clientSide(CouchbaseOptions options) {
        List<X509Certificate> authorities =
                options.base64pem() == null || options.base64pem().isBlank()
                        ? List.of()
                        : PemText.certificates("base64pem", decoded(options.base64pem()));
        if (options.believesAnyCertificate() && !authorities.isEmpty()) {
            throw new InvalidRequestException(
                    "insecure_tls", "would ignore the authorities of base64pem: leave out one of both");
        }
        return ClientTls.trusting(authorities, options.believesAnyCertificate());
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidRequestException("base64pem", "is not base64: give the PEM text encoded once more");
        }
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
