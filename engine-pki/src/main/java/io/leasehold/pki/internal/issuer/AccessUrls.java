package io.leasehold.pki.internal.issuer;

import java.util.List;

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

    /** Whether there is none. */
    public boolean isEmpty() {
        return issuing.isEmpty() && crl.isEmpty() && deltaCrl.isEmpty() && ocsp.isEmpty();
    }
}
