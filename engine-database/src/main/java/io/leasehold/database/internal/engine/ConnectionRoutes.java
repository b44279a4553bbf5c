package io.leasehold.database.internal.engine;

import io.leasehold.database.DatabaseConnection;
import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.ConnectionEntry;
import io.leasehold.database.internal.config.ConnectionTargets;
import io.leasehold.database.internal.config.ConnectionView;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.config.NewPasswords;
import io.leasehold.database.internal.config.OpenTargets;
import io.leasehold.database.internal.config.Plugins;
import io.leasehold.database.internal.root.RootRotations;
import io.leasehold.database.internal.staticrole.StaticRoles;
import io.leasehold.database.spi.ConnectionSettings;
import io.leasehold.database.spi.DatabasePlugin;
import io.leasehold.database.spi.Endpoint;
import io.leasehold.error.ConflictException;
import io.leasehold.rotation.RotationDuty;
import io.leasehold.rotation.Schedules;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code config/} and {@code reset/}: how the broker reaches databases. */
final class ConnectionRoutes {

    /** Fields of products in which there may be a private key. */
    private static final Set<String> KEY_FIELDS = Set.of("tls_certificate_key", "pem_bundle", "pem_json", "client_key");

    private static final int ATTEMPTS = 5;
    private static final Duration VERIFY_LIMIT = Duration.ofSeconds(20);
    private static final String MASK = "[masked]";

    private final Connections connections;
    private final Plugins plugins;
    private final OpenTargets open;
    private final ConnectionTargets targets;
    private final ConnectionChecks checks;
    private final StaticRoles staticRoles;
    private final RootRotations roots;
    private final RotationDuty duty;
    private final NewPasswords passwords;

    ConnectionRoutes(
            Connections connections,
            Plugins plugins,
            OpenTargets open,
            ConnectionTargets targets,
            StaticRoles staticRoles,
            RootRotations roots,
            RotationDuty duty,
            NewPasswords passwords) {
        this.connections = connections;
        this.plugins = plugins;
        this.open = open;
        this.targets = targets;
        this.checks = new ConnectionChecks(plugins, staticRoles, roots);
        this.staticRoles = staticRoles;
        this.roots = roots;
        this.duty = duty;
        this.passwords = passwords;
    }

    /**
     * The fields of a deletion.
     *
     * @param force whether live leases are given up
     */
    public record Deletion(
            @Field("Whether live leases are given up and left irrevocable.")
            boolean force) {}

    List<Route> routes() {
        return List.of(
                Route.at("config")
                        .on(Operation.LIST, "Lists the connections.", (call, none) -> Reply.names(connections.names()))
                        .build(),
                Route.at("config/{name}")
                        .on(Operation.READ, "Shows a connection, without its password.", (call, none) -> read(call))
                        .on(
                                Operation.WRITE,
                                "Writes a connection; changes only the fields sent.",
                                DatabaseConnection.class,
                                (call, fields) -> write(call))
                        .on(
                                Operation.DELETE,
                                "Deletes a connection that has no live leases.",
                                Deletion.class,
                                this::delete)
                        .build(),
                Route.at("reset/{name}")
                        .on(Operation.WRITE, "Closes a connection and opens it anew.", (call, none) -> reset(call))
                        .build(),
                rotation("config/{name}/rotate-root"),
                rotation("rotate-root/{name}"));
    }

    private Route rotation(String template) {
        return Route.at(template)
                .on(Operation.WRITE, "Rotates the administrator's password now.", (call, none) -> {
                    roots.rotate(call.variable("name"));
                    return Reply.none();
                })
                .build();
    }

    private Reply read(Call call) {
        DatabaseConnection connection = current(call.variable("name"));
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("connection_url", shownUrl(connection));
        details.put("username", ConnectionDefaults.orEmpty(connection.username()));
        ConnectionSettings settings = ConnectionDefaults.settings(connection);
        details.put("max_open_connections", settings.maxOpen());
        details.put("max_idle_connections", settings.maxIdle());
        details.put("max_connection_lifetime", settings.maxLifetime().toSeconds());
        details.put("username_template", ConnectionDefaults.orEmpty(connection.usernameTemplate()));
        details.put("disable_escaping", Boolean.TRUE.equals(connection.disableEscaping()));
        settings.pluginFields()
                .forEach((name, value) -> details.put(name, isSecret(name) || holdsKey(value) ? MASK : value));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("plugin_name", ConnectionDefaults.pluginName(connection));
        answer.put("connection_details", details);
        answer.put("self_managed", ConnectionDefaults.isSelfManaged(connection));
        answer.put("allowed_roles", ConnectionDefaults.allowedRoles(connection));
        answer.put("verify_connection", ConnectionDefaults.verify(connection));
        answer.put("password_policy", ConnectionDefaults.orEmpty(connection.passwordPolicy()));
        answer.put("root_credentials_rotate_statements", ConnectionDefaults.rootRotationStatements(connection));
        answer.putAll(Schedules.shown(ConnectionDefaults.rotationSchedule(connection)));
        answer.put("disable_automated_rotation", ConnectionDefaults.rotationPaused(connection));
        answer.putAll(roots.status(call.variable("name")));
        return Reply.of(answer);
    }

