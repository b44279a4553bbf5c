package io.leasehold.pki.internal.issue;

import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyType;
import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.role.RoleRules;
import io.leasehold.pki.internal.x509.EncodedExtension;
import io.leasehold.pki.internal.x509.ExtensionSet;
import java.util.List;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * What all certificates of a role, an issuer and a type of key have in common. Immutable.
 *
 * @param rules the role
 * @param issuer the issuer
 * @param signer the issuer's key, signing as the role wants it
 * @param extensions the extensions, without those that depend on names and key
 */
record LeafProfile(RoleRules rules, IssuerProfile issuer, SigningKey signer, List<EncodedExtension> extensions) {

    static LeafProfile of(RoleRules rules, IssuerProfile issuer, KeyType keys, Crypto crypto) {
        ExtensionSet set = new ExtensionSet();
        rules.usages().keyUsage(keys.spelling()).ifPresent(usage -> set.add(Extension.keyUsage, true, usage));
        // RFC 3161, section 2.3: time stamps are believed only when this is critical.
        rules.usages()
                .extended()
                .ifPresent(usage -> set.add(
                        Extension.extendedKeyUsage, usage.hasKeyPurposeId(KeyPurposeId.id_kp_timeStamping), usage));
        if (rules.role().basicConstraintsValidForNonCa()) {
            set.add(Extension.basicConstraints, true, new BasicConstraints(false));
        }
        rules.policies().ifPresent(policies -> set.add(Extension.certificatePolicies, false, policies));
        issuer.extensions().forEach(set::add);
        return new LeafProfile(
                rules,
                issuer,
                issuer.signer(rules.keys(), crypto),
                set.all().stream().map(EncodedExtension::of).toList());
    }
}
