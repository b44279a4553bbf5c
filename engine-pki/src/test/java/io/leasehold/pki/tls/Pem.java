package io.leasehold.pki.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObject;

/** PEM texts without a newline at their end, as the engine answers them. */
final class Pem {

    private Pem() {}

    static String of(X509Certificate certificate) {
        return write(certificate);
    }

    /** PKCS#1 for RSA, SEC1 for EC, PKCS#8 for Ed25519: the engine's default. */
    static String traditional(PrivateKey key) {
        return key instanceof ECPrivateKey ec ? sec1(ec) : write(key);
    }

    /** With the name of its curve, as openssl writes it. */
    private static String sec1(ECPrivateKey key) {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        int bits = key.getParams().getOrder().bitLength();
        try {
            return write(new PemObject(
                    "EC PRIVATE KEY",
                    new org.bouncycastle.asn1.sec.ECPrivateKey(
                                    bits,
                                    key.getS(),
                                    info.getPrivateKeyAlgorithm().getParameters())
                            .getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SEC1 without the name of the curve, which Bouncy Castle's writer makes of a key of the JDK. */
    static String sec1WithoutCurve(PrivateKey key) {
        return write(key);
    }

    static String pkcs8(PrivateKey key) {
        try {
            return write(new JcaPKCS8Generator(key, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String write(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().strip();
    }
}
