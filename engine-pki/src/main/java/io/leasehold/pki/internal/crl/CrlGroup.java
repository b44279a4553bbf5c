package io.leasehold.pki.internal.crl;

import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.issuer.Issuer;
import java.util.List;
import java.util.Set;

/**
 * Authorities that share a list: they have the same key and the same name, so that each could have signed it. Immutable.
 *
 * @param id made from key and name, the same for ever
 * @param signer the one that signs
 * @param key its key
 * @param members the UUIDs of all of them
 * @param takesUnknown whether certificates whose issuer is not known any more are listed here
 * @param revoked authorities below that were revoked, as lines
 */
record CrlGroup(
        String id, Issuer signer, SigningKey key, Set<String> members, boolean takesUnknown, List<CrlEntry> revoked) {

    CrlGroup {
        members = Set.copyOf(members);
        revoked = List.copyOf(revoked);
    }
}
