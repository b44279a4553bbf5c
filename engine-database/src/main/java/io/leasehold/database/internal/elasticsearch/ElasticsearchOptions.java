package io.leasehold.database.internal.elasticsearch;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a connection that only Elasticsearch has.
 *
 * @param url where the cluster is
 * @param caCert the authorities to trust
 * @param caPath a folder of authorities to trust
 * @param clientCert the client's certificate
 * @param clientKey the client's key
 * @param tlsServerName the name that the server's certificate must have
 * @param insecure whether any certificate is believed
 * @param useOldXpack whether the security API is where Elasticsearch 6 has it
 */
public record ElasticsearchOptions(
        @Field("Where the cluster is: http(s)://HOST:PORT, with a path if there is one; or in connection_url.")
        @Nullable
        String url,

        @Field("The authorities to trust, as PEM or the path of a file; those of the Java runtime by default.")
        @Nullable
        String caCert,

        @Field("A folder with files of authorities to trust; instead of ca_cert.") @Nullable
        String caPath,

        @Field("The client's certificate, as PEM or the path of a file.") @Nullable
        String clientCert,

        @Field("The client's PKCS #8 key, as PEM or the path of a file.") @Sensitive @Nullable
        String clientKey,

        @Field("The name that the server's certificate must have; that of the address by default.") @Nullable
        String tlsServerName,

        @Field("Whether the server's certificate is believed unseen.") @Nullable
        Boolean insecure,

        @Field("Whether the security API is at /_xpack/security, as before Elasticsearch 7; false by default.")
        @Nullable
        Boolean useOldXpack) {

    boolean believesAnyCertificate() {
        return Boolean.TRUE.equals(insecure);
    }

    /** Where the security API is. */
    String securityPath() {
        return Boolean.TRUE.equals(useOldXpack) ? "/_xpack/security" : "/_security";
    }
}
