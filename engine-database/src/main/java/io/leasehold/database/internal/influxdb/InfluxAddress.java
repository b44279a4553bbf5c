package io.leasehold.database.internal.influxdb;

import io.leasehold.database.internal.http.HttpAddress;
import io.leasehold.database.internal.http.UrlForm;
import io.leasehold.database.internal.tls.ClientTls;
import io.leasehold.database.internal.tls.PemBundle;
import io.leasehold.database.internal.tls.TlsVersion;
import io.leasehold.error.InvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is and how it is reached: the fields {@code host} and {@code port}, or a {@code connection_url}. Immutable.
 *
 * @param server the server
 * @param tls how the connection is encrypted, if it is
 */
record InfluxAddress(HttpAddress server, Optional<ClientTls> tls) {

    private static final String URL = "connection_url";
    private static final int DEFAULT_PORT = 8086;
    private static final UrlForm FORM = new UrlForm(
            URL,
            Map.of("http", new UrlForm.Scheme(false, DEFAULT_PORT), "https", new UrlForm.Scheme(true, DEFAULT_PORT)),
            false,
            "give http://HOST:PORT, or https://HOST:PORT for TLS");

    /** Reads and checks the settings; they name the server in one of both ways, and no field is given in vain. */
    static InfluxAddress of(String connectionUrl, InfluxOptions options) {
        HttpAddress server = connectionUrl.isBlank() ? ofFields(options) : ofUrl(connectionUrl, options);
        if (server.tls()) {
            return new InfluxAddress(server, Optional.of(clientSide(options)));
        }
        String inVain = isGiven(options.tlsMinVersion())
                ? "tls_min_version"
                : options.believesAnyCertificate() ? "insecure_tls" : "";
        if (!inVain.isEmpty()) {
            throw new InvalidRequestException(
                    inVain, "has no meaning on a connection that is not encrypted: add tls=true");
        }
        return new InfluxAddress(server, Optional.empty());
    }

    /** The part that makes it this server and no other. */
    String identity() {
        return "influxdb://" + server.hostAndPort();
    }

    private static HttpAddress ofFields(InfluxOptions options) {
        if (!isGiven(options.host())) {
            throw new InvalidRequestException("host", "is missing: give the server's name or address");
        }
        int port = options.port() == null ? DEFAULT_PORT : options.port();
        return HttpAddress.of(encrypted(options).orElse(false), String.valueOf(options.host()), port);
    }

    private static HttpAddress ofUrl(String connectionUrl, InfluxOptions options) {
        if (isGiven(options.host()) || options.port() != null) {
            throw new InvalidRequestException(URL, "stands beside host or port: give one of both");
        }
        HttpAddress address = FORM.parse(connectionUrl);
        if (address.tls() != encrypted(options).orElse(address.tls())) {
            throw new InvalidRequestException(
                    options.tls() == null ? bundleField(options) : "tls",
                    "says otherwise than connection_url, which begins with " + (address.tls() ? "https" : "http"));
        }
        return address;
    }

    /** Whether the fields ask for encryption, which certificates do too; empty when they say nothing. */
    private static Optional<Boolean> encrypted(InfluxOptions options) {
        String bundle = bundleField(options);
        if (bundle.isEmpty()) {
            return Optional.ofNullable(options.tls());
        }
        if (Boolean.FALSE.equals(options.tls())) {
            throw new InvalidRequestException(bundle, "has no meaning while tls is false");
        }
        return Optional.of(true);
    }

    private static ClientTls clientSide(InfluxOptions options) {
        TlsVersion oldest = TlsVersion.named("tls_min_version", options.tlsMinVersion());
        PemBundle bundle = bundle(options);
        if (options.believesAnyCertificate() && !bundle.authorities().isEmpty()) {
            throw new InvalidRequestException(
                    "insecure_tls",
                    "would ignore the authorities of " + bundleField(options) + ": leave out one of both");
        }
        return new ClientTls(
                bundle.authorities(), options.believesAnyCertificate(), Optional.empty(), bundle.identity(), oldest);
    }

    private static PemBundle bundle(InfluxOptions options) {
        if (isGiven(options.pemBundle()) && isGiven(options.pemJson())) {
            throw new InvalidRequestException("pem_json", "stands beside pem_bundle: give one of both");
        }
        if (isGiven(options.pemBundle())) {
            return PemBundle.ofPem("pem_bundle", String.valueOf(options.pemBundle()));
        }
        return isGiven(options.pemJson())
                ? PemBundle.ofJson("pem_json", String.valueOf(options.pemJson()))
                : new PemBundle(List.of(), Optional.empty());
    }

    private static String bundleField(InfluxOptions options) {
        return isGiven(options.pemBundle()) ? "pem_bundle" : isGiven(options.pemJson()) ? "pem_json" : "";
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
