package io.leasehold.pki.internal.ca;

import io.leasehold.spi.binding.Field;
import io.leasehold.spi.binding.OtherFields;
import io.leasehold.spi.engine.Fields;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for an intermediate's request.
 *
 * @param issuerName the name that the issuer is to get when its certificate comes
 * @param keyName see {@link KeyFields}
 * @param keyRef see {@link KeyFields}
 * @param keyType see {@link KeyFields}
 * @param keyBits see {@link KeyFields}
 * @param privateKeyFormat see {@link KeyFields}
 * @param format how the answer is written
 * @param signatureBits the hash of RSA
 * @param usePss whether RSA signs with PSS
 * @param addBasicConstraints whether the request says that it is for an authority
 * @param subject whom it is about
 */
public record CsrFields(
        @Field("The name that the issuer is to get when its certificate comes.") @Nullable
        String issuerName,

        @Field("The key's name.") @Nullable String keyName,

        @Field("For type existing and cross-sign: which key.") @Nullable
        String keyRef,

        @Field("rsa (the default), ec or ed25519.") @Nullable
        String keyType,

        @Field("The key's size; 0 for the type's default.") int keyBits,

        @Field("How the private key is written: der or pkcs8.") @Nullable
        String privateKeyFormat,

        @Field("pem, der or pem_bundle.") @Nullable String format,

        @Field("The hash of RSA: 256, 384 or 512; 0 for 256.")
        int signatureBits,

        @Field("Whether RSA signs with PSS.") boolean usePss,

        @Field("Whether the request says that it is for an authority.")
        boolean addBasicConstraints,

        @OtherFields Map<String, Object> subject) {

    KeyFields key() {
        return new KeyFields(keyName, keyRef, keyType, keyBits, privateKeyFormat);
    }

    SubjectFields subjectFields() {
        return Fields.bindOthers(subject, SubjectFields.class, CsrFields.class);
    }
}
