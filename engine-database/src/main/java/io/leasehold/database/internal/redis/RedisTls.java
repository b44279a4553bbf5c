package io.leasehold.database.internal.redis;

import io.leasehold.error.InvalidRequestException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is encrypted. Immutable.
 *
 * @param enabled whether it is
 * @param verifies whether the server's certificate and its host name are checked
 * @param trusted the authorities to trust, none for those of the Java runtime
 */
record RedisTls(boolean enabled, boolean verifies, List<Certificate> trusted) {

    /** What every Java runtime reads. */
    static final String STORE_TYPE = "PKCS12";

    /** No secret: the store never leaves the memory, and holds certificates of authorities only. */
    static final String STORE_PASSWORD = "authorities";

    private static final String CA = "ca_cert";
    private static final String BASE64_CA = "base64pem";
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    RedisTls {
        trusted = List.copyOf(trusted);
    }

    /** Reads and checks the fields: none of them may be given in vain. */
    static RedisTls of(RedisAddress address, RedisOptions options) {
        boolean plain = isGiven(options.caCert());
        boolean encoded = isGiven(options.base64pem());
        if (plain && encoded) {
            throw new InvalidRequestException(BASE64_CA, "stands beside ca_cert: give one of both");
        }
        if (!address.tls() && (plain || encoded || options.believesAnyCertificate())) {
            throw new InvalidRequestException(
                    plain ? CA : encoded ? BASE64_CA : "insecure_tls",
                    "has no meaning on a connection that is not encrypted: add tls=true");
        }
        if (options.believesAnyCertificate() && (plain || encoded)) {
            throw new InvalidRequestException(
                    "insecure_tls", "would ignore the given authorities: leave out one of both");
        }
        List<Certificate> trusted = plain
                ? certificates(CA, String.valueOf(options.caCert()))
                : encoded ? certificates(BASE64_CA, decoded(String.valueOf(options.base64pem()))) : List.of();
        return new RedisTls(address.tls(), !options.believesAnyCertificate(), trusted);
    }

    /** The authorities as a key store of {@link #STORE_TYPE}. */
    byte[] trustStore() {
        try {
            KeyStore store = KeyStore.getInstance(STORE_TYPE);
            store.load(null, null);
            for (int i = 0; i < trusted.size(); i++) {
                store.setCertificateEntry("authority-" + i, trusted.get(i));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            store.store(bytes, STORE_PASSWORD.toCharArray());
            return bytes.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificates that were read cannot be trusted", e);
        }
    }

    private static List<Certificate> certificates(String field, String pem) {
        if (!pem.contains(BEGIN)) {
            throw new InvalidRequestException(field, "holds no certificate: give PEM text that begins with " + BEGIN);
        }
        // What stands before the first certificate is a comment (RFC 7468, section 2), which the factory does not know.
        String text = pem.substring(pem.indexOf(BEGIN)).strip();
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
            return List.copyOf(found);
        } catch (CertificateException malformed) {
            throw new InvalidRequestException(field, "holds a certificate that cannot be read: give X.509 as PEM");
        }
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidRequestException(BASE64_CA, "is not base64: give the PEM text encoded once more");
        }
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
