package io.leasehold.pki.internal.ca;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.issuer.Authorities;
import io.leasehold.pki.internal.issuer.AuthorityIndex;
import io.leasehold.pki.internal.issuer.ClusterPaths;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerState;
import io.leasehold.pki.internal.issuer.Names;
import io.leasehold.pki.internal.issuer.RevocationAlgorithm;
import io.leasehold.pki.internal.issuer.StoredIssuers;
import io.leasehold.pki.internal.issuer.UrlTemplates;
import io.leasehold.pki.internal.issuer.Usage;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Versioned;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/** Changes what may be set of an issuer. Thread-safe. */
final class IssuerSettings {

    private static final String READ_ONLY = "read-only";

    private final EngineStorage storage;
    private final Authorities authorities;
    private final StoredIssuers issuers;

    IssuerSettings(EngineStorage storage, Authorities authorities, StoredIssuers issuers) {
        this.storage = storage;
        this.authorities = authorities;
        this.issuers = issuers;
    }

    /** What was written, and what whoever wrote it should know. */
    record Written(String id, List<String> warnings) {}

    /** Usages as people know them: reading is always among them. */
    static List<String> shown(List<String> usages) {
        List<String> all = new ArrayList<>();
        all.add(READ_ONLY);
        all.addAll(usages);
        return all;
    }

    /**
     * Changes an issuer.
     *
     * @param reference which
     * @param change from the fields as they are to what they shall be
     * @return what was written
     */
    Written write(String reference, UnaryOperator<IssuerFields> change) {
        List<String> warnings = new ArrayList<>();
        String id = authorities
                .fresh()
                .value()
                .issuer(reference)
                .orElseThrow(() -> StoredIssuers.unknown(reference))
                .id();
        authorities.change(index -> {
            warnings.clear();
            IssuerState before = index.issuer(id).orElseThrow(() -> StoredIssuers.unknown(reference));
            IssuerState after = checked(before, change.apply(fields(before)), index, warnings);
            return index.changingIssuer(id, any -> after);
        });
        return new Written(id, warnings);
    }

    private static IssuerFields fields(IssuerState state) {
        return new IssuerFields(
                state.name(),
                state.leafNotAfter(),
                shown(state.usages()),
                state.manualChain(),
                state.revocationAlgorithm(),
                state.issuing(),
                state.crl(),
                state.deltaCrl(),
                state.ocsp(),
                state.templated());
    }

    private IssuerState checked(IssuerState before, IssuerFields fields, AuthorityIndex index, List<String> warnings) {
        Names.checkIssuer("issuer_name", fields.issuerName(), index, before.id());
        Issuer issuer = issuers.get(before.id());
        Set<Usage> usages = usages(fields.usage(), issuer.certificate(), before.revokedAt() != 0);
        String algorithm = fields.revocationSignatureAlgorithm();
        if (!algorithm.isEmpty()) {
            RevocationAlgorithm.scheme(
                    algorithm, KeyKind.of(issuer.certificate().key(), "issuer"));
        }
        ClusterPaths paths = storage.getFresh(ClusterPaths.PATH, ClusterPaths.class)
                .map(Versioned::value)
                .orElse(ClusterPaths.NONE);
        boolean templated = fields.enableAiaUrlTemplating();
        UrlTemplates.check("issuing_certificates", fields.issuingCertificates(), templated, paths);
        UrlTemplates.check("crl_distribution_points", fields.crlDistributionPoints(), templated, paths);
        UrlTemplates.check("delta_crl_distribution_points", fields.deltaCrlDistributionPoints(), templated, paths);
        UrlTemplates.check("ocsp_servers", fields.ocspServers(), templated, paths);
        return new IssuerState(
                before.id(),
                before.digest(),
                before.fingerprint(),
                before.keyId(),
                fields.issuerName(),
                fields.leafNotAfterBehavior(),
                IssuerState.spell(usages),
                chain(before, fields.manualChain(), index, warnings),
                algorithm,
                fields.issuingCertificates(),
                fields.crlDistributionPoints(),
                fields.deltaCrlDistributionPoints(),
                fields.ocspServers(),
                templated,
                before.revokedAt());
    }

    /** All, where nothing is said, of what certificate and revocation leave; what is asked for beyond that is refused. */
    private static Set<Usage> usages(@Nullable List<String> asked, Certificate certificate, boolean revoked) {
        Set<Usage> usages = EnumSet.noneOf(Usage.class);
        boolean mayIssue = certificate.allows(KeyUsage.keyCertSign) && !revoked;
        boolean mayList = certificate.allows(KeyUsage.cRLSign);
        if (asked == null) {
            usages.addAll(EnumSet.allOf(Usage.class));
            if (!mayIssue) {
                usages.remove(Usage.ISSUING_CERTIFICATES);
            }
            if (!mayList) {
                usages.remove(Usage.CRL_SIGNING);
            }
            return usages;
        }
        for (String name : asked) {
            switch (name) {
                case READ_ONLY -> {}
                case "issuing-certificates" -> usages.add(Usage.ISSUING_CERTIFICATES);
                case "crl-signing" -> usages.add(Usage.CRL_SIGNING);
                case "ocsp-signing" -> usages.add(Usage.OCSP_SIGNING);
                default ->
                    throw new InvalidRequestException(
                            "usage",
                            "'" + Names.shown(name)
                                    + "' is none: give read-only, issuing-certificates, crl-signing, ocsp-signing");
            }
        }
        if (usages.contains(Usage.ISSUING_CERTIFICATES) && !mayIssue) {
            throw new InvalidRequestException(
                    "usage",
                    revoked
                            ? "issuing-certificates is gone for good: the issuer was revoked"
                            : "issuing-certificates is not for a certificate whose key usage lacks keyCertSign");
        }
        if (usages.contains(Usage.CRL_SIGNING) && !mayList) {
            throw new InvalidRequestException(
                    "usage", "crl-signing is not for a certificate whose key usage lacks cRLSign");
        }
        return usages;
    }

    private List<String> chain(IssuerState own, List<String> references, AuthorityIndex index, List<String> warnings) {
        List<String> ids = new ArrayList<>();
        for (String reference : references) {
            String id = index.issuer(reference)
                    .orElseThrow(() -> new InvalidRequestException(
                            "manual_chain", "unknown issuer: '" + Names.shown(reference) + "'"))
                    .id();
            if (ids.contains(id)) {
                throw new InvalidRequestException("manual_chain", "has issuer " + id + " twice");
            }
            ids.add(id);
        }
        if (!ids.isEmpty() && !ids.get(0).equals(own.id())) {
            throw new InvalidRequestException("manual_chain", "must start with the issuer itself, " + own.id());
        }
        for (int i = 1; i < ids.size(); i++) {
            if (!isSignedBy(ids.get(i - 1), ids.get(i))) {
                warnings.add("manual_chain: issuer " + ids.get(i - 1) + " was not signed by " + ids.get(i)
                        + ", so that clients will not follow the chain");
            }
        }
        return ids;
    }

    private boolean isSignedBy(String below, String above) {
        return issuers.isSigned(
                issuers.get(below).certificate(), issuers.get(above).certificate());
    }
}
