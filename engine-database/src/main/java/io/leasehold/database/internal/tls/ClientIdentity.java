package io.leasehold.database.internal.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a client shows of itself. Immutable; its text form shows no key.
 *
 * @param chain its certificate, and those of the authorities between it and one that the server knows
 * @param key the certificate's private key
 */
public record ClientIdentity(List<X509Certificate> chain, PrivateKey key) {

    /** Takes a copy. */
    public ClientIdentity {
        chain = List.copyOf(chain);
    }

    @Override
    public String toString() {
        return "ClientIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
    }
}
