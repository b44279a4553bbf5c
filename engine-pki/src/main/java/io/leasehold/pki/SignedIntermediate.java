package io.leasehold.pki;

import io.leasehold.spi.binding.Field;
import java.util.List;

/**
 * A certificate for an intermediate: what {@code root/sign-intermediate} answers. Nothing in it is secret.
 *
 * @param certificate the certificate; as {@code pem_bundle} with its chain, the root included
 * @param issuingCa the certificate of who signed it
 * @param caChain the certificate, who signed it, and so on up to the root
 * @param serialNumber the serial number, as octets joined by colons
 * @param expiration until when it is valid, in seconds since 1970
 */
public record SignedIntermediate(
        @Field("The certificate.") String certificate,
        @Field("The certificate of who signed it.") String issuingCa,
        @Field("The certificate and its chain.") List<String> caChain,

        @Field("The serial number, as octets joined by colons.")
        String serialNumber,

        @Field("Until when it is valid, in seconds since 1970.")
        long expiration) {

    /** Takes a copy. */
    public SignedIntermediate {
        caChain = List.copyOf(caChain);
    }
}
