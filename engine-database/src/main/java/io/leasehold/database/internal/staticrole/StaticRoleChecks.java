package io.leasehold.database.internal.staticrole;

import io.leasehold.database.DatabaseStaticRole;
import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.ConnectionView;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.config.NewPasswords;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.PermissionDeniedException;
import io.leasehold.spi.engine.Versioned;
import java.util.function.Predicate;

/** What a static role must be beside what is stored already: its former self, its connection, dynamic roles. Thread-safe. */
public final class StaticRoleChecks {

    private final Connections connections;
    private final Predicate<String> isDynamicRole;
    private final NewPasswords passwords;

    public StaticRoleChecks(Connections connections, Predicate<String> isDynamicRole, NewPasswords passwords) {
        this.connections = connections;
        this.isDynamicRole = isDynamicRole;
        this.passwords = passwords;
    }

    /** Checks a role that is about to be stored, without any I/O on its database. */
    void check(String name, Versioned<DatabaseStaticRole> read, DatabaseStaticRole changed) {
        StaticRoleDefaults.check(changed);
        passwords.check("credential_config", StaticRoleDefaults.passwordPolicy(changed));
        checkUnchanged(read, changed);
        refuseDynamicRole(name);
        checkConnection(name, changed);
    }

    void refuseDynamicRole(String name) {
        if (isDynamicRole.test(name)) {
            throw new ConflictException("Role and Static Role names must be unique: roles/" + name + " is there");
        }
    }

    /** Checks that the connection is there, allows the role, and can do what the role asks for. */
    void checkConnection(String name, DatabaseStaticRole role) {
        String connectionName = StaticRoleDefaults.dbName(role);
        ConnectionView.Current current = connections
                .find(connectionName)
                .flatMap(ConnectionView::current)
                .orElseThrow(() -> Connections.notFound(connectionName));
        if (!current.allowedRoles().allow(name)) {
            throw new PermissionDeniedException("\"" + name
                    + "\" is not an allowed role: add it to allowed_roles of connection \"" + connectionName + "\"");
        }
        StaticRoleDefaults.check(role, current.plugin());
        String administrator = ConnectionDefaults.orEmpty(current.connection().username());
        if (StaticRoleDefaults.accounts(role).contains(administrator)) {
            throw new InvalidRequestException(
                    "username",
                    "\"" + administrator + "\" is the administrator of connection \"" + connectionName
                            + "\": it is rotated by rotate-root/" + connectionName);
        }
        if (ConnectionDefaults.isSelfManaged(current.connection())
                && StaticRoleDefaults.accounts(role).size() > 1) {
            throw new InvalidRequestException(
                    "alternate_username",
                    "cannot be used with the self_managed connection \"" + connectionName
                            + "\": an account is changed by its own login, and only that of the account in use is kept");
        }
    }

    private static void checkUnchanged(Versioned<DatabaseStaticRole> read, DatabaseStaticRole changed) {
        if (read.version() == 0) {
            return;
        }
        if (!StaticRoleDefaults.username(changed).equals(StaticRoleDefaults.username(read.value()))) {
            throw new InvalidRequestException(
                    "username", "cannot update static account username: write another role for another account");
        }
        if (!StaticRoleDefaults.dbName(changed).equals(StaticRoleDefaults.dbName(read.value()))) {
            throw new InvalidRequestException(
                    "db_name",
                    "cannot be changed: the account is one of connection \"" + StaticRoleDefaults.dbName(read.value())
                            + "\"");
        }
    }
}
