package io.leasehold.pki;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A certificate that was issued: what {@code issue/ROLE}, {@code sign/ROLE} and {@code sign-verbatim} answer. Its text form shows
 * neither the key nor the certificate, which as {@code pem_bundle} has the key in it.
 *
 * @param certificate the certificate in the format that was asked for
 * @param issuingCa the certificate of its issuer
 * @param caChain the issuer, then who signed it, up to the root; null when there is none
 * @param serialNumber the serial number, as octets joined by colons
 * @param expiration until when the certificate is valid, in seconds since 1970
 * @param renewAt when two thirds of its life are over, which is when to replace it, in seconds since 1970
 * @param privateKey the private key; null when it stayed with who asked
 * @param privateKeyType {@code rsa}, {@code ec} or {@code ed25519}; null without a private key
 */
public record IssuedCertificate(
        @Field("The certificate.") @Sensitive String certificate,
        @Field("The certificate of its issuer.") String issuingCa,

        @Field("The issuer, then who signed it, up to the root.") @Nullable
        List<String> caChain,

        @Field("The serial number, as octets joined by colons.")
        String serialNumber,

        @Field("Until when it is valid, in seconds since 1970.")
        long expiration,

        @Field("When to replace it, in seconds since 1970.") long renewAt,

        @Field("The private key.") @Sensitive @Nullable String privateKey,

        @Field("The type of the private key.") @Nullable String privateKeyType) {

    /** Takes a copy. */
    public IssuedCertificate {
        caChain = caChain == null ? null : List.copyOf(caChain);
    }

    @Override
    public String toString() {
        return "IssuedCertificate[serialNumber=" + serialNumber + ", expiration=" + expiration + "]";
    }
}
