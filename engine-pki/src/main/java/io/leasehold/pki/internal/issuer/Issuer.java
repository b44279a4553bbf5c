package io.leasehold.pki.internal.issuer;

import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An authority, ready for use: parsed and loaded once for each change of what is stored. Immutable.
 *
 * @param id its UUID
 * @param name its name, empty when it has none
 * @param certificate its certificate
 * @param key its key, signing as its certificates are signed; empty when the mount does not have it
 * @param revocationKey the same key, signing lists and answers; empty when the mount does not have it
 * @param chain its certificate, then its signer's, up to the root as far as known
 * @param urls what certificates say about where to look
 * @param leafNotAfter what becomes of certificates that would outlive it
 * @param usages what it may be used for
 * @param revokedAt when it was revoked, if it was
 * @param version changes whenever any of this may have changed
 * @param basis the stored entries that all of this was made of
 */
public record Issuer(
        String id,
        String name,
        Certificate certificate,
        Optional<SigningKey> key,
        Optional<SigningKey> revocationKey,
        List<Certificate> chain,
        AccessUrls urls,
        LeafNotAfter leafNotAfter,
        Set<Usage> usages,
        Optional<Instant> revokedAt,
        String version,
        List<Versioned<?>> basis) {

    /** Takes copies. */
    public Issuer {
        chain = List.copyOf(chain);
        usages = Set.copyOf(usages);
        basis = List.copyOf(basis);
    }

    /**
     * How people call it.
     *
     * @return its name, or its id when it has none
     */
    public String label() {
        return name.isEmpty() ? id : name;
    }

    @Override
    public String toString() {
        return "Issuer[" + label() + "]";
    }
}
