package io.leasehold.database.internal.engine;

import io.leasehold.database.internal.config.Plugins;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.SecretEngineProvider;

/** Makes the engines of type {@code database}. */
public final class DatabaseEngineProvider implements SecretEngineProvider {

    /** For the service loader. */
    public DatabaseEngineProvider() {}

    @Override
    public String type() {
        return "database";
    }

    @Override
    public SecretEngine create(EngineContext context) {
        return new DatabaseEngine(context, Plugins.installed());
    }
}
