package io.leasehold.database.internal.cassandra;

import io.leasehold.database.internal.tls.ClientTls;
import io.leasehold.database.internal.tls.PemBundle;
import io.leasehold.database.internal.tls.TlsVersion;
import io.leasehold.error.InvalidRequestException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the fields about encryption: none of them may be given in vain. Stateless. */
final class CassandraTls {

    private static final String BUNDLE = "pem_bundle";
    private static final String JSON = "pem_json";
    private static final String INSECURE = "insecure_tls";
    private static final String OLDEST = "tls_min_version";

    private CassandraTls() {}

    /** How connections are encrypted; empty when they are not. */
    static Optional<ClientTls> of(CassandraOptions options) {
        Optional<String> field = pemField(options);
        boolean asked = field.isPresent() || options.believesAnyCertificate();
        if (!asked && !Boolean.TRUE.equals(options.tls())) {
            if (isGiven(options.tlsMinVersion())) {
                throw inVain(OLDEST);
            }
            return Optional.empty();
        }
        if (Boolean.FALSE.equals(options.tls())) {
            throw inVain(field.orElse(INSECURE));
        }
        TlsVersion oldest = TlsVersion.named(OLDEST, options.tlsMinVersion());
        PemBundle bundle = bundle(options).orElse(new PemBundle(List.of(), Optional.empty()));
        if (options.believesAnyCertificate()
                && !bundle.authorities().isEmpty()
                && bundle.identity().isEmpty()) {
            throw new InvalidRequestException(
                    INSECURE, "would ignore the authorities in " + field.orElse(BUNDLE) + ": leave out one of both");
        }
        return Optional.of(new ClientTls(
                bundle.authorities(), options.believesAnyCertificate(), Optional.empty(), bundle.identity(), oldest));
    }

    private static Optional<String> pemField(CassandraOptions options) {
        if (isGiven(options.pemBundle()) && isGiven(options.pemJson())) {
            throw new InvalidRequestException(JSON, "stands beside pem_bundle: give one of both");
        }
        return isGiven(options.pemBundle())
                ? Optional.of(BUNDLE)
                : isGiven(options.pemJson()) ? Optional.of(JSON) : Optional.empty();
    }

    private static Optional<PemBundle> bundle(CassandraOptions options) {
        if (isGiven(options.pemBundle())) {
            return Optional.of(PemBundle.ofPem(BUNDLE, String.valueOf(options.pemBundle())));
        }
        return isGiven(options.pemJson())
                ? Optional.of(PemBundle.ofJson(JSON, String.valueOf(options.pemJson())))
                : Optional.empty();
    }

    private static InvalidRequestException inVain(String field) {
        return new InvalidRequestException(
                field, "has no meaning on connections that are not encrypted: set tls to true");
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
