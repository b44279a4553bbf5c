package io.leasehold.pki.internal.tls;

import io.leasehold.error.InvalidRequestException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom to trust: the sum of what was asked for.
 *
 * @param fixed certificates that were given
 * @param defaults whether the JVM's own anchors count too
 * @param chain which certificate of the own chain counts
 */
public record TrustPlan(Set<X509Certificate> fixed, boolean defaults, OfChain chain) {

    /** Which certificate of the own chain is an anchor. */
    public enum OfChain {
        /** None. */
        NONE,
        /** The uppermost one that is known, the root as a rule: all that the organisation's CA has signed. */
        TOP,
        /** The one that issued the own certificate: its other certificates, and no sibling's. */
        ISSUER
    }

    /** Copies. */
    public TrustPlan {
        fixed = Set.copyOf(fixed);
    }

    /**
     * Reads given certificates.
     *
     * @param field the setting, for messages
     * @param pem one or more certificates
     * @return the certificates
     * @throws InvalidRequestException when there is none, or a private key among them
     */
    public static List<X509Certificate> certificates(String field, String pem) {
        PemText text = PemText.read(field, pem);
        if (text.certificates().isEmpty() || !text.keys().isEmpty()) {
            throw new InvalidRequestException(field, "must hold certificates in PEM, and nothing else");
        }
        return text.certificates();
    }

    TrustPlan and(List<X509Certificate> more) {
        Set<X509Certificate> all = new LinkedHashSet<>(fixed);
        all.addAll(more);
        return new TrustPlan(all, defaults, chain);
    }

    /** The anchors for an identity. */
    Set<X509Certificate> anchors(Identity identity) {
        Set<X509Certificate> all = new LinkedHashSet<>(fixed);
        if (defaults) {
            all.addAll(PkixTrust.defaults());
        }
        List<X509Certificate> path = identity.path();
        X509Certificate top = path.get(path.size() - 1);
        if (chain == OfChain.TOP && (path.size() > 1 || Identity.isRoot(top))) {
            all.add(top);
        } else if (chain == OfChain.ISSUER && path.size() > 1) {
            all.add(path.get(1));
        }
        return all;
    }
}
