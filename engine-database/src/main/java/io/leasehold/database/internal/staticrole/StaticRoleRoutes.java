package io.leasehold.database.internal.staticrole;

import io.leasehold.database.DatabaseStaticRole;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.rotation.Schedules;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Versioned;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code static-roles/} and {@code rotate-role/}: accounts that stay, and whose passwords are rotated. */
public final class StaticRoleRoutes {

    private final StaticRoles roles;
    private final StaticRoleChecks checks;
    private final StaticRoleWrites writes;
    private final StaticRotations rotations;

    public StaticRoleRoutes(
            StaticRoles roles, StaticRoleChecks checks, StaticRoleWrites writes, StaticRotations rotations) {
        this.roles = roles;
        this.checks = checks;
        this.writes = writes;
        this.rotations = rotations;
    }

    /**
     * The fields of a deletion.
     *
     * @param force whether an unfinished rotation is given up
     */
    public record Deletion(
            @Field("Whether an unfinished rotation is given up, so that nobody knows the account's password.")
            boolean force) {}

    public List<Route> routes() {
        return List.of(
                Route.at("static-roles")
                        .on(Operation.LIST, "Lists the static roles.", (call, none) -> Reply.names(roles.names()))
                        .build(),
                Route.at("static-roles/{name}")
                        .on(Operation.READ, "Shows a static role, without its password.", (call, none) -> read(call))
                        .on(
                                Operation.WRITE,
                                "Writes a static role; changes only the fields sent. A new one is rotated at once.",
                                DatabaseStaticRole.class,
                                (call, fields) -> write(call))
                        .on(
                                Operation.DELETE,
                                "Stops managing an account, and leaves it as it is.",
                                Deletion.class,
                                this::delete)
                        .build(),
                rotation("static-roles/{name}/rotate-credentials"),
                rotation("rotate-role/{name}"));
    }

    private Route rotation(String template) {
        return Route.at(template)
                .on(Operation.WRITE, "Rotates a static role now.", (call, none) -> rotate(call))
                .build();
    }

    private Reply read(Call call) {
        String name = call.variable("name");
        DatabaseStaticRole role =
                roles.find(name).orElseThrow(() -> unknown(name)).value();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("db_name", StaticRoleDefaults.dbName(role));
        shown.put("username", StaticRoleDefaults.username(role));
        putUnlessEmpty(shown, "alternate_username", role.alternateUsername());
        shown.putAll(Schedules.shown(StaticRoleDefaults.schedule(role)));
        shown.put("rotation_statements", StaticRoleDefaults.statements(role));
        shown.put("credential_type", StaticRoleDefaults.credentialType(role));
        shown.put("credential_config", role.credentialConfig() == null ? Map.of() : role.credentialConfig());
        shown.put("skip_import_rotation", StaticRoleDefaults.isLeftAlone(role));
        shown.put("disable_automated_rotation", StaticRoleDefaults.isPaused(role));
        roles.journal(name)
                .fresh()
                .map(Versioned::value)
                .ifPresent(password -> shown.putAll(Schedules.status(password)));
        return Reply.of(shown);
    }

    private Reply write(Call call) {
        writes.write(call.variable("name"), call::bindOver);
        return Reply.none();
    }

    private Reply delete(Call call, Deletion request) {
        roles.remove(call.variable("name"), request.force());
        return Reply.none();
    }

    private Reply rotate(Call call) {
        String name = call.variable("name");
        DatabaseStaticRole role =
                roles.find(name).orElseThrow(() -> unknown(name)).value();
        checks.checkConnection(name, role);
        try {
            rotations.rotate(name);
            return Reply.none();
        } catch (TargetException failure) {
            throw told(failure, StaticRoleDefaults.isPaused(role));
        }
    }

    private static TargetException told(TargetException failure, boolean paused) {
        String message = "unable to finish rotating credentials; "
                + (paused ? "the role is paused, so it is not retried: " : "retries will continue in the background: ")
                + failure.getMessage();
        return failure instanceof TargetUnavailableException unavailable
                ? new TargetUnavailableException(message, failure.effectPossible(), unavailable.answered(), failure)
                : new TargetRefusedException(message, failure.effectPossible(), failure);
    }

    static NotFoundException unknown(String name) {
        return new NotFoundException("unknown role: " + name);
    }

    private static void putUnlessEmpty(Map<String, Object> values, String name, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            values.put(name, text);
        }
    }
}
