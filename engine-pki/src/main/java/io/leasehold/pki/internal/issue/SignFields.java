package io.leasehold.pki.internal.issue;

import io.leasehold.spi.binding.Field;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of {@code sign/ROLE} and {@code sign-verbatim}; the latter takes names from the request for signing alone.
 *
 * @param csr the request for signing, in PEM
 * @param commonName the common name
 * @param altNames DNS names and e-mail addresses
 * @param ipSans IP addresses
 * @param uriSans URIs
 * @param otherSans other names, as {@code OID;utf8:VALUE}
 * @param serialNumber the attribute serialNumber of the subject
 * @param userIds user ids of the subject
 * @param ttl how long the certificate is to be valid
 * @param notAfter until when it is to be valid, instead
 * @param notBefore from when it is to be valid
 * @param format {@code pem}, {@code der} or {@code pem_bundle}
 * @param privateKeyFormat without effect: the key stays with who asks
 * @param excludeCnFromSans whether the common name stays out of the alternative names
 * @param removeRootsFromChain whether roots are left out of the chain
 */
public record SignFields(
        @Field("The request for signing, in PEM.") @Nullable String csr,
        @Field("The common name.") @Nullable String commonName,
        @Field("DNS names and e-mail addresses.") @Nullable List<String> altNames,
        @Field("IP addresses.") @Nullable List<String> ipSans,
        @Field("URIs.") @Nullable List<String> uriSans,
        @Field("Other names, as OID;utf8:VALUE.") @Nullable List<String> otherSans,

        @Field("The attribute serialNumber of the subject.") @Nullable
        String serialNumber,

        @Field("User ids of the subject.") @Nullable List<String> userIds,
        @Field("How long it is to be valid.") @Nullable Duration ttl,

        @Field("Until when it is to be valid, as 2030-01-31T00:00:00Z; instead of ttl.") @Nullable
        String notAfter,

        @Field("From when it is to be valid, as 2030-01-31T00:00:00Z.") @Nullable
        String notBefore,

        @Field("pem, der or pem_bundle.") @Nullable String format,

        @Field("Without effect: the key stays with who asks.") @Nullable
        String privateKeyFormat,

        @Field("Whether the common name stays out of the alternative names.")
        boolean excludeCnFromSans,

        @Field("Whether roots are left out of the chain.") boolean removeRootsFromChain) {

    Wish wish() {
        return Wish.of(
                commonName,
                altNames,
                ipSans,
                uriSans,
                otherSans,
                serialNumber,
                userIds,
                ttl,
                notAfter,
                notBefore,
                format,
                privateKeyFormat,
                excludeCnFromSans,
                removeRootsFromChain);
    }

    String request() {
        return csr == null ? "" : csr;
    }
}
