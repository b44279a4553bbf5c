package io.leasehold.pki;

import io.leasehold.spi.binding.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An issuer, as {@code issuer/REF} shows it. Nothing in it is secret.
 *
 * @param issuerId its UUID
 * @param issuerName its name, empty for none
 * @param keyId the UUID of its key, empty when the mount does not have it
 * @param certificate its certificate in PEM
 * @param caChain its certificate and those above it, in PEM
 * @param manualChain UUIDs of the issuers of its chain, when it was given; else empty
 * @param leafNotAfterBehavior {@code err}, {@code truncate} or {@code permit}
 * @param usage what it may be used for
 * @param revocationSignatureAlgorithm how it signs lists and answers; empty for as its key is used otherwise
 * @param issuingCertificates URLs of its own
 * @param crlDistributionPoints URLs of its own
 * @param deltaCrlDistributionPoints URLs of its own
 * @param ocspServers URLs of its own
 * @param enableAiaUrlTemplating whether its own URLs have templates
 * @param serialNumber the serial number of its certificate
 * @param expiration until when its certificate is valid, in seconds since 1970
 * @param revoked whether it was revoked
 * @param revocationTime when, in seconds since 1970; 0 when it was not
 * @param revocationTimeRfc3339 the same as text; null when it was not
 */
public record PkiIssuer(
        @Field("Its UUID.") String issuerId,
        @Field("Its name.") String issuerName,
        @Field("The UUID of its key.") String keyId,
        @Field("Its certificate.") String certificate,
        @Field("Its certificate and those above it.") List<String> caChain,
        @Field("Its chain, when it was given.") List<String> manualChain,

        @Field("What becomes of certificates that would outlive it.")
        String leafNotAfterBehavior,

        @Field("What it may be used for.") List<String> usage,
        @Field("How it signs lists and answers.") String revocationSignatureAlgorithm,
        @Field("URLs of its certificate.") List<String> issuingCertificates,
        @Field("URLs of its list.") List<String> crlDistributionPoints,

        @Field("URLs of its list of changes.") List<String> deltaCrlDistributionPoints,

        @Field("URLs of its responder.") List<String> ocspServers,

        @Field("Whether its URLs have templates.") boolean enableAiaUrlTemplating,

        @Field("The serial number of its certificate.") String serialNumber,

        @Field("Until when its certificate is valid, in seconds since 1970.")
        long expiration,

        @Field("Whether it was revoked.") boolean revoked,
        @Field("When, in seconds since 1970.") long revocationTime,
        @Field("When, as text.") @Nullable String revocationTimeRfc3339) {}
