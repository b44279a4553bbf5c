package io.leasehold.pki;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * A new root: what {@code root/generate/TYPE} and {@code root/rotate/TYPE} answer. Its text form shows neither the key nor the
 * certificate, which as {@code pem_bundle} has the key in it.
 *
 * @param certificate the certificate, in the format that was asked for
 * @param issuingCa the certificate of its issuer, which is itself
 * @param serialNumber the serial number, as octets joined by colons
 * @param expiration until when it is valid, in seconds since 1970
 * @param issuerId the UUID of the issuer
 * @param issuerName the issuer's name, empty for none
 * @param keyId the UUID of its key
 * @param keyName the key's name, empty for none
 * @param privateKey the private key, once, for type {@code exported}; else null
 * @param privateKeyType {@code rsa}, {@code ec} or {@code ed25519}; null without a private key
 */
public record CertificateAuthority(
        @Field("The certificate.") @Sensitive String certificate,

        @Field("The certificate of its issuer, which is itself.")
        String issuingCa,

        @Field("The serial number, as octets joined by colons.")
        String serialNumber,

        @Field("Until when it is valid, in seconds since 1970.")
        long expiration,

        @Field("The UUID of the issuer.") String issuerId,
        @Field("The issuer's name.") String issuerName,
        @Field("The UUID of its key.") String keyId,
        @Field("The key's name.") String keyName,
        @Field("The private key.") @Sensitive @Nullable String privateKey,
        @Field("The type of the private key.") @Nullable String privateKeyType) {

    @Override
    public String toString() {
        return "CertificateAuthority[serialNumber=" + serialNumber + ", issuerId=" + issuerId + "]";
    }
}
