package io.leasehold.pki.internal.engine;

import io.leasehold.pki.internal.ca.AuthorityRoutes;
import io.leasehold.pki.internal.crypto.Crypto;
import io.leasehold.pki.internal.issuer.Authorities;
import io.leasehold.pki.internal.issuer.StoredIssuers;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.SecretEngine;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;

/** The engine of one mount: puts its parts together. Thread-safe. */
public final class PkiEngine implements SecretEngine {

    private final List<Route> routes = new ArrayList<>();

    /**
     * Makes the engine. Does no I/O.
     *
     * @param context what it may use
     * @param provider makes keys and signatures
     */
    public PkiEngine(EngineContext context, Provider provider) {
        Crypto crypto = new Crypto(provider, context.random());
        Authorities authorities = new Authorities(context, crypto);
        StoredIssuers issuers = new StoredIssuers(context.storage(), authorities, crypto);
        routes.addAll(new AuthorityRoutes(context, crypto, authorities, issuers).routes());
    }

    @Override
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    @Override
    public void close() {}
}
