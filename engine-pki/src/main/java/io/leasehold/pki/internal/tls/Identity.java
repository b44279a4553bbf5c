package io.leasehold.pki.internal.tls;

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
        boolean withoutRoot = last > 0 && isSelfIssued(path.get(last));
        return path.subList(0, withoutRoot ? last : last + 1).toArray(X509Certificate[]::new);
    }

    static boolean isSelfIssued(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    @Override
    public String toString() {
        return "Identity[" + certificate().getSubjectX500Principal() + "]";
    }
}
