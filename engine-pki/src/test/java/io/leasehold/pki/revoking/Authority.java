package io.leasehold.pki.revoking;

import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.crypto.KeyKind;
import io.leasehold.pki.internal.crypto.NewKey;
import io.leasehold.pki.internal.crypto.SignatureScheme;
import io.leasehold.pki.internal.crypto.SigningKey;
import io.leasehold.pki.internal.issuer.AccessUrls;
import io.leasehold.pki.internal.issuer.Issuer;
import io.leasehold.pki.internal.issuer.LeafNotAfter;
import io.leasehold.pki.internal.issuer.Usage;
import io.leasehold.pki.internal.x509.Certificate;
import io.leasehold.pki.internal.x509.CertificateContent;
import io.leasehold.pki.internal.x509.ExtensionSet;
import io.leasehold.pki.internal.x509.KeyIds;
import io.leasehold.pki.internal.x509.Pem;
import io.leasehold.pki.internal.x509.Serials;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jspecify.annotations.Nullable;

/** An authority made by hand. */
final class Authority {

    static final SecureRandom RANDOM = new SecureRandom();
    static final Crypto CRYPTO = new Crypto(Crypto.bouncyCastle(), RANDOM);

    final Issuer issuer;
    final SigningKey key;

    private Authority(Issuer issuer, SigningKey key) {
        this.issuer = issuer;
        this.key = key;
    }

    /** A leaf with its key. */
    record Leaf(Certificate certificate, NewKey key) {

        String pem() {
            return certificate.pem();
        }

        String serial() {
            return Serials.text(certificate.serial());
        }

        String keyPem() {
            return new Pem.Block("PRIVATE KEY", encoded(key)).text();
        }

        private static byte[] encoded(NewKey key) {
            return key.privateKey().getEncoded();
        }
    }

    static Authority root(String name, Instant now) {
        return make(name, KeyKind.of("ec", 256), false, null, now, AccessUrls.NONE);
    }

    static Authority make(
            String name, KeyKind kind, boolean pss, @Nullable Authority parent, Instant now, AccessUrls urls) {
        NewKey made = CRYPTO.generate(kind);
        SigningKey key = CRYPTO.signingKey(kind, made.pkcs8(), SignatureScheme.of(kind, 0, pss));
        X500Name subject = new X500Name("CN=" + name);
        ExtensionSet extensions = new ExtensionSet()
                .add(Extension.basicConstraints, true, new BasicConstraints(true))
                .add(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .add(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(KeyIds.of(made.publicKey())));
        if (parent != null) {
            extensions.add(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(parent.issuer.certificate().subjectKeyId()));
        }
        CertificateContent content = new CertificateContent(
                Serials.random(RANDOM),
                parent == null ? subject : parent.issuer.certificate().subject(),
                now.minusSeconds(60),
                now.plus(Duration.ofDays(3650)),
                subject,
                made.publicKey(),
                extensions.toExtensions());
        Certificate certificate = Certificate.read("test", content.sign(parent == null ? key : parent.key));
        List<Certificate> chain =
                parent == null ? List.of(certificate) : List.of(certificate, parent.issuer.certificate());
        return new Authority(
                new Issuer(
                        UUID.randomUUID().toString(),
                        name.toLowerCase(Locale.ROOT),
                        certificate,
                        Optional.of(key),
                        Optional.of(key),
                        chain,
                        urls,
                        LeafNotAfter.ERR,
                        Set.of(Usage.values()),
                        Optional.empty(),
                        UUID.randomUUID().toString(),
                        List.of()),
                key);
    }

    Authority with(Set<Usage> usages, Optional<Instant> revokedAt) {
        return with(issuer.id(), usages, revokedAt);
    }

    /** The same key and certificate as another issuer. */
    Authority withId(String id) {
        return with(id, issuer.usages(), issuer.revokedAt());
    }

    private Authority with(String id, Set<Usage> usages, Optional<Instant> revokedAt) {
        return new Authority(
                new Issuer(
                        id,
                        issuer.name(),
                        issuer.certificate(),
                        issuer.key(),
                        issuer.revocationKey(),
                        issuer.chain(),
                        issuer.urls(),
                        issuer.leafNotAfter(),
                        usages,
                        revokedAt,
                        UUID.randomUUID().toString(),
                        List.of()),
                key);
    }

    private static final NewKey LEAF_KEY = CRYPTO.generate(KeyKind.of("ec", 256));

    Leaf leaf(Instant now, Instant notAfter) {
        return leaf(Serials.random(RANDOM), now, notAfter, LEAF_KEY);
    }

    Leaf leaf(BigInteger serial, Instant now, Instant notAfter, NewKey leafKey) {
        ExtensionSet extensions = new ExtensionSet()
                .add(
                        Extension.authorityKeyIdentifier,
                        false,
                        new AuthorityKeyIdentifier(issuer.certificate().subjectKeyId()));
        if (!issuer.urls().crl().isEmpty()) {
            extensions.add(
                    Extension.cRLDistributionPoints, false, points(issuer.urls().crl()));
        }
        if (!issuer.urls().ocsp().isEmpty()) {
            extensions.add(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(
                            AccessDescription.id_ad_ocsp,
                            new GeneralName(
                                    GeneralName.uniformResourceIdentifier,
                                    issuer.urls().ocsp().get(0))));
        }
        CertificateContent content = new CertificateContent(
                serial,
                issuer.certificate().subject(),
                now.minusSeconds(30),
                notAfter,
                new X500Name("CN=leaf"),
                leafKey.publicKey(),
                extensions.toExtensions());
        return new Leaf(Certificate.read("test", content.sign(key)), leafKey);
    }

    private static CRLDistPoint points(List<String> urls) {
        return new CRLDistPoint(urls.stream()
                .map(url -> new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url)))
                .map(names -> new DistributionPoint(new DistributionPointName(names), null, null))
                .toArray(DistributionPoint[]::new));
    }
}
