package io.leasehold.spring.tls;

import io.leasehold.pki.tls.RotatingTls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * The current key, chain and trust as key stores, for servers that want those: Tomcat reads them at the start and with each update.
 * The stores are in memory only; their password is drawn anew for each bundle, since a key store asks for one. Thread-safe.
 */
final class CurrentStores {

    private static final int PASSWORD_BYTES = 16;

    private final RotatingTls tls;
    private final String name;
    private final String password;
    private volatile @Nullable Made made;

    private record Made(long generation, List<X509Certificate> trusted, SslStoreBundle stores) {}

    CurrentStores(RotatingTls tls, String name) {
        this.tls = tls;
        this.name = name;
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        this.password = HexFormat.of().formatHex(random);
    }

    SslBundleKey key() {
        return SslBundleKey.of(password, name);
    }

    /** The same ones until certificate or trust change. */
    SslStoreBundle stores() {
        long generation = tls.status().generation();
        List<X509Certificate> trusted = Arrays.asList(tls.trustManager().getAcceptedIssuers());
        Made last = made;
        if (last != null && last.generation() == generation && last.trusted().equals(trusted)) {
            return last.stores();
        }
        Made fresh = new Made(generation, trusted, make(generation, trusted));
        made = fresh;
        return fresh.stores();
    }

    private SslStoreBundle make(long generation, List<X509Certificate> trusted) {
        // An alias of these managers names one generation for good, so key and chain belong together.
        String alias = name + "-" + generation;
        PrivateKey key = Objects.requireNonNull(tls.keyManager().getPrivateKey(alias), "the bundle is closed");
        X509Certificate[] chain = Objects.requireNonNull(tls.keyManager().getCertificateChain(alias));
        try {
            KeyStore keys = empty();
            keys.setKeyEntry(name, key, password.toCharArray(), chain);
            // Also when nobody is trusted: without a store, servers would trust what the JVM does.
            KeyStore trust = empty();
            int number = 0;
            for (X509Certificate each : trusted) {
                trust.setCertificateEntry("trusted-" + number, each);
                number++;
            }
            return SslStoreBundle.of(keys, password, trust);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificate of " + name + " fits into no key store", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
