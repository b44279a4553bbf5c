package io.leasehold.database.internal.mysql;

import io.leasehold.error.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
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
import org.jspecify.annotations.Nullable;

/**
 * What the fields {@code tls_ca} and {@code tls_certificate_key} hold (PEM, RFC 7468). Immutable; its text form shows nothing.
 *
 * @param trusted the authorities to trust, none for those of the Java runtime
 * @param own the administrator's certificate and key
 */
record TlsMaterial(List<Certificate> trusted, Optional<Identity> own) {

    private static final String CA = "tls_ca";
    private static final String CERTIFICATE_KEY = "tls_certificate_key";

    private static final Pattern CERTIFICATE = Pattern.compile(
            "-----BEGIN CERTIFICATE-----\\s[A-Za-z0-9+/=\\s]++-----END CERTIFICATE-----", Pattern.MULTILINE);
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    TlsMaterial {
        trusted = List.copyOf(trusted);
    }

    /**
     * A certificate with its chain and its key.
     *
     * @param chain the certificate first
     * @param key its key
     */
    record Identity(List<Certificate> chain, PrivateKey key) {

        KeyStore keyStore(char[] password) {
            try {
                KeyStore store = empty();
                store.setKeyEntry("administrator", key, password, chain.toArray(Certificate[]::new));
                return store;
            } catch (GeneralSecurityException unfit) {
                throw new InvalidRequestException(CERTIFICATE_KEY, "the certificate and the key do not fit together");
            }
        }

        @Override
        public String toString() {
            return "Identity";
        }
    }

    /** Reads and checks the fields. */
    static TlsMaterial of(MySqlOptions options) {
        List<Certificate> trusted = isGiven(options.tlsCa()) ? certificates(CA, options.tlsCa()) : List.of();
        Optional<Identity> own = isGiven(options.tlsCertificateKey())
                ? Optional.of(new Identity(
                        certificates(CERTIFICATE_KEY, options.tlsCertificateKey()), key(options.tlsCertificateKey())))
                : Optional.empty();
        return new TlsMaterial(trusted, own);
    }

    KeyStore trustStore() {
        try {
            KeyStore store = empty();
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("authority-" + i, trusted.get(i));
            }
            return store;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("certificates do not go into a key store", e);
        }
    }

    @Override
    public String toString() {
        return "TlsMaterial";
    }

    private static boolean isGiven(@Nullable String field) {
        return field != null && !field.isBlank();
    }

    private static List<Certificate> certificates(String field, @Nullable String pem) {
        List<Certificate> certificates = new ArrayList<>();
        Matcher matcher = CERTIFICATE.matcher(String.valueOf(pem));
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

    private static PrivateKey key(@Nullable String pem) {
        Matcher matcher = KEY.matcher(String.valueOf(pem));
        if (!matcher.find()) {
            throw new InvalidRequestException(
                    CERTIFICATE_KEY, "holds no key: add it as PKCS #8, which begins with -----BEGIN PRIVATE KEY-----");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
        return ALGORITHMS.stream()
                .flatMap(algorithm -> key(algorithm, encoded).stream())
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        CERTIFICATE_KEY, "holds a key that is neither RSA nor EC nor Ed25519"));
    }

    /** The key, if it is one of this algorithm. */
    private static Optional<PrivateKey> key(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (GeneralSecurityException another) {
            return Optional.empty();
        }
    }

    private static KeyStore empty() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TlsStores.TYPE);
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
        return store;
    }
}
