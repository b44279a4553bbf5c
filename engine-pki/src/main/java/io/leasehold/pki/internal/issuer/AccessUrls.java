package io.leasehold.pki.internal.issuer;

import io.leasehold.pki.internal.x509.ExtensionSet;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * Where certificates say that their issuer, its lists and its answers are found; templates are filled in. Immutable.
 *
 * @param issuing the issuer's certificate
 * @param crl its list of revoked certificates
 * @param deltaCrl its list of changes
 * @param ocsp its responder
 */
public record AccessUrls(List<String> issuing, List<String> crl, List<String> deltaCrl, List<String> ocsp) {

    /** No URLs. */
    public static final AccessUrls NONE = new AccessUrls(List.of(), List.of(), List.of(), List.of());

    /** Takes copies. */
    public AccessUrls {
        issuing = List.copyOf(issuing);
        crl = List.copyOf(crl);
        deltaCrl = List.copyOf(deltaCrl);
        ocsp = List.copyOf(ocsp);
    }

    /**
     * Writes them into a certificate (RFC 5280, sections 4.2.2.1, 4.2.1.13 and 4.2.1.15).
     *
     * @param extensions where to
     */
    public void addTo(ExtensionSet extensions) {
        AccessDescription[] access = Stream.concat(
                        ocsp.stream().map(url -> new AccessDescription(AccessDescription.id_ad_ocsp, uri(url))),
                        issuing.stream().map(url -> new AccessDescription(AccessDescription.id_ad_caIssuers, uri(url))))
                .toArray(AccessDescription[]::new);
        if (access.length > 0) {
            extensions.add(Extension.authorityInfoAccess, false, new AuthorityInformationAccess(access));
        }
        if (!crl.isEmpty()) {
            extensions.add(Extension.cRLDistributionPoints, false, points(crl));
        }
        if (!deltaCrl.isEmpty()) {
            extensions.add(Extension.freshestCRL, false, points(deltaCrl));
        }
    }

    private static CRLDistPoint points(List<String> urls) {
        return new CRLDistPoint(urls.stream()
                .map(url -> new DistributionPoint(new DistributionPointName(new GeneralNames(uri(url))), null, null))
                .toArray(DistributionPoint[]::new));
    }

    private static GeneralName uri(String url) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, url);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return issuing.isEmpty() && crl.isEmpty() && deltaCrl.isEmpty() && ocsp.isEmpty();
    }
}
