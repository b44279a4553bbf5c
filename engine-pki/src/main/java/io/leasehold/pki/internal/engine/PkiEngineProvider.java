package io.leasehold.pki.internal.engine;

import io.leasehold.pki.internal.crypto.FastProviders;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.SecretEngineProvider;
import java.security.Provider;
import org.jspecify.annotations.Nullable;

/** Makes the engines of type {@code pki}. Found by the service loader. Thread-safe. */
public final class PkiEngineProvider implements SecretEngineProvider {

    private final @Nullable Provider crypto;

    /** For the service loader: with the fastest provider on the class path. */
    public PkiEngineProvider() {
        this.crypto = null;
    }

    /**
     * With a provider of keys and signatures.
     *
     * @param crypto does what it can; Bouncy Castle does the rest
     */
    public PkiEngineProvider(Provider crypto) {
        this.crypto = crypto;
    }

    @Override
    public String type() {
        return "pki";
    }

    @Override
    public SecretEngine create(EngineContext context) {
        return new PkiEngine(context, crypto == null ? FastProviders.best() : crypto);
    }
}
