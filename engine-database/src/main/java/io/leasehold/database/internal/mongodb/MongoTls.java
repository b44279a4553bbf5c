package io.leasehold.database.internal.mongodb;

import io.leasehold.database.internal.connection.MongoAddress;
import io.leasehold.error.InvalidRequestException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is encrypted. Immutable; its text form shows no key.
 *
 * @param enabled whether it is
 * @param believesAny whether any certificate of any host is believed
 * @param context the authorities and the administrator's own certificate; empty for those of the Java runtime
 */
record MongoTls(boolean enabled, boolean believesAny, Optional<SSLContext> context) {

    private static final String CA = "tls_ca";
    private static final String CERTIFICATE_KEY = "tls_certificate_key";
    private static final String SKIP_VERIFY = "tls_skip_verify";

    /** No secret: the store never leaves the memory. */
    private static final char[] STORE_PASSWORD = "in-memory".toCharArray();

    /** Reads and checks the fields. Giving certificates means to encrypt. */
    static MongoTls of(MongoAddress address, MongoOptions options) {
        boolean believesAny = options.believesAnyCertificate() || address.believesAnyCertificate();
        String inVain = isGiven(options.tlsCa())
                ? CA
                : isGiven(options.tlsCertificateKey())
                        ? CERTIFICATE_KEY
                        : options.believesAnyCertificate() ? SKIP_VERIFY : "";
        if (!inVain.isEmpty() && !address.tls().orElse(true)) {
            throw new InvalidRequestException(inVain, "has no meaning while connection_url says tls=false");
        }
        if (believesAny && isGiven(options.tlsCa())) {
            throw new InvalidRequestException(
                    options.believesAnyCertificate() ? SKIP_VERIFY : CA,
                    "the given authorities would be ignored, because any certificate is to be believed: leave out one of"
                            + " both");
        }
        boolean enabled = !inVain.isEmpty() || address.tls().orElse(false);
        return new MongoTls(enabled, believesAny, context(options, believesAny));
    }

    /** Whether the administrator has a certificate to show. */
    static boolean hasOwnCertificate(MongoOptions options) {
        return isGiven(options.tlsCertificateKey());
    }

    private static Optional<SSLContext> context(MongoOptions options, boolean believesAny) {
        TrustManager @Nullable [] trusted =
                believesAny ? new TrustManager[] {new AnyCertificate()} : authorities(options.tlsCa());
        KeyManager @Nullable [] own = own(options.tlsCertificateKey());
        if (trusted == null && own == null) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trusted, null);
            return Optional.of(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    private static TrustManager @Nullable [] authorities(@Nullable String pem) {
        if (pem == null || pem.isBlank()) {
            return null;
        }
        List<Certificate> certificates = PemMaterial.certificates(CA, pem);
        try {
            KeyStore store = empty();
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry("authority-" + i, certificates.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException unfit) {
            throw new InvalidRequestException(CA, "holds certificates that cannot be trusted");
        }
    }

    private static KeyManager @Nullable [] own(@Nullable String pem) {
        if (pem == null || pem.isBlank()) {
            return null;
        }
        Certificate[] chain = PemMaterial.certificates(CERTIFICATE_KEY, pem).toArray(Certificate[]::new);
        try {
            KeyStore store = empty();
            store.setKeyEntry("administrator", PemMaterial.key(CERTIFICATE_KEY, pem), STORE_PASSWORD, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, STORE_PASSWORD);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException unfit) {
            throw new InvalidRequestException(CERTIFICATE_KEY, "the certificate and the key do not fit together");
        }
    }

    private static KeyStore empty() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
        return store;
    }

    private static boolean isGiven(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    @Override
    public String toString() {
        return "MongoTls[enabled=" + enabled + "]";
    }
}
