package io.leasehold.database.internal.staticrole;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.DatabaseStaticRole;
import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.OpenTargets;
import io.leasehold.database.internal.root.AdminLogins;
import io.leasehold.database.internal.root.ManagedTargets;
import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.database.spi.ManagedAccounts;
import io.leasehold.spi.engine.Versioned;
import java.util.function.Function;

/**
 * Reaches the accounts of static roles: as the connection's administrator or, where it has none, as the account itself.
 * Thread-safe.
 */
public final class StaticTargets {

    private final StaticRoles roles;
    private final ManagedTargets targets;
    private final AdminLogins logins;
    private final OpenTargets open;

    public StaticTargets(StaticRoles roles, ManagedTargets targets, AdminLogins logins, OpenTargets open) {
        this.roles = roles;
        this.targets = targets;
        this.logins = logins;
        this.open = open;
    }

    /** Works on the target that a role's connection leads to now, under its limit and breaker. */
    <T> T use(String name, DatabaseStaticRole role, Function<ManagedAccounts, T> work) {
        String connection = StaticRoleDefaults.dbName(role);
        return isSelfManaged(role)
                ? targets.call(
                        connection,
                        (target, settings) ->
                                work.apply(new OwnLogin(open, connection, target, settings, () -> present(name, role))))
                : targets.use(connection, logins, work);
    }

    /** The connection of a role, as new passwords are made for it. */
    DatabaseConnection connection(DatabaseStaticRole role) {
        return targets.connection(StaticRoleDefaults.dbName(role));
    }

    /** Whether a role's account changes its own password; false for a connection that is not there any more. */
    boolean isSelfManaged(DatabaseStaticRole role) {
        return targets.find(StaticRoleDefaults.dbName(role))
                .map(ConnectionDefaults::isSelfManaged)
                .orElse(false);
    }

    private String present(String name, DatabaseStaticRole role) {
        return roles.journal(name)
                .fresh()
                .map(Versioned::value)
                .filter(known -> known.username().equals(StaticRoleDefaults.username(role)))
                .map(ManagedPassword::password)
                .orElse("");
    }
}
