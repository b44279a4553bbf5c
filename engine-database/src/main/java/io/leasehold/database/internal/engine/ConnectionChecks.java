package io.leasehold.database.internal.engine;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.ConnectionEntry;
import io.leasehold.database.internal.config.ConnectionView;
import io.leasehold.database.internal.config.Plugins;
import io.leasehold.database.internal.root.RootRotations;
import io.leasehold.database.internal.staticrole.StaticRoles;
import io.leasehold.database.spi.PasswordRotation;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.rotation.RotationSchedule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a connection must be beside what is stored already. Does no I/O on databases. Thread-safe. */
final class ConnectionChecks {

    private final Plugins plugins;
    private final StaticRoles staticRoles;
    private final RootRotations roots;

    ConnectionChecks(Plugins plugins, StaticRoles staticRoles, RootRotations roots) {
        this.plugins = plugins;
        this.staticRoles = staticRoles;
        this.roots = roots;
    }

    /** Checks that a connection has an administrator or is for accounts that change their own passwords, and stays so. */
    void checkSelfManaged(ConnectionEntry before, ConnectionView.Current changed) {
        DatabaseConnection connection = changed.connection();
        boolean selfManaged = ConnectionDefaults.isSelfManaged(connection);
        if (before.current()
                .filter(was -> ConnectionDefaults.isSelfManaged(was) != selfManaged)
                .isPresent()) {
            throw new InvalidRequestException(
                    "self_managed", "cannot be changed: delete the connection and write it anew, or write another one");
        }
        if (!selfManaged) {
            return;
        }
        plugins.requireSelfManaged(changed.plugin());
        refuse("username", connection.username());
        refuse("password", connection.password());
        PasswordRotation rotation = Plugins.rotation("plugin_name", changed.plugin());
        if (!rotation.logsInByFields(ConnectionDefaults.settings(connection))) {
            throw new InvalidRequestException(
                    "connection_url",
                    "has a login of its own, and self_managed is set: write {{username}} and {{password}} there, or"
                            + " nothing; each account logs in with its own");
        }
        if (!ConnectionDefaults.rootRotationStatements(connection).isEmpty()) {
            throw new InvalidRequestException(
                    "root_rotation_statements", "have no meaning beside self_managed: there is no administrator");
        }
    }

    private static void refuse(String field, @Nullable String value) {
        if (!ConnectionDefaults.orEmpty(value).isEmpty()) {
            throw new InvalidRequestException(
                    field,
                    "stands beside self_managed, which means that there is no administrator: leave one of both out");
        }
    }

    /** Checks that a target keeps the administrator that its leases need. */
    void checkTarget(ConnectionEntry before, String targetId, ConnectionView.Current changed) {
        boolean selfManaged = ConnectionDefaults.isSelfManaged(changed.connection());
        if (before.settings(targetId)
                .filter(was -> ConnectionDefaults.isSelfManaged(was) != selfManaged)
                .isPresent()) {
            throw new ConflictException("the server still has leases of the connection as it was before: wait for their"
                    + " end, or use another name");
        }
    }

    /** Checks who the administrator is, how its password is rotated, and that nothing unfinished needs the former one. */
    void checkRotations(String name, ConnectionEntry before, String targetId, ConnectionView.Current changed) {
        DatabaseConnection connection = changed.connection();
        List<String> statements = ConnectionDefaults.rootRotationStatements(connection);
        if (!(ConnectionDefaults.rotationSchedule(connection) instanceof RotationSchedule.Never)) {
            RootRotations.check(connection, changed.plugin());
        } else if (!statements.isEmpty() && changed.plugin() instanceof PasswordRotation rotation) {
            rotation.checkRotation("root_rotation_statements", statements);
        }
        String username = ConnectionDefaults.orEmpty(connection.username());
        staticRoles.ownerOf(name, username).ifPresent(role -> {
            throw new InvalidRequestException(
                    "username",
                    "\"" + username + "\" is rotated by static role \"" + role
                            + "\", so that the broker would be locked out: give another administrator");
        });
        boolean sameLogin = before.currentTarget().equals(targetId)
                && before.current()
                        .map(was -> username.equals(ConnectionDefaults.orEmpty(was.username())))
                        .orElse(false);
        if (!sameLogin && roots.isPending(name)) {
            throw new ConflictException("connection \"" + name + "\" has an unfinished rotation of its administrator's"
                    + " password, which is needed to finish it: rotate-root/" + name + " goes on with it");
        }
    }
}
