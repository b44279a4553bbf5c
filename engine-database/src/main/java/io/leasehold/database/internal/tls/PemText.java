package io.leasehold.database.internal.tls;

import io.leasehold.error.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys out of PEM text (RFC 7468), in which there may be comments. Stateless. */
public final class PemText {

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----\\s[A-Za-z0-9+/=\\s]++-----END CERTIFICATE-----");
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final Pattern ANY_KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PemText() {}

    /**
     * The certificates of a field, in their order.
     *
     * @param field the field, for messages
     * @param pem its value
     * @return at least one
     * @throws InvalidRequestException when there is none, or one cannot be read
     */
    public static List<X509Certificate> certificates(String field, String pem) {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher matcher = CERTIFICATE.matcher(pem);
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (matcher.find()) {
                byte[] bytes = matcher.group().getBytes(StandardCharsets.US_ASCII);
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes)));
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

    /**
     * Whether there is a private key in a text, in whatever form.
     *
     * @param pem the text
     * @return whether one begins in it
     */
    public static boolean holdsKey(String pem) {
        return ANY_KEY.matcher(pem).find();
    }

    /**
     * The private key of a field.
     *
     * @param field the field, for messages
     * @param pem its value
     * @return the key
     * @throws InvalidRequestException when there is none in the form of PKCS #8 (RFC 5958) without encryption
     */
    public static PrivateKey key(String field, String pem) {
        Matcher matcher = KEY.matcher(pem);
        if (!matcher.find()) {
            throw new InvalidRequestException(
                    field,
                    "holds no key as PKCS #8, which begins with -----BEGIN PRIVATE KEY-----: convert another form with"
                            + " \"openssl pkcs8 -topk8 -nocrypt\"");
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
