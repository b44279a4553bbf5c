package io.leasehold.database.internal.elasticsearch;

import io.leasehold.database.internal.http.HttpAddress;
import io.leasehold.database.internal.tls.ClientIdentity;
import io.leasehold.database.internal.tls.ClientTls;
import io.leasehold.database.internal.tls.PemSource;
import io.leasehold.database.internal.tls.PemText;
import io.leasehold.database.internal.tls.TlsVersion;
import io.leasehold.error.InvalidRequestException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads how a connection is encrypted. Stateless. */
final class ElasticsearchTls {

    private static final String CA_CERT = "ca_cert";
    private static final String CA_PATH = "ca_path";
    private static final String CLIENT_CERT = "client_cert";
    private static final String CLIENT_KEY = "client_key";
    private static final String SERVER_NAME = "tls_server_name";
    private static final String INSECURE = "insecure";

    private ElasticsearchTls() {}

    /** Checks the fields, of which none may be given in vain; files are read when the client is made. */
    static Optional<Supplier<ClientTls>> of(HttpAddress address, ElasticsearchOptions options) {
        if (!address.tls()) {
            refuseInVain(options);
            return Optional.empty();
        }
        if (isGiven(options.caCert()) && isGiven(options.caPath())) {
            throw new InvalidRequestException(CA_PATH, "stands beside ca_cert: give one of both");
        }
        if (isGiven(options.clientCert()) != isGiven(options.clientKey())) {
            throw new InvalidRequestException(
                    isGiven(options.clientCert()) ? CLIENT_KEY : CLIENT_CERT,
                    "is missing: the client's certificate and its key go together");
        }
        if (options.believesAnyCertificate()
                && (isGiven(options.caCert()) || isGiven(options.caPath()) || isGiven(options.tlsServerName()))) {
            throw new InvalidRequestException(
                    INSECURE, "would ignore ca_cert, ca_path and tls_server_name: leave out the one or the others");
        }
        if (areTexts(options.caCert(), options.clientCert(), options.clientKey())) {
            side(options).context();
        }
        return Optional.of(() -> side(options));
    }

    private static void refuseInVain(ElasticsearchOptions options) {
        String inVain = isGiven(options.caCert())
                ? CA_CERT
                : isGiven(options.caPath())
                        ? CA_PATH
                        : isGiven(options.clientCert())
                                ? CLIENT_CERT
                                : isGiven(options.clientKey())
                                        ? CLIENT_KEY
                                        : isGiven(options.tlsServerName())
                                                ? SERVER_NAME
                                                : options.believesAnyCertificate() ? INSECURE : "";
        if (!inVain.isEmpty()) {
            throw new InvalidRequestException(
                    inVain, "has no meaning on a connection that is not encrypted: begin url with https");
        }
    }

    private static ClientTls side(ElasticsearchOptions options) {
        return new ClientTls(
                authorities(options),
                options.believesAnyCertificate(),
                Optional.ofNullable(options.tlsServerName()).filter(name -> !name.isBlank()),
                identity(options),
                TlsVersion.TLS12);
    }

    private static List<X509Certificate> authorities(ElasticsearchOptions options) {
        if (options.caCert() != null && isGiven(options.caCert())) {
            return PemText.certificates(CA_CERT, PemSource.read(CA_CERT, options.caCert()));
        }
        return options.caPath() != null && isGiven(options.caPath())
                ? PemText.certificates(CA_PATH, PemSource.readAll(CA_PATH, options.caPath()))
                : List.of();
    }

    private static Optional<ClientIdentity> identity(ElasticsearchOptions options) {
        if (options.clientCert() == null || options.clientKey() == null || !isGiven(options.clientKey())) {
            return Optional.empty();
        }
        return Optional.of(new ClientIdentity(
                PemText.certificates(CLIENT_CERT, PemSource.read(CLIENT_CERT, options.clientCert())),
                PemText.key(CLIENT_KEY, PemSource.read(CLIENT_KEY, options.clientKey()))));
    }

    private static boolean areTexts(@Nullable String... values) {
        for (String value : values) {
            if (value != null && isGiven(value) && !PemSource.isText(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
