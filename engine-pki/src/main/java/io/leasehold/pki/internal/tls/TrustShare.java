package io.leasehold.pki.internal.tls;

import java.security.cert.X509Certificate;
import java.util.Set;

/**
 * Trust that one generation brought.
 *
 * @param anchors the certificates that are trusted
 * @param until when that generation's certificate ends, in epoch milliseconds: as long as its peers may still have ones like it
 */
record TrustShare(Set<X509Certificate> anchors, long until) {

    TrustShare {
        anchors = Set.copyOf(anchors);
    }
}
