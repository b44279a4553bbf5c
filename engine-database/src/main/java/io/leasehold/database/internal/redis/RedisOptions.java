package io.leasehold.database.internal.redis;

import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a connection that only Redis has.
 *
 * @param host the server's name or address
 * @param port the server's port
 * @param tls whether the connection is encrypted
 * @param insecureTls whether any certificate is believed
 * @param caCert the authorities to trust, as PEM
 * @param base64pem the same, once more in base64
 * @param persistenceMode what keeps users over a restart of the server
 */
public record RedisOptions(
        @Field("The server's name or address.") @Nullable String host,

        @Field("The server's port; 6379 by default.") @Nullable
        Integer port,

        @Field("Whether the connection is encrypted with TLS; false by default.") @Nullable
        Boolean tls,

        @Field("Whether the server's certificate is believed unseen.") @Nullable
        Boolean insecureTls,

        @Field("The authorities to trust, as PEM; those of the Java runtime by default.") @Nullable
        String caCert,

        @Field("The authorities to trust, as PEM in base64; instead of ca_cert.") @Nullable
        String base64pem,

        @Field("What keeps users over a restart of the server: NONE (the default), ACLFILE or REWRITE.") @Nullable
        String persistenceMode) {

    boolean believesAnyCertificate() {
        return Boolean.TRUE.equals(insecureTls);
    }
}
