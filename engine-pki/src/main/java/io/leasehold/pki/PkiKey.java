package io.leasehold.pki;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * A key of authorities, as {@code key/REF}, {@code keys/generate/TYPE} and {@code keys/import} show it. Its text form shows no
 * private key.
 *
 * @param keyId its UUID
 * @param keyName its name, empty for none
 * @param keyType {@code rsa}, {@code ec} or {@code ed25519}
 * @param keyBits its size; 0 for Ed25519
 * @param subjectKeyId the identifier of its public key, as octets joined by colons
 * @param privateKey the private key, once, from {@code keys/generate/exported}; else null
 */
public record PkiKey(
        @Field("Its UUID.") String keyId,
        @Field("Its name.") String keyName,
        @Field("Its type.") String keyType,
        @Field("Its size.") int keyBits,
        @Field("The identifier of its public key.") String subjectKeyId,
        @Field("The private key.") @Sensitive @Nullable String privateKey) {

    @Override
    public String toString() {
        return "PkiKey[keyId=" + keyId + ", keyType=" + keyType + "]";
    }
}
