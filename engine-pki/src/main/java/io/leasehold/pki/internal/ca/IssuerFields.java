package io.leasehold.pki.internal.ca;

import io.leasehold.pki.internal.issuer.LeafNotAfter;
import io.leasehold.spi.binding.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be set of an issuer. Absent is the default.
 *
 * @param issuerName its name
 * @param leafNotAfterBehavior what becomes of certificates that would outlive it
 * @param usage what it may be used for
 * @param manualChain its chain, itself first
 * @param revocationSignatureAlgorithm how it signs lists and answers
 * @param issuingCertificates URLs of its certificate
 * @param crlDistributionPoints URLs of its list
 * @param deltaCrlDistributionPoints URLs of its list of changes
 * @param ocspServers URLs of its responder
 * @param enableAiaUrlTemplating whether its URLs have templates
 */
public record IssuerFields(
        @Field("Its name.") String issuerName,

        @Field("What becomes of certificates that would outlive it: err, truncate or permit.")
        LeafNotAfter leafNotAfterBehavior,

        @Field("read-only, issuing-certificates, crl-signing, ocsp-signing; all by default.") @Nullable
        List<String> usage,

        @Field("Its chain, itself first; found by default.") List<String> manualChain,

        @Field("How it signs lists and answers, such as SHA256WithRSAPSS.")
        String revocationSignatureAlgorithm,

        @Field("URLs of its certificate.") List<String> issuingCertificates,

        @Field("URLs of its list.") List<String> crlDistributionPoints,

        @Field("URLs of its list of changes.") List<String> deltaCrlDistributionPoints,

        @Field("URLs of its responder.") List<String> ocspServers,

        @Field("Whether its URLs have templates.") boolean enableAiaUrlTemplating) {

    /** Fills in the defaults. */
    public IssuerFields {
        issuerName = issuerName == null ? "" : issuerName;
        leafNotAfterBehavior = leafNotAfterBehavior == null ? LeafNotAfter.ERR : leafNotAfterBehavior;
        manualChain = orEmpty(manualChain);
        revocationSignatureAlgorithm = revocationSignatureAlgorithm == null ? "" : revocationSignatureAlgorithm;
        issuingCertificates = orEmpty(issuingCertificates);
        crlDistributionPoints = orEmpty(crlDistributionPoints);
        deltaCrlDistributionPoints = orEmpty(deltaCrlDistributionPoints);
        ocspServers = orEmpty(ocspServers);
    }

    private static List<String> orEmpty(@Nullable List<String> texts) {
        return texts == null ? List.of() : List.copyOf(texts);
    }
}
