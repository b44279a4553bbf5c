package io.leasehold.pki.internal.engine;

import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.SecretEngineProvider;

/** Makes the engines of type {@code pki}. Found by the service loader. Thread-safe. */
public final class PkiEngineProvider implements SecretEngineProvider {

    /** For the service loader. */
    public PkiEngineProvider() {}

    @Override
    public String type() {
        return "pki";
    }

    @Override
    public SecretEngine create(EngineContext context) {
        return new PkiEngine(context);
    }
}
