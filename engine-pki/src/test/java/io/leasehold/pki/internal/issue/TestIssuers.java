package io.leasehold.pki.internal.issue;

import io.leasehold.error.NotFoundException;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.NewKey;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.issuer.AccessUrls;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.IssuerDirectory;
import io.leasehold.pki.internal.issuer.LeafNotAfter;
import io.leasehold.pki.internal.issuer.Usage;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.CertificateContent;
import io.leasehold.pki.internal.x509.ExtensionSet;
import io.leasehold.pki.internal.x509.KeyIds;
import io.leasehold.pki.internal.x509.Serials;
import io.leasehold.pki.internal.x509.SubjectName;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jspecify.annotations.Nullable;

/** Issuers that are made by hand, of any shape: a root, and what is below it. */
final class TestIssuers implements IssuerDirectory {

    private final SecureRandom random = new SecureRandom();
    private final Crypto crypto;
    private final Map<String, Issuer> issuers = new ConcurrentHashMap<>();
    private final Map<String, NewKey> keys = new ConcurrentHashMap<>();

    TestIssuers(Crypto crypto) {
        this.crypto = crypto;
    }

    /** How an issuer is to be. */
    static final class Shape {
        private KeyKind kind = KeyKind.of("ec", 256);
        private Duration life = Duration.ofDays(3650);
        private @Nullable NameConstraints constraints;
        private @Nullable String parent;
        private AccessUrls urls = AccessUrls.NONE;
        private LeafNotAfter leaf = LeafNotAfter.ERR;
        private Set<Usage> usages = EnumSet.allOf(Usage.class);

        Shape key(String type, int bits) {
            kind = KeyKind.of(type, bits);
            return this;
        }

        Shape life(Duration value) {
            life = value;
            return this;
        }

        Shape constraints(NameConstraints value) {
            constraints = value;
            return this;
        }

        Shape below(String value) {
            parent = value;
            return this;
        }

        Shape urls(AccessUrls value) {
            urls = value;
            return this;
        }

        Shape leaf(LeafNotAfter value) {
            leaf = value;
            return this;
        }

        Shape usages(Set<Usage> value) {
            usages = value;
            return this;
        }
    }

    static Shape shape() {
        return new Shape();
    }

    Issuer add(String name, Shape shape, Instant now) {
        NewKey key = crypto.generate(shape.kind);
        SignatureScheme own = SignatureScheme.of(shape.kind, 0, false);
        SigningKey signing = crypto.signingKey(shape.kind, key.pkcs8(), own);
        Issuer parent = shape.parent == null ? null : get(shape.parent);
        SigningKey signer = parent == null ? signing : parent.key().orElseThrow();
        ExtensionSet extensions = new ExtensionSet()
                .add(Extension.basicConstraints, true, new BasicConstraints(true))
                .add(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .add(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(KeyIds.of(key.publicKey())));
        if (parent != null) {
            extensions.add(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(parent.certificate().subjectKeyId()));
        }
        if (shape.constraints != null) {
            extensions.add(Extension.nameConstraints, true, shape.constraints);
        }
        var subject = SubjectName.of("Test " + name).toName();
        Certificate certificate = Certificate.read(
                "certificate",
                new CertificateContent(
                                Serials.random(random),
                                parent == null ? subject : parent.certificate().subject(),
                                now.minusSeconds(60),
                                now.plus(shape.life),
                                subject,
                                key.publicKey(),
                                extensions.toExtensions())
                        .sign(signer));
        List<Certificate> chain = new ArrayList<>(List.of(certificate));
        if (parent != null) {
            chain.addAll(parent.chain());
        }
        Issuer issuer = new Issuer(
                UUID.randomUUID().toString(),
                name,
                certificate,
                Optional.of(signing),
                Optional.of(signing),
                chain,
                shape.urls,
                shape.leaf,
                shape.usages,
                Optional.empty(),
                UUID.randomUUID().toString(),
                List.of());
        issuers.put(name, issuer);
        keys.put(name, key);
        return issuer;
    }

    @Override
    public Issuer get(String reference) {
        Issuer found = issuers.get(reference);
        if (found == null) {
            throw new NotFoundException("unknown issuer: " + reference);
        }
        return found;
    }

    @Override
    public Issuer forIssuing(String reference) {
        return get(reference);
    }

    @Override
    public Optional<Issuer> byId(String id) {
        return issuers.values().stream()
                .filter(issuer -> issuer.id().equals(id))
                .findFirst();
    }

    @Override
    public List<Issuer> all() {
        return List.copyOf(issuers.values());
    }

    @Override
    public Optional<Issuer> byDefault() {
        return Optional.ofNullable(issuers.get("default"));
    }
}
