package io.leasehold.database.internal.mongodb;

import io.leasehold.spi.binding.Field;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a connection that only MongoDB has.
 *
 * @param writeConcern how many members have to know of a change of users, as JSON, plain or in base64
 * @param tlsCa the authorities to trust, as PEM
 * @param tlsCertificateKey the administrator's certificate and its key, as PEM
 * @param tlsSkipVerify whether any certificate is believed
 * @param connectTimeout how long a TCP connection may take to come about
 * @param socketTimeout how long one command may take
 * @param serverSelectionTimeout how long to look for a server that takes writes
 */
public record MongoOptions(
        @Field(
                "How many members have to know of a change of users, as JSON, plain or in base64; the majority by default.")
        @Nullable
        String writeConcern,

        @Field("The authorities to trust, as PEM; those of the Java runtime by default.") @Nullable
        String tlsCa,

        @Field("The administrator's certificate and its PKCS #8 key, as PEM; logs in by X.509 without a password.")
        @Nullable
        String tlsCertificateKey,

        @Field("Whether the server's certificate is believed unseen.") @Nullable
        Boolean tlsSkipVerify,

        @Field("How long a TCP connection may take to come about; 5s by default.") @Nullable
        Duration connectTimeout,

        @Field("How long one command may take; as long as the request by default.") @Nullable
        Duration socketTimeout,

        @Field("How long to look for a server that takes writes and log in there; 10s by default.") @Nullable
        Duration serverSelectionTimeout) {

    boolean believesAnyCertificate() {
        return Boolean.TRUE.equals(tlsSkipVerify);
    }
}
