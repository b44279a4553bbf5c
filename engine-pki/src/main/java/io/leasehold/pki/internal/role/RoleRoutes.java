package io.leasehold.pki.internal.role;

import io.leasehold.pki.PkiRole;
import io.leasehold.pki.internal.name.CsrNames;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** {@code roles/}: what certificates may be made, and what a role would make of a request. */
public final class RoleRoutes {

    private static final String NAME = "name";

    private final Roles roles;
    private final CsrNames csrs;
    private final Predicate<String> issuers;

    /**
     * The routes.
     *
     * @param roles the mount's roles
     * @param csrs reads signing requests, for the dry run
     * @param issuers whether there is an issuer of a name or id now; a role without one is stored with a warning
     */
    public RoleRoutes(Roles roles, CsrNames csrs, Predicate<String> issuers) {
        this.roles = roles;
        this.csrs = csrs;
        this.issuers = issuers;
    }

    /**
     * What is answered.
     *
     * @return the routes
     */
    public List<Route> routes() {
        return List.of(
                Route.at("roles")
                        .on(Operation.LIST, "Lists the roles.", (call, none) -> Reply.names(roles.names()))
                        .build(),
                Route.at("roles/{name}")
                        .on(Operation.READ, "Shows a role.", (call, none) -> read(call))
                        .on(
                                Operation.WRITE,
                                "Writes a role; what is not sent gets its default.",
                                PkiRole.class,
                                this::write)
                        .on(
                                Operation.DELETE,
                                "Deletes a role; its certificates stay what they are.",
                                (call, none) -> delete(call))
                        .build(),
                Route.at("roles/{name}/patch")
                        .on(
                                Operation.WRITE,
                                "Changes a role; what is not sent stays as it is.",
                                PkiRole.class,
                                (call, fields) -> patch(call))
                        .build(),
                Route.at("roles/{name}/check")
                        .on(
                                Operation.READ,
                                "Says whether a role would allow names and a key, and by or against which rule.",
                                CheckRequest.class,
                                this::check)
                        .on(
                                Operation.WRITE,
                                "Says whether a role would allow names and a key, and by or against which rule.",
                                CheckRequest.class,
                                this::check)
                        .build());
    }

    private Reply read(Call call) {
        return Reply.of(roles.get(call.variable(NAME)).role());
    }

    private Reply write(Call call, PkiRole role) {
        return written(roles.write(call.variable(NAME), before -> role));
    }

    private Reply patch(Call call) {
        String name = call.variable(NAME);
        return written(roles.write(name, before -> call.bindOver(before.orElseThrow(() -> Roles.unknown(name)))));
    }

    private Reply written(RoleRules rules) {
        List<String> warnings = new ArrayList<>(rules.warnings());
        if (!issuers.test(rules.role().issuerRef())) {
            warnings.add("issuer_ref: there is no issuer " + rules.role().issuerRef()
                    + " now, and without one this role cannot issue");
        }
        return warnings.isEmpty() ? Reply.none() : Reply.of(Map.of(), warnings);
    }

    private Reply delete(Call call) {
        roles.delete(call.variable(NAME));
        return Reply.none();
    }

    private Reply check(Call call, CheckRequest request) {
        DryRun.Outcome outcome = new DryRun(roles.get(call.variable(NAME)), csrs).of(request);
        return Reply.of(outcome.answer(), outcome.warnings());
    }
}
