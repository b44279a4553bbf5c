package io.leasehold.pki;

import io.leasehold.pki.internal.engine.PkiEngineProvider;
import io.leasehold.spi.engine.SecretEngineProvider;
import java.security.Provider;

/**
 * The engine {@code pki} with a crypto provider of one's choice. Without this the service loader finds the engine, which then uses
 * the Amazon Corretto Crypto Provider or Conscrypt where one is on the class path, and else Bouncy Castle.
 */
public final class PkiEngines {

    private PkiEngines() {}

    /**
     * The engine with a provider of keys and signatures.
     *
     * @param crypto does what it can, for instance a hardware module's provider; Bouncy Castle does the rest. It need not be
     *     registered with the JVM
     * @return what to give to {@code SecretBroker.Builder.engine}
     */
    public static SecretEngineProvider using(Provider crypto) {
        return new PkiEngineProvider(crypto);
    }
}
