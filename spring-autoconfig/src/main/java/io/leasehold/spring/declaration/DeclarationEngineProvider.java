package io.leasehold.spring.declaration;

import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.SecretEngineProvider;

/** Keeps in the broker's own store which declarations were applied. Found by the broker; not for applications. */
public final class DeclarationEngineProvider implements SecretEngineProvider {

    /** The type of the engine, and the path that it is mounted at. */
    static final String TYPE = "leasehold-declarations";

    /** Made by the service loader. */
    public DeclarationEngineProvider() {}

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public SecretEngine create(EngineContext context) {
        return new DeclarationEngine(context);
    }
}
