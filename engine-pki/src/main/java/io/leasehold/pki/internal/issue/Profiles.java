package io.leasehold.pki.internal.issue;

import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyType;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.role.RoleRules;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what certificates have in common, until role or issuer change. Grows with roles and issuers, not with requests, and not
 * without bounds. Thread-safe.
 */
final class Profiles {

    private static final int MOST = 2_000;

    private final Crypto crypto;
    private final Map<String, IssuerProfile> issuers = new ConcurrentHashMap<>();
    private final Map<Key, LeafProfile> leaves = new ConcurrentHashMap<>();

    private record Key(String role, String issuer, KeyType keys) {}

    Profiles(Crypto crypto) {
        this.crypto = crypto;
    }

    /**
     * What certificates have in common.
     *
     * @param role names the role; other rules under the same name replace the former ones
     * @param rules the role's rules, the same object as long as the role is not written
     * @param issuer who signs
     * @param keys the type of the subjects' keys
     * @return the profile
     */
    @SuppressWarnings("ReferenceEquality") // rules are as many objects as there are versions of them
    LeafProfile of(String role, RoleRules rules, Issuer issuer, KeyType keys) {
        IssuerProfile ofIssuer = of(issuer);
        Key key = new Key(role, issuer.id(), keys);
        LeafProfile known = leaves.get(key);
        if (known == null || known.rules() != rules || known.issuer() != ofIssuer) {
            known = LeafProfile.of(rules, ofIssuer, keys, crypto);
            if (leaves.size() >= MOST) {
                leaves.clear();
            }
            leaves.put(key, known);
        }
        return known;
    }

    private IssuerProfile of(Issuer issuer) {
        IssuerProfile known = issuers.get(issuer.id());
        if (known == null || !known.issuer().version().equals(issuer.version())) {
            known = new IssuerProfile(issuer);
            if (issuers.size() >= MOST) {
                issuers.clear();
            }
            issuers.put(issuer.id(), known);
        }
        return known;
    }
}
