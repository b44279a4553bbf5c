package io.leasehold.pki.internal.engine;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.pki.internal.name.CsrNames;
import io.leasehold.pki.internal.role.RoleRoutes;
import io.leasehold.pki.internal.role.Roles;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.SecretEngine;
import java.util.ArrayList;
import java.util.List;

/** The engine of one mount: puts its parts together. Thread-safe. */
public final class PkiEngine implements SecretEngine {

    private final List<Route> routes = new ArrayList<>();

    /**
     * Makes the engine. Does no I/O.
     *
     * @param context what it may use
     */
    public PkiEngine(EngineContext context) {
        Roles roles = new Roles(context.storage());
        routes.addAll(new RoleRoutes(roles, PkiEngine::readCsr, reference -> true).routes());
    }

    private static CsrNames.Content readCsr(String pem) {
        throw new InvalidRequestException("csr", "signing requests are not read yet: give the names themselves");
    }

    @Override
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    @Override
    public void close() {}
}
