package io.leasehold.database.internal.staticrole;

import io.leasehold.database.DatabaseStaticRole;
import io.leasehold.database.StaticCredentials;
import io.leasehold.database.internal.config.ConnectionView;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.PermissionDeniedException;
import io.leasehold.rotation.RotationSchedule;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code static-creds/}: the logins of static roles. Read past every cache, so that none is older than its rotation. */
public final class StaticCredentialRoutes {

    private final EngineContext context;
    private final StaticRoles roles;
    private final Connections connections;

    public StaticCredentialRoutes(EngineContext context, StaticRoles roles, Connections connections) {
        this.context = context;
        this.roles = roles;
        this.connections = connections;
    }

    public List<Route> routes() {
        return List.of(
                Route.at("static-creds")
                        .on(Operation.LIST, "Lists the static roles.", (call, none) -> Reply.names(roles.names()))
                        .build(),
                Route.at("static-creds/{name}")
                        .on(Operation.READ, "Reads the login of a static role.", (call, none) -> read(call))
                        .build());
    }

    private Reply read(Call call) {
        String name = call.variable("name");
        DatabaseStaticRole role = roles.find(name)
                .orElseThrow(() -> StaticRoleRoutes.unknown(name))
                .value();
        String connectionName = StaticRoleDefaults.dbName(role);
        boolean allowed = connections
                .find(connectionName)
                .flatMap(ConnectionView::current)
                .orElseThrow(() -> Connections.notFound(connectionName))
                .allowedRoles()
                .allow(name);
        if (!allowed) {
            throw new PermissionDeniedException("\"" + name
                    + "\" is not an allowed role: add it to allowed_roles of connection \"" + connectionName + "\"");
        }
        ManagedPassword password = roles.journal(name)
                .fresh()
                .map(Versioned::value)
                .filter(known -> !known.password().isEmpty())
                .orElseThrow(() -> new NotFoundException("the password of static role \"" + name
                        + "\" is not known before its first rotation: rotate it, or write the password that the account"
                        + " has to the role"));
        return Reply.of(credentials(role, password), warnings(password));
    }

    private StaticCredentials credentials(DatabaseStaticRole role, ManagedPassword password) {
        RotationSchedule schedule = StaticRoleDefaults.schedule(role);
        return new StaticCredentials(
                password.username(),
                password.password(),
                ttl(password, StaticRoleDefaults.isPaused(role)),
                schedule instanceof RotationSchedule.Every every ? every.period() : null,
                schedule instanceof RotationSchedule.AtTimes times ? times.line() : null,
                schedule instanceof RotationSchedule.AtTimes times ? times.window() : null,
                password.lastRotation() == 0
                        ? null
                        : Instant.ofEpochMilli(password.lastRotation()).toString());
    }

    /** Zero while the current account is being changed: what is read now may be refused in a moment. */
    private @Nullable Duration ttl(ManagedPassword password, boolean paused) {
        if (password.isChangingCurrent()) {
            return Duration.ZERO;
        }
        if (paused || password.nextRotation() == 0) {
            return null;
        }
        Duration left = Duration.between(context.now(), Instant.ofEpochMilli(password.nextRotation()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static List<String> warnings(ManagedPassword password) {
        return password.isChangingCurrent() && !password.lastError().isEmpty()
                ? List.of("a rotation of this account is unfinished, so this password may be refused: "
                        + password.lastError())
                : List.of();
    }
}
