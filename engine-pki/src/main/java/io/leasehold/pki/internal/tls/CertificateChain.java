package io.leasehold.pki.internal.tls;

import io.leasehold.error.InvalidRequestException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Puts certificates in the order in which each is signed by the next (RFC 5246 section 7.4.2). */
final class CertificateChain {

    /** Longer ones are refused by peers as well; the JDK reads ten. */
    private static final int LONGEST = 10;

    private CertificateChain() {}

    /**
     * The path from a certificate up.
     *
     * @param certificate where it begins
     * @param pool its issuers, in any order
     * @return the certificate and its issuers
     * @throws InvalidRequestException when the pool holds certificates that have nothing to do with it, or the issuer's name
     *     is right but its key is not
     */
    static List<X509Certificate> above(X509Certificate certificate, List<X509Certificate> pool) {
        List<X509Certificate> path = new ArrayList<>();
        X509Certificate last = certificate;
        path.add(last);
        while (!Identity.isRoot(last)) {
            X509Certificate child = last;
            List<X509Certificate> named = pool.stream()
                    .filter(each -> !each.equals(child)
                            && each.getSubjectX500Principal().equals(child.getIssuerX500Principal()))
                    .toList();
            List<X509Certificate> signers =
                    named.stream().filter(each -> isSignedBy(child, each)).toList();
            if (signers.isEmpty() && !named.isEmpty()) {
                throw new InvalidRequestException(
                        Identities.CA_CHAIN,
                        "does not link: " + name(child) + " is not signed by the " + name(named.get(0)) + " in it");
            }
            if (signers.isEmpty()) {
                break;
            }
            last = signers.get(0);
            path.add(last);
            if (path.size() > LONGEST) {
                throw new InvalidRequestException(
                        Identities.CA_CHAIN, "is longer than " + LONGEST + " certificates, or goes in a circle");
            }
        }
        for (X509Certificate each : pool) {
            if (!path.contains(each) && !belongs(each, path)) {
                throw new InvalidRequestException(
                        Identities.CA_CHAIN, "does not link: no certificate below " + name(each) + " leads to it");
            }
        }
        return path;
    }

    /** A cross-signed twin of a certificate on the path, or another issuer of one. */
    private static boolean belongs(X509Certificate other, List<X509Certificate> path) {
        return path.stream()
                .anyMatch(each -> each.getSubjectX500Principal().equals(other.getSubjectX500Principal())
                        || each.getIssuerX500Principal().equals(other.getSubjectX500Principal()));
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        if (issuer.getBasicConstraints() < 0) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String name(X509Certificate certificate) {
        return "\"" + certificate.getSubjectX500Principal() + "\"";
    }
}
