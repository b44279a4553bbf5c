package io.leasehold.database.internal.mongodb;

import io.leasehold.error.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys out of PEM text (RFC 7468), in which there may be comments. */
final class PemMaterial {

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----\\s[A-Za-z0-9+/=\\s]++-----END CERTIFICATE-----");
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PemMaterial() {}

    /** The certificates of a field, at least one. */
    static List<Certificate> certificates(String field, String pem) {
        List<Certificate> certificates = new ArrayList<>();
        Matcher matcher = CERTIFICATE.matcher(pem);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (matcher.find()) {
                byte[] bytes = matcher.group().getBytes(StandardCharsets.US_ASCII);
                certificates.add(factory.generateCertificate(new ByteArrayInputStream(bytes)));
            }
        } catch (CertificateException malformed) {
            throw new InvalidRequestException(field, "holds a certificate that cannot be read: give X.509 as PEM");
        }
        if (certificates.isEmpty()) {
            throw new InvalidRequestException(
                    field, "holds no certificate: give PEM text that begins with -----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    /** The key of a field. */
    static PrivateKey key(String field, String pem) {
        Matcher matcher = KEY.matcher(pem);
        if (!matcher.find()) {
            throw new InvalidRequestException(
                    field, "holds no key: add it as PKCS #8, which begins with -----BEGIN PRIVATE KEY-----");
        }
        PKCS8EncodedKeySpec encoded;
        try {
            encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
        } catch (IllegalArgumentException malformed) {
            throw new InvalidRequestException(field, "holds a key that is not base64");
        }
        return ALGORITHMS.stream()
                .flatMap(algorithm -> key(algorithm, encoded).stream())
                .findFirst()
                .orElseThrow(
                        () -> new InvalidRequestException(field, "holds a key that is neither RSA nor EC nor Ed25519"));
    }

    /** The key, if it is one of this algorithm. */
    private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (GeneralSecurityException another) {
            return Optional.empty();
        }
    }
}
