package io.leasehold.pki.internal.ca;

import io.leasehold.spi.binding.Field;
import io.leasehold.spi.binding.OtherFields;
import io.leasehold.spi.engine.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to sign an intermediate.
 *
 * @param csr the intermediate's request
 * @param issuerRef who signs
 * @param useCsrValues whether subject and extensions are the request's
 * @param format how the answer is written
 * @param ttl how long it is valid
 * @param notAfter until when it is valid
 * @param notBeforeDuration how far its beginning is backdated
 * @param signatureBits the hash of RSA
 * @param usePss whether RSA signs with PSS
 * @param maxPathLength how many authorities may follow below it
 * @param permittedDnsDomains the domains that it is limited to
 * @param keyUsage usages beside those of every authority
 * @param extKeyUsage extended usages
 * @param skid its key's identifier
 * @param subject whom it is about
 */
public record SignFields(
        @Field("The intermediate's request, in PEM.") @Nullable
        String csr,

        @Field("Who signs; the default issuer by default.") @Nullable
        String issuerRef,

        @Field("Whether subject, alternative names and extensions are the request's.")
        boolean useCsrValues,

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

        @Field("How many authorities may follow below it; -1 for as many as the signer allows.") @Nullable
        Integer maxPathLength,

        @Field("The domains that it is limited to.") @Nullable
        List<String> permittedDnsDomains,

        @Field("CertSign and CRLSign in any case; DigitalSignature when given.") @Nullable
        List<String> keyUsage,

        @Field("Extended usages, by name or OID; none by default.") @Nullable
        List<String> extKeyUsage,

        @Field("The identifier of its key, in hexadecimal; computed by default.") @Nullable
        String skid,

        @OtherFields Map<String, Object> subject) {

    SubjectFields subjectFields() {
        return Fields.bindOthers(subject, SubjectFields.class, SignFields.class);
    }
}
