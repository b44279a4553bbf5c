package io.leasehold.pki.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A CA of the tests, made with Bouncy Castle alone, so that it shares no code with the engine. */
final class TestAuthority {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final @Nullable TestAuthority parent;
    private final KeyPair keys;
    private final X509Certificate certificate;

    private TestAuthority(@Nullable TestAuthority parent, String name, boolean ca) {
        this.parent = parent;
        this.keys = pair("EC");
        X500Principal subject = new X500Principal("CN=" + name);
        Instant now = Instant.now();
        this.certificate = sign(
                parent == null ? subject : parent.certificate.getSubjectX500Principal(),
                parent == null ? keys : parent.keys,
                subject,
                keys,
                now.minus(Duration.ofDays(1)),
                now.plus(Duration.ofDays(365)),
                ca);
    }

    static TestAuthority root(String name) {
        return new TestAuthority(null, name, true);
    }

    TestAuthority intermediate(String name) {
        return new TestAuthority(this, name, true);
    }

    /** Somebody who signs with the key of a certificate that is no CA's. */
    TestAuthority impostor(String name) {
        return new TestAuthority(this, name, false);
    }

    X509Certificate certificate() {
        return certificate;
    }

    String pem() {
        return Pem.of(certificate);
    }

    /** The chain from this CA up to its root. */
    List<X509Certificate> chain() {
        List<X509Certificate> chain = new ArrayList<>();
        for (TestAuthority each = this; each != null; each = each.parent) {
            chain.add(each.certificate);
        }
        return chain;
    }

    /** A certificate for localhost and 127.0.0.1, good for an hour, for servers and clients. */
    TestCertificate issue(String name) {
        return issue(name, "EC");
    }

    TestCertificate issue(String name, String keyType) {
        Instant now = Instant.now();
        return issue(name, keyType, now.minusSeconds(30), now.plus(Duration.ofHours(1)));
    }

    TestCertificate issue(String name, String keyType, Instant notBefore, Instant notAfter) {
        KeyPair leaf = pair(keyType);
        X509Certificate signed = sign(
                certificate.getSubjectX500Principal(),
                keys,
                new X500Principal("CN=" + name),
                leaf,
                notBefore,
                notAfter,
                false);
        return new TestCertificate(signed, leaf.getPrivate(), chain());
    }

    static KeyPair pair(String keyType) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(keyType.startsWith("EC") ? "EC" : keyType);
            if (keyType.startsWith("EC")) {
                generator.initialize(keyType.equals("EC384") ? 384 : 256);
            } else if (keyType.equals("RSA")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(
            X500Principal issuer,
            KeyPair issuerKeys,
            X500Principal subject,
            KeyPair keys,
            Instant notBefore,
            Instant notAfter,
            boolean ca) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(120, RANDOM).add(BigInteger.ONE),
                    Date.from(notBefore),
                    Date.from(notAfter),
                    subject,
                    keys.getPublic());
            extensions(builder, ca);
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void extensions(JcaX509v3CertificateBuilder builder, boolean ca) throws CertIOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
        if (ca) {
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return;
        }
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"), new GeneralName(GeneralName.iPAddress, "127.0.0.1")
        }));
    }
}
