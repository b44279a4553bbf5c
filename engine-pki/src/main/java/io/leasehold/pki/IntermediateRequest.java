package io.leasehold.pki;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import org.jspecify.annotations.Nullable;

/**
 * The request of an intermediate: what {@code intermediate/generate/TYPE} and {@code intermediate/cross-sign} answer, for a root to
 * sign. Its text form shows neither the key nor the request, which as {@code pem_bundle} has the key before it.
 *
 * @param csr the request, in the format that was asked for
 * @param keyId the UUID of its key
 * @param keyName the key's name, empty for none
 * @param privateKey the private key, once, for type {@code exported}; else null
 * @param privateKeyType {@code rsa}, {@code ec} or {@code ed25519}; null without a private key
 */
public record IntermediateRequest(
        @Field("The request.") @Sensitive String csr,
        @Field("The UUID of its key.") String keyId,
        @Field("The key's name.") String keyName,
        @Field("The private key.") @Sensitive @Nullable String privateKey,
        @Field("The type of the private key.") @Nullable String privateKeyType) {

    @Override
    public String toString() {
        return "IntermediateRequest[keyId=" + keyId + "]";
    }
}
