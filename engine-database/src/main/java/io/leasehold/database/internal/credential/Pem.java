package io.leasehold.database.internal.credential;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Keys and certificates as PEM (RFC 7468). Stateless. */
public final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private Pem() {}

    /**
     * A private key.
     *
     * @param key the key
     * @return it as PKCS #8, not encrypted
     */
    public static String of(PrivateKey key) {
        return text("PRIVATE KEY", key.getEncoded());
    }

    /**
     * A public key.
     *
     * @param key the key
     * @return it as {@code SubjectPublicKeyInfo}
     */
    public static String of(PublicKey key) {
        return text("PUBLIC KEY", key.getEncoded());
    }

    /**
     * A certificate.
     *
     * @param certificate the certificate
     * @return it as X.509
     */
    public static String of(X509Certificate certificate) {
        try {
            return text("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was just made has no encoding", impossible);
        }
    }

    private static String text(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
