package io.leasehold.pki.internal.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A key with its certificate and the chain above it, all read from one secret and checked against each other.
 *
 * @param key the private key
 * @param path the certificate first, then each issuer, as far as they are known
 */
record Identity(PrivateKey key, List<X509Certificate> path) {

    Identity {
        path = List.copyOf(path);
    }

    X509Certificate certificate() {
        return path.get(0);
    }

    /** What is sent: the path without its root, which every peer must have anyway. */
    X509Certificate[] sent() {
        int last = path.size() - 1;
        boolean withoutRoot = last > 0 && isRoot(path.get(last));
        return path.subList(0, withoutRoot ? last : last + 1).toArray(X509Certificate[]::new);
    }

    /** Whether its own key has signed it. A root's successor may have the root's name, and be signed with the root's key. */
    static boolean isRoot(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "Identity[" + certificate().getSubjectX500Principal() + "]";
    }
}
