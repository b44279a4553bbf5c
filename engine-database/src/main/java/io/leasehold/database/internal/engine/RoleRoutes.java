package io.leasehold.database.internal.engine;

import io.leasehold.database.DatabaseRole;
import io.leasehold.database.internal.config.ConnectionView;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.config.NewPasswords;
import io.leasehold.database.internal.staticrole.StaticRoles;
import io.leasehold.error.ConflictException;
import io.leasehold.error.NotFoundException;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** {@code roles/}: what users may do, and how long. */
final class RoleRoutes {

    private static final int ATTEMPTS = 5;

    private final Roles roles;
    private final StaticRoles staticRoles;
    private final Connections connections;
    private final NewPasswords passwords;
    private final Supplier<Instant> clock;

    RoleRoutes(
            Roles roles,
            StaticRoles staticRoles,
            Connections connections,
            NewPasswords passwords,
            Supplier<Instant> clock) {
        this.roles = roles;
        this.staticRoles = staticRoles;
        this.connections = connections;
        this.passwords = passwords;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.at("roles")
                        .on(Operation.LIST, "Lists the roles.", (call, none) -> Reply.names(roles.names()))
                        .build(),
                Route.at("roles/{name}")
                        .on(Operation.READ, "Shows a role.", (call, none) -> read(call))
                        .on(
                                Operation.WRITE,
                                "Writes a role; changes only the fields sent.",
                                DatabaseRole.class,
                                (call, fields) -> write(call))
                        .on(
                                Operation.DELETE,
                                "Deletes a role; its leases run out or are revoked as usual.",
                                (call, none) -> delete(call))
                        .build());
    }

    private Reply read(Call call) {
        String name = call.variable("name");
        return Reply.of(RoleDefaults.complete(roles.find(name)
                .orElseThrow(() -> new NotFoundException("unknown role: " + name))
                .value()));
    }

    private Reply write(Call call) {
        String name = call.variable("name");
        for (int attempt = 1; ; attempt++) {
            Versioned<DatabaseRole> read = roles.fresh(name);
            DatabaseRole changed = call.bindOver(read.value());
            check(changed);
            refuseStaticRole(name);
            try {
                roles.put(read, changed);
                refuseAgain(name, read.version() == 0);
                return Reply.none();
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    private void refuseStaticRole(String name) {
        if (staticRoles.fresh(name).version() > 0) {
            throw new ConflictException(
                    "Role and Static Role names must be unique: static-roles/" + name + " is there");
        }
    }

    /** For a static role of the name that was written at the same time. */
    private void refuseAgain(String name, boolean isNew) {
        try {
            refuseStaticRole(name);
        } catch (ConflictException taken) {
            Versioned<DatabaseRole> written = roles.fresh(name);
            if (isNew && written.version() > 0) {
                roles.delete(written);
            }
            throw taken;
        }
    }

    private void check(DatabaseRole role) {
        RoleDefaults.check(role, clock);
        passwords.check("credential_config", RoleDefaults.passwordPolicy(role));
        // A role may be written before its connection; it is then checked when it is first used.
        connections
                .find(RoleDefaults.dbName(role))
                .flatMap(ConnectionView::current)
                .ifPresentOrElse(current -> RoleDefaults.check(role, current), () -> {
                    if (RoleDefaults.statements(role).creation().isEmpty()) {
                        throw RoleDefaults.emptyCreation();
                    }
                });
    }

    private Reply delete(Call call) {
        Versioned<DatabaseRole> read = roles.fresh(call.variable("name"));
        if (read.version() > 0) {
            roles.delete(read);
        }
        return Reply.none();
    }
}
