package io.leasehold.pki.internal.issue;

import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.KeyType;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.NameLimits;
import io.leasehold.pki.internal.role.KeyRules;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.ExtensionSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/**
 * What all certificates of an issuer have in common, made once for each of its versions: its extensions, its texts, its
 * limits. Thread-safe.
 */
final class IssuerProfile {

    private final Issuer issuer;
    private final SigningKey key;
    private final byte[] name;
    private final List<Extension> extensions;
    private final NameLimits limits;
    private final ChainText chain;
    private final ChainText chainWithoutRoots;
    private final Map<KeyRules, SigningKey> signers = new ConcurrentHashMap<>();

    IssuerProfile(Issuer issuer) {
        this.issuer = issuer;
        this.key = issuer.key().orElseThrow(() -> new IllegalArgumentException("an issuer without a key"));
        this.name = name(issuer);
        this.extensions = extensions(issuer);
        this.limits = NameLimits.of(issuer.chain());
        this.chain = ChainText.of(issuer.certificate(), issuer.chain());
        this.chainWithoutRoots = ChainText.of(
                issuer.certificate(),
                issuer.chain().stream()
                        .filter(certificate -> !certificate.isRoot())
                        .toList());
    }

    Issuer issuer() {
        return issuer;
    }

    /** The issuer's name in DER, for its certificates; not to be written to. */
    byte[] name() {
        return name;
    }

    /** Authority key identifier and where to look; those that depend on nothing but the issuer. */
    List<Extension> extensions() {
        return extensions;
    }

    NameLimits limits() {
        return limits;
    }

    ChainText chain(boolean withoutRoots) {
        return withoutRoots ? chainWithoutRoots : chain;
    }

    /** The issuer's key, signing as it has to; a role has a say only where the issuer is RSA. */
    SigningKey signer(KeyRules rules, Crypto crypto) {
        KeyKind kind = key.kind();
        if (kind.type() != KeyType.RSA) {
            return key;
        }
        SigningKey known = signers.get(rules);
        if (known == null) {
            known = crypto.signingKey(key, SignatureScheme.of(kind, rules.signatureBits(), rules.pss()));
            signers.put(rules, known);
        }
        return known;
    }

    private static byte[] name(Issuer issuer) {
        try {
            return issuer.certificate().subject().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalArgumentException("a name cannot be encoded", e);
        }
    }

    private static List<Extension> extensions(Issuer issuer) {
        ExtensionSet set = new ExtensionSet();
        set.add(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(issuer.certificate().subjectKeyId()));
        issuer.urls().addTo(set);
        return set.all();
    }

    /**
     * A chain as answers show it, in both encodings.
     *
     * @param issuingPem the issuer in PEM
     * @param issuingDer the issuer in DER, in base64
     * @param pem the chain in PEM
     * @param der the chain in DER, in base64
     * @param bundle the chain in PEM, as one text that begins with a line break; empty for no chain
     */
    record ChainText(String issuingPem, String issuingDer, List<String> pem, List<String> der, String bundle) {

        static ChainText of(Certificate issuing, List<Certificate> chain) {
            List<String> pem = chain.stream().map(Certificate::pem).toList();
            StringBuilder bundle = new StringBuilder();
            pem.forEach(text -> bundle.append('\n').append(text));
            return new ChainText(
                    issuing.pem(),
                    Rendering.base64(issuing.der()),
                    pem,
                    chain.stream()
                            .map(certificate -> Rendering.base64(certificate.der()))
                            .toList(),
                    bundle.toString());
        }
    }
}
