package io.leasehold.database.internal.mysql;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a connection that only MySQL and MariaDB have.
 *
 * @param tlsCa the authorities to trust
 * @param tlsCertificateKey the administrator's certificate and key
 * @param tlsServerName accepted only to say what to do instead
 * @param tlsSkipVerify whether any certificate is believed
 * @param terminateSessions whether a removed user's sessions are ended
 */
public record MySqlOptions(
        @Field("The authorities to trust, as PEM; the server's certificate is then verified.") @Nullable
        String tlsCa,

        @Field("The administrator's certificate and its PKCS #8 key, as PEM.") @Sensitive @Nullable
        String tlsCertificateKey,

        @Field("Not supported: Java drivers verify the host name in connection_url.") @Nullable
        String tlsServerName,

        @Field("Whether the server's certificate is believed unseen.") @Nullable
        Boolean tlsSkipVerify,

        @Field("Whether the sessions of a removed user are ended; true by default.") @Nullable
        Boolean terminateSessions) {

    /** Refuses what the drivers cannot do. */
    public MySqlOptions {
        if (tlsServerName != null && !tlsServerName.isEmpty()) {
            throw new InvalidRequestException(
                    "tls_server_name",
                    "is not supported: the drivers verify the host name that stands in connection_url; write that name there");
        }
    }

    boolean endsSessions() {
        return terminateSessions == null || terminateSessions;
    }

    boolean skipsVerification() {
        return Boolean.TRUE.equals(tlsSkipVerify);
    }

    @Override
    public String toString() {
        return "MySqlOptions[endsSessions=" + endsSessions() + "]";
    }
}
