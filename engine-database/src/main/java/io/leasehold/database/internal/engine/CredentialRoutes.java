package io.leasehold.database.internal.engine;

import io.leasehold.database.DatabaseRole;
import io.leasehold.database.internal.config.ConnectionView;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.spi.RoleStatements;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.PermissionDeniedException;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.name.NameSign;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code creds/}: plans new users. */
final class CredentialRoutes {

    private final EngineContext context;
    private final Connections connections;
    private final Roles roles;
    private final NewCredentials credentials;
    private final NameClock clock;

    CredentialRoutes(EngineContext context, Connections connections, Roles roles, NewCredentials credentials) {
        this.context = context;
        this.connections = connections;
        this.roles = roles;
        this.credentials = credentials;
        this.clock = new NameClock(context::now, TimeSource.system());
    }

    /**
     * The fields of a request for a credential.
     *
     * @param ttl the length of the lease, or null for the role's
     */
    public record CredentialRequest(
            @Field("The length of the lease; the role's by default, and never longer than the role allows.") @Nullable
            Duration ttl) {}

    /**
     * What only the creation needs.
     *
     * @param username the user's name
     * @param credential what the user will log in with
     * @param statements the role's statements
     */
    record NewLogin(String username, DrawnCredential credential, RoleStatements statements) implements Plan.Material {

        @Override
        public String toString() {
            return "NewLogin[username=" + username + "]";
        }
    }

    List<Route> routes() {
        return List.of(Route.at("creds/{name}")
                .on(Operation.READ, "Makes a user of a role.", CredentialRequest.class, this::issue)
                .build());
    }

    private Reply issue(Call call, CredentialRequest request) {
        String roleName = call.variable("name");
        Versioned<DatabaseRole> role =
                roles.find(roleName).orElseThrow(() -> new NotFoundException("unknown role: " + roleName));
        String connectionName = RoleDefaults.dbName(role.value());
        ConnectionView connection =
                connections.find(connectionName).orElseThrow(() -> Connections.notFound(connectionName));
        ConnectionView.Current current = connection.current().orElseThrow(() -> Connections.notFound(connectionName));
        if (!current.allowedRoles().allow(roleName)) {
            throw new PermissionDeniedException(
                    "\"" + roleName + "\" is not an allowed role: add it to allowed_roles of" + " connection \""
                            + connectionName + "\"");
        }
        RoleDefaults.refuseSelfManaged(role.value(), current);
        roles.check(roleName, role, current.plugin());
        RoleStatements statements = RoleDefaults.statements(role.value(), current.plugin());
        NameSign sign = new NameSign(context.storeId(), context.mountPath(), connectionName);
        Instant now = clock.now();
        String displayName = call.caller().displayName();
        String username = current.names().next(sign, displayName, roleName, now, context.random());
        DrawnCredential credential = credentials.draw(
                role.value(), current.connection(), new NewCredentials.Account(username, displayName, roleName, now));
        String targetId = connection.entry().value().currentTarget();
        AccountData data = new AccountData(
                connectionName,
                targetId,
                roleName,
                username,
                statements.renewal(),
                statements.revocation(),
                credential.longestLife(),
                null);
        return Reply.leased(new Plan(
                roleName,
                targetId,
                username,
                RevocationData.of(data),
                data.terms(role.value()),
                request.ttl(),
                List.of(connection.entry(), role),
                new NewLogin(username, credential, statements)));
    }
}
