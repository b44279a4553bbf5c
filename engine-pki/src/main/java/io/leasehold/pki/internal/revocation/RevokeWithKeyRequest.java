package io.leasehold.pki.internal.revocation;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * What {@code revoke-with-key} takes.
 *
 * @param serialNumber the serial of a certificate that is stored here
 * @param certificate the certificate itself; one of both
 * @param privateKey its private key
 * @param reason why
 */
record RevokeWithKeyRequest(
        @Field("The serial: octets in hexadecimal, joined by colons or hyphens.") @Nullable
        String serialNumber,

        @Field("The certificate in PEM, instead of its serial; also one that is not stored here.") @Nullable
        String certificate,

        @Field(value = "The certificate's private key in PEM.", required = true) @Sensitive
        String privateKey,

        @Field("Why, as a name or code of RFC 5280, section 5.3.1; unspecified by default.") @Nullable
        String reason) {

    @Override
    public String toString() {
        return "RevokeWithKeyRequest[serialNumber=" + serialNumber + "]";
    }
}
