package io.leasehold.database.internal.cassandra;

import io.leasehold.spi.binding.Field;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a connection that only Cassandra has.
 *
 * @param hosts nodes to begin with, each a name or an address, with a port or without
 * @param port the port of hosts that have none
 * @param tls whether connections are encrypted
 * @param insecureTls whether any certificate is believed
 * @param pemBundle authorities to trust, or a certificate of the administrator's with its key, as PEM
 * @param pemJson the same, as a certificate engine answers
 * @param tlsMinVersion the oldest version of TLS that is spoken
 * @param protocolVersion the version of the native protocol
 * @param connectTimeout how long a TCP connection may take to come about
 * @param socketKeepAlive whether idle connections are kept alive by TCP: not zero
 * @param localDatacenter the data centre whose nodes are used
 * @param consistency how many replicas have to take part in statements on data
 * @param skipVerification whether rights are not looked at when the connection is verified
 */
public record CassandraOptions(
        @Field("Nodes to begin with, each a name or an address, with a port or without.") @Nullable
        List<String> hosts,

        @Field("The port of hosts that have none; 9042 by default.") @Nullable
        Integer port,

        @Field("Whether connections are encrypted with TLS; false by default.") @Nullable
        Boolean tls,

        @Field("Whether the certificates of the nodes are believed unseen.") @Nullable
        Boolean insecureTls,

        @Field("Authorities to trust, or a certificate of the administrator's with its PKCS #8 key, as PEM.") @Nullable
        String pemBundle,

        @Field("The same as pem_bundle, as JSON in the form that a certificate engine answers.") @Nullable
        String pemJson,

        @Field("The oldest version of TLS that is spoken: tls12 (the default) or tls13.") @Nullable
        String tlsMinVersion,

        @Field("The version of the native protocol: 3, 4 or 5; by default the latest that all nodes know.") @Nullable
        Integer protocolVersion,

        @Field("How long a TCP connection may take to come about; 5s by default.") @Nullable
        Duration connectTimeout,

        @Field("Keeps idle connections alive by TCP, unless 0s, the default; how often is for the system to say.")
        @Nullable
        Duration socketKeepAlive,

        @Field("The data centre whose nodes are used; by default those of all.") @Nullable
        String localDatacenter,

        @Field("How many replicas have to take part in statements on data; LOCAL_QUORUM by default.") @Nullable
        String consistency,

        @Field("Whether the administrator's rights are not looked at when the connection is verified.") @Nullable
        Boolean skipVerification) {

    boolean believesAnyCertificate() {
        return Boolean.TRUE.equals(insecureTls);
    }

    boolean skipsVerification() {
        return Boolean.TRUE.equals(skipVerification);
    }
}
