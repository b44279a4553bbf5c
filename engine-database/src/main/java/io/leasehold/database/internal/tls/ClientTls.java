package io.leasehold.database.internal.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What a client believes and shows. Immutable; its text form shows no key.
 *
 * @param authorities the authorities to trust; none for those of the Java runtime
 * @param believesAny whether any certificate of any server is believed
 * @param serverName the name that the server's certificate must have; empty for that of the address
 * @param identity what the client shows of itself, if anything
 * @param oldest the oldest version that is spoken
 */
public record ClientTls(
        List<X509Certificate> authorities,
        boolean believesAny,
        Optional<String> serverName,
        Optional<ClientIdentity> identity,
        TlsVersion oldest) {

    /** The authorities of the Java runtime, and nothing shown. */
    public static final ClientTls DEFAULT =
            new ClientTls(List.of(), false, Optional.empty(), Optional.empty(), TlsVersion.TLS12);

    /** No secret: the store never leaves the memory. */
    private static final char[] STORE_PASSWORD = "in-memory".toCharArray();

    /** Takes a copy. */
    public ClientTls {
        authorities = List.copyOf(authorities);
    }

    /**
     * Authorities alone.
     *
     * @param authorities those to trust; none for those of the Java runtime
     * @param believesAny whether any certificate is believed
     * @return the client's side
     */
    public static ClientTls trusting(List<X509Certificate> authorities, boolean believesAny) {
        return new ClientTls(authorities, believesAny, Optional.empty(), Optional.empty(), TlsVersion.TLS12);
    }

    /**
     * What connections are made with.
     *
     * @return a context of its own
     * @throws IllegalArgumentException when the certificate and the key of the client do not fit together
     */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown(), new TrustManager[] {believed()}, null);
            return context;
        } catch (GeneralSecurityException unfit) {
            throw new IllegalArgumentException("certificates that were read cannot be used together", unfit);
        }
    }

    /**
     * How connections are made.
     *
     * @return the versions to speak
     */
    public SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(oldest.protocols());
        return parameters;
    }

    private TrustManager believed() throws GeneralSecurityException {
        if (believesAny) {
            return new AnyCertificate();
        }
        X509TrustManager trusted = trusted();
        return serverName.isEmpty() ? trusted : new NamedServer(trusted, serverName.get());
    }

    private X509TrustManager trusted() throws GeneralSecurityException {
        KeyStore store = null;
        if (!authorities.isEmpty()) {
            store = empty();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager found) {
                return found;
            }
        }
        throw new IllegalStateException("every Java platform knows X.509");
    }

    private KeyManager @Nullable [] shown() throws GeneralSecurityException {
        if (identity.isEmpty()) {
            return null;
        }
        KeyStore store = empty();
        store.setKeyEntry(
                "client",
                identity.get().key(),
                STORE_PASSWORD,
                identity.get().chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, STORE_PASSWORD);
        return factory.getKeyManagers();
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

    @Override
    public String toString() {
        return "ClientTls[authorities=" + authorities.size() + ", believesAny=" + believesAny + ", identity="
                + identity.isPresent() + "]";
    }
}
