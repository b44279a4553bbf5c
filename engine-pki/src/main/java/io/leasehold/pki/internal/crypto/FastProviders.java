package io.leasehold.pki.internal.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds a fast provider on the class path. They are native code, so that being there is not enough: they must load. */
public final class FastProviders {

    private static final Logger LOG = LoggerFactory.getLogger(FastProviders.class);

    /** The Amazon Corretto Crypto Provider, then Conscrypt, which has no Ed25519. */
    private static final List<String> KNOWN = List.of(
            "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider", "org.conscrypt.OpenSSLProvider");

    private FastProviders() {}

    /**
     * The fastest provider that is there and works.
     *
     * @return it, or Bouncy Castle's
     */
    public static Provider best() {
        return Found.BEST;
    }

    private static final class Found {
        static final Provider BEST = find();
    }

    private static Provider find() {
        for (String name : KNOWN) {
            Provider provider = load(name);
            if (provider != null) {
                LOG.info("Keys and signatures of the PKI engine are made by {}", provider.getName());
                return provider;
            }
        }
        return Crypto.bouncyCastle();
    }

    private static @Nullable Provider load(String name) {
        try {
            Class<?> type = Class.forName(name);
            Provider provider = (Provider) type.getDeclaredConstructor().newInstance();
            // Their constructors do not fail when the native library is missing.
            KeyPairGenerator.getInstance("EC", provider).generateKeyPair();
            return provider;
        } catch (ClassNotFoundException absent) {
            return null;
        } catch (ReflectiveOperationException | GeneralSecurityException | RuntimeException | LinkageError e) {
            LOG.warn("{} is on the class path and does not work here, so it is not used: {}", name, e.toString());
            return null;
        }
    }
}
