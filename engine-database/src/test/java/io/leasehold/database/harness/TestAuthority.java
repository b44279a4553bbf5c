package io.leasehold.database.harness;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test, right or wrong in one way. */
public record TestAuthority(X509Certificate certificate, PrivateKey key) {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** What the certificate of an authority says. */
    public record Form(String name, String algorithm, boolean authority, int usage, Instant from, Instant to) {

        /** A sound one, valid for ten days. */
        public static Form sound(Instant now) {
            return new Form(
                    "CN=Clients,O=Acme",
                    "EC",
                    true,
                    KeyUsage.keyCertSign,
                    now.minus(Duration.ofDays(1)),
                    now.plus(Duration.ofDays(10)));
        }

        public Form named(String other) {
            return new Form(other, algorithm, authority, usage, from, to);
        }

        public Form signingWith(String other) {
            return new Form(name, other, authority, usage, from, to);
        }

        public Form thatIsNone() {
            return new Form(name, algorithm, false, usage, from, to);
        }

        public Form usedFor(int other) {
            return new Form(name, algorithm, authority, other, from, to);
        }

        public Form valid(Instant begin, Instant end) {
            return new Form(name, algorithm, authority, usage, begin, end);
        }
    }

    public static TestAuthority sound(Instant now) {
        return of(Form.sound(now));
    }

    public static TestAuthority of(Form form) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(form.algorithm()).generateKeyPair();
            X500Name name = new X500Name(form.name());
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name, BigInteger.ONE, Date.from(form.from()), Date.from(form.to()), name, pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(form.authority()));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(form.usage()));
            byte[] signed = builder.build(new JcaContentSignerBuilder(signature(form)).build(pair.getPrivate()))
                    .getEncoded();
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return new TestAuthority(
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(signed)), pair.getPrivate());
        } catch (Exception e) {
            throw new IllegalStateException("an authority of the test cannot be made", e);
        }
    }

    private static String signature(Form form) {
        return switch (form.algorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> form.algorithm();
        };
    }

    public String certificatePem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    public String keyPem() {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    /** The key's content without the lines around it, which no message may show. */
    public String keyBody() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + new String(LINES.encode(der), StandardCharsets.US_ASCII)
                + "\n-----END " + label + "-----\n";
    }

    @Override
    public String toString() {
        return "TestAuthority[" + certificate.getSubjectX500Principal() + "]";
    }
}
