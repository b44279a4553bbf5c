package io.leasehold.pki.internal.ca;

import io.leasehold.spi.binding.Field;
import io.leasehold.spi.binding.OtherFields;
import io.leasehold.spi.engine.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a root.
 *
 * @param issuerName the issuer's name
 * @param keyName see {@link KeyFields}
 * @param keyRef see {@link KeyFields}
 * @param keyType see {@link KeyFields}
 * @param keyBits see {@link KeyFields}
 * @param privateKeyFormat see {@link KeyFields}
 * @param format how the answer is written
 * @param ttl how long it is valid
 * @param notAfter until when it is valid
 * @param notBeforeDuration how far its beginning is backdated
 * @param signatureBits the hash of RSA
 * @param usePss whether RSA signs with PSS
 * @param maxPathLength how many authorities may follow below it
 * @param permittedDnsDomains the domains that it is limited to
 * @param subject whom it is about
 */
public record RootFields(
        @Field("The issuer's name.") @Nullable String issuerName,
        @Field("The key's name.") @Nullable String keyName,
        @Field("For type existing: which key.") @Nullable String keyRef,

        @Field("rsa (the default), ec or ed25519.") @Nullable
        String keyType,

        @Field("The key's size; 0 for the type's default.") int keyBits,

        @Field("How the private key is written: der or pkcs8.") @Nullable
        String privateKeyFormat,

        @Field("pem, der or pem_bundle.") @Nullable String format,

        @Field("How long it is valid; at most the mount's max TTL.") @Nullable
        Duration ttl,

        @Field("Until when it is valid, in RFC 3339; instead of ttl.") @Nullable
        String notAfter,

        @Field("How far its beginning is backdated; 30s by default.") @Nullable
        Duration notBeforeDuration,

        @Field("The hash of RSA: 256, 384 or 512; 0 for 256.")
        int signatureBits,

        @Field("Whether RSA signs with PSS.") boolean usePss,

        @Field("How many authorities may follow below it; -1 for any number.") @Nullable
        Integer maxPathLength,

        @Field("The domains that it is limited to.") @Nullable
        List<String> permittedDnsDomains,

        @OtherFields Map<String, Object> subject) {

    KeyFields key() {
        return new KeyFields(keyName, keyRef, keyType, keyBits, privateKeyFormat);
    }

    SubjectFields subjectFields() {
        return Fields.bindOthers(subject, SubjectFields.class, RootFields.class);
    }
}
