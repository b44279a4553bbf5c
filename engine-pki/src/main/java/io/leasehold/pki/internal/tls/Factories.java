package io.leasehold.pki.internal.tls;

import java.security.KeyStore;
import java.security.Provider;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Factories around ready managers, for libraries that want those. Initialising them does nothing. */
public final class Factories {

    private Factories() {}

    /**
     * A factory of one key manager.
     *
     * @param manager what it gives
     * @return the factory
     */
    public static KeyManagerFactory of(X509ExtendedKeyManager manager) {
        return new Keys(manager);
    }

    /**
     * A factory of one trust manager.
     *
     * @param manager what it gives
     * @return the factory
     */
    public static TrustManagerFactory of(X509ExtendedTrustManager manager) {
        return new Trust(manager);
    }

    /** A name without services; the classes of the JDK want one. */
    public static final class Origin extends Provider {

        private static final long serialVersionUID = 1L;

        /** The one there is. */
        public static final Provider INSTANCE = new Origin();

        private Origin() {
            super("Leasehold", "1", "Leasehold's rotating TLS");
        }
    }

    private static final class Keys extends KeyManagerFactory {

        private Keys(X509ExtendedKeyManager manager) {
            super(
                    new KeyManagerFactorySpi() {
                        @Override
                        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

                        @Override
                        protected void engineInit(@Nullable ManagerFactoryParameters parameters) {}

                        @Override
                        protected KeyManager[] engineGetKeyManagers() {
                            return new KeyManager[] {manager};
                        }
                    },
                    Origin.INSTANCE,
                    "Leasehold");
        }
    }

    private static final class Trust extends TrustManagerFactory {

        private Trust(X509ExtendedTrustManager manager) {
            super(
                    new TrustManagerFactorySpi() {
                        @Override
                        protected void engineInit(@Nullable KeyStore store) {}

                        @Override
                        protected void engineInit(@Nullable ManagerFactoryParameters parameters) {}

                        @Override
                        protected TrustManager[] engineGetTrustManagers() {
                            return new TrustManager[] {manager};
                        }
                    },
                    Origin.INSTANCE,
                    "Leasehold");
        }
    }
}
