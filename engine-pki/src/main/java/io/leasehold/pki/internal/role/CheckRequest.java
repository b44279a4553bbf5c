package io.leasehold.pki.internal.role;

import io.leasehold.pki.internal.name.RequestedNames;
import io.leasehold.spi.binding.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code roles/NAME/check} is asked: the names and the key of an {@code issue} or {@code sign}.
 *
 * @param commonName the common name
 * @param altNames DNS names and e-mail addresses
 * @param ipSans IP addresses
 * @param uriSans URIs
 * @param otherSans other names
 * @param serialNumber the serialNumber of the subject
 * @param userIds user ids of the subject
 * @param excludeCnFromSans whether the common name stays out of the alternative names
 * @param keyType the type of the key
 * @param keyBits its size
 * @param csr a certificate signing request
 */
public record CheckRequest(
        @Field("The common name.") String commonName,
        @Field("DNS names and e-mail addresses.") List<String> altNames,
        @Field("IP addresses.") List<String> ipSans,
        @Field("URIs.") List<String> uriSans,
        @Field("Other names, as OID;utf8:VALUE.") List<String> otherSans,
        @Field("The serialNumber of the subject.") String serialNumber,
        @Field("User ids of the subject.") List<String> userIds,

        @Field("Whether the common name stays out of the alternative names.")
        boolean excludeCnFromSans,

        @Field("The type of the key: rsa, ec or ed25519.") String keyType,

        @Field("The size of the key; 0 for the default of the type.")
        int keyBits,

        @Field("A certificate signing request in PEM.") String csr) {

    /** Puts what was not sent. */
    public CheckRequest {
        commonName = orEmpty(commonName);
        altNames = orEmpty(altNames);
        ipSans = orEmpty(ipSans);
        uriSans = orEmpty(uriSans);
        otherSans = orEmpty(otherSans);
        serialNumber = orEmpty(serialNumber);
        userIds = orEmpty(userIds);
        keyType = orEmpty(keyType);
        csr = orEmpty(csr);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static List<String> orEmpty(@Nullable List<String> values) {
        return values == null ? List.of() : List.copyOf(values);
    }

    /** The names of the call itself. */
    RequestedNames names() {
        List<String> none = List.of();
        return new RequestedNames(
                        commonName,
                        none,
                        none,
                        ipSans,
                        uriSans,
                        otherSans,
                        serialNumber,
                        userIds,
                        excludeCnFromSans,
                        false)
                .withAltNames(altNames);
    }
}
