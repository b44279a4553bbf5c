package io.leasehold.database.internal.couchbase;

import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a connection that only Couchbase has.
 *
 * @param hosts where the nodes are
 * @param tls whether the connection is encrypted
 * @param insecureTls whether any certificate is believed
 * @param base64pem the authorities to trust, as PEM in base64
 * @param bucketName a bucket, of no use here
 */
public record CouchbaseOptions(
        @Field(
                "The nodes, separated by commas: names, couchbase(s)://HOST or http(s)://HOST:PORT of the management port.")
        @Nullable
        String hosts,

        @Field("Whether the connection is encrypted with TLS; what hosts say by default.") @Nullable
        Boolean tls,

        @Field("Whether the server's certificate is believed unseen.") @Nullable
        Boolean insecureTls,

        @Field("The authorities to trust, as PEM in base64; those of the Java runtime by default.") @Nullable
        String base64pem,

        @Field("Accepted and without effect: users are managed without opening a bucket.") @Nullable
        String bucketName) {

    boolean believesAnyCertificate() {
        return Boolean.TRUE.equals(insecureTls);
    }
}