    private Reply write(Call call) {
        String name = call.variable("name");
        for (int attempt = 1; ; attempt++) {
            try {
                return Reply.of(Map.of(), write(call, name, connections.fresh(name)));
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    private List<String> write(Call call, String name, Versioned<ConnectionEntry> read) {
        DatabaseConnection base = read.value()
                .current()
                .orElseGet(() -> DatabaseConnection.builder().build());
        DatabaseConnection changed = call.bindOver(base);
        passwords.check(NewPasswords.POLICY, changed.passwordPolicy());
        ConnectionView.Current parsed = ConnectionView.Current.of(changed, plugins);
        checks.checkSelfManaged(read.value(), parsed);
        Endpoint endpoint = parsed.plugin().describe(ConnectionDefaults.settings(changed));
        String targetId = targets.idFor(read.value(), parsed.plugin(), endpoint);
        checks.checkTarget(read.value(), targetId, parsed);
        checks.checkRotations(name, read.value(), targetId, parsed);
        List<String> warnings = new java.util.ArrayList<>(endpoint.warnings());
        if (ConnectionDefaults.verify(changed) && !ConnectionDefaults.isSelfManaged(changed)) {
            // Not under the target's breaker: these settings may be what closes it again.
            try (var candidate = open.candidate(name, targetId, changed)) {
                warnings.addAll(candidate.verify(VERIFY_LIMIT));
            }
        }
        connections.put(read, read.value().with(targetId, changed));
        targets.retry(targetId);
        if (!ConnectionDefaults.rotationSchedule(changed).equals(ConnectionDefaults.rotationSchedule(base))) {
            roots.schedule(name, changed);
        }
        duty.changed(roots, name);
        return warnings;
    }

    private Reply delete(Call call, Deletion request) {
        String name = call.variable("name");
        if (!request.force()) {
            refuseWhileUsed(name);
        }
        targets.delete(name, request.force());
        roots.forget(name);
        return Reply.none();
    }

    private void refuseWhileUsed(String name) {
        List<String> users = staticRoles.namesOn(name);
        if (!users.isEmpty()) {
            throw new ConflictException("connection \"" + name + "\" is used by the static roles " + users
                    + ": delete them first, or delete it with force=true, which leaves them without a database");
        }
        if (roots.isPending(name)) {
            throw new ConflictException("connection \"" + name + "\" has an unfinished rotation of its administrator's"
                    + " password: rotate-root/" + name + " goes on with it; force=true gives it up");
        }
    }

    private Reply reset(Call call) {
        String name = call.variable("name");
        ConnectionView view = connections.find(name).orElseThrow(() -> Connections.notFound(name));
        ConnectionEntry entry = view.entry().value();
        entry.targets().keySet().forEach(target -> {
            open.reset(target);
            targets.retry(target);
        });
        DatabaseConnection connection = entry.current().orElseThrow(() -> Connections.notFound(name));
        if (ConnectionDefaults.isSelfManaged(connection)) {
            return Reply.none();
        }
        try (var candidate = open.candidate(name, entry.currentTarget(), connection)) {
            return Reply.of(Map.of(), candidate.verify(VERIFY_LIMIT));
        }
    }

    private DatabaseConnection current(String name) {
        return connections
                .find(name)
                .flatMap(view -> view.entry().value().current())
                .orElseThrow(() -> Connections.notFound(name));
    }

    private String shownUrl(DatabaseConnection connection) {
        DatabasePlugin plugin = plugins.named(ConnectionDefaults.pluginName(connection));
        return plugin.describe(ConnectionDefaults.settings(connection)).displayUrl();
    }

    private static boolean isSecret(String field) {
        return (field.contains("password") && !field.equals("password_authentication"))
                || field.contains("private_key")
                || KEY_FIELDS.contains(field)
                || field.contains("secret");
    }

    /** A key may also stand beside a certificate in one field. */
    private static boolean holdsKey(Object value) {
        return value instanceof String text && text.contains("PRIVATE KEY-----");
    }
}
