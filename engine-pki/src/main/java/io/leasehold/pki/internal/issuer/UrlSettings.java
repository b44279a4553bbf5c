package io.leasehold.pki.internal.issuer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The mount's URLs as they are stored at {@code config/urls}. Immutable.
 *
 * @param issuing URLs of the issuer's certificate
 * @param crl URLs of its list
 * @param deltaCrl URLs of its list of changes
 * @param ocsp URLs of its responder
 * @param templated whether they have templates
 */
public record UrlSettings(
        List<String> issuing, List<String> crl, List<String> deltaCrl, List<String> ocsp, boolean templated) {

    /** Where they are stored. */
    public static final String PATH = "config/urls";

    /** No URLs. */
    public static final UrlSettings NONE = new UrlSettings(List.of(), List.of(), List.of(), List.of(), false);

    /** Takes copies. */
    public UrlSettings {
        issuing = orEmpty(issuing);
        crl = orEmpty(crl);
        deltaCrl = orEmpty(deltaCrl);
        ocsp = orEmpty(ocsp);
    }

    private static List<String> orEmpty(@Nullable List<String> texts) {
        return texts == null ? List.of() : List.copyOf(texts);
    }

    /**
     * The URLs of an issuer.
     *
     * @param state the issuer
     * @return its URLs
     */
    public static UrlSettings of(IssuerState state) {
        return new UrlSettings(state.issuing(), state.crl(), state.deltaCrl(), state.ocsp(), state.templated());
    }
}
