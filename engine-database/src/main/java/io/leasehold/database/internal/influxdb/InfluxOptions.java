package io.leasehold.database.internal.influxdb;

import io.leasehold.spi.binding.Field;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a connection that only InfluxDB has.
 *
 * @param host the server's name or address
 * @param port the server's port
 * @param tls whether the connection is encrypted
 * @param insecureTls whether any certificate is believed
 * @param pemBundle authorities, or a client's certificate and key, as PEM
 * @param pemJson the same, as a certificate engine answers it
 * @param tlsMinVersion the oldest version of TLS
 * @param connectTimeout how long one request may take
 */
public record InfluxOptions(
        @Field("The server's name or address.") @Nullable String host,

        @Field("The server's port; 8086 by default.") @Nullable
        Integer port,

        @Field("Whether the connection is encrypted with TLS; false by default.") @Nullable
        Boolean tls,

        @Field("Whether the server's certificate is believed unseen.") @Nullable
        Boolean insecureTls,

        @Field("The authorities to trust, or a client's certificate, its PKCS #8 key and its authority, as PEM.")
        @Nullable
        String pemBundle,

        @Field("The same as JSON, as a certificate engine answers it; instead of pem_bundle.") @Nullable
        String pemJson,

        @Field("The oldest version of TLS to speak: tls10, tls11, tls12 (the default) or tls13.") @Nullable
        String tlsMinVersion,

        @Field("How long one request may take; as long as the work that it is part of by default.") @Nullable
        Duration connectTimeout) {

    boolean believesAnyCertificate() {
        return Boolean.TRUE.equals(insecureTls);
    }
}
