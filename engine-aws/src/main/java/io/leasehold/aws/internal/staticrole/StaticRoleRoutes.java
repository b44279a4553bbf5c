package io.leasehold.aws.internal.staticrole;

import io.leasehold.aws.AwsStaticRole;
import io.leasehold.aws.internal.key.ManagedKey;
import io.leasehold.aws.internal.role.StaticRoleRules;
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
import java.util.function.Consumer;

/** {@code static-roles/} and {@code rotate-role/}: users that stay, and whose access keys are rotated. */
public final class StaticRoleRoutes {

    private final StaticRoles roles;
    private final StaticRoleWrites writes;
    private final StaticRoleRemoval removal;
    private final StaticRotations rotations;
    private final Consumer<String> rescheduled;

    /**
     * The routes.
     *
     * @param roles what is stored
     * @param writes writes roles
     * @param removal deletes them
     * @param rotations rotates them
     * @param rescheduled is told of a role that may be due at another time
     */
    public StaticRoleRoutes(
            StaticRoles roles,
            StaticRoleWrites writes,
            StaticRoleRemoval removal,
            StaticRotations rotations,
            Consumer<String> rescheduled) {
        this.roles = roles;
        this.writes = writes;
        this.removal = removal;
        this.rotations = rotations;
        this.rescheduled = rescheduled;
    }

    /**
     * The fields of a deletion.
     *
     * @param force whether keys that cannot be deleted now are given up
     */
    public record Deletion(
            @Field("Whether keys that cannot be deleted now are left for you to delete.")
            boolean force) {}

    public List<Route> routes() {
        return List.of(
                Route.at("static-roles")
                        .on(Operation.LIST, "Lists the static roles.", (call, none) -> Reply.names(roles.names()))
                        .build(),
                Route.at("static-roles/{name}")
                        .on(Operation.READ, "Shows a static role, without its key.", (call, none) -> read(call))
                        .on(
                                Operation.WRITE,
                                "Writes a static role; changes only the fields sent. A new one makes a key at once.",
                                AwsStaticRole.class,
                                (call, fields) -> write(call))
                        .on(
                                Operation.DELETE,
                                "Deletes a static role and its keys, and leaves the user.",
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
        StaticRoleEntry entry = roles.find(name).orElseThrow(() -> StaticRoles.unknown(name));
        StaticRoleRules rules = entry.rules();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("username", rules.username());
        shown.put("user_id", entry.userId());
        shown.put("user_arn", entry.userArn());
        shown.putAll(Schedules.shown(rules.schedule()));
        shown.put("previous_key_grace", rules.grace());
        shown.put("skip_import_rotation", rules.leftAlone());
        shown.put("disable_automated_rotation", rules.paused());
        rules.through().ifPresent(through -> {
            shown.put("assume_role_arn", through.roleArn());
            putUnlessEmpty(shown, "assume_role_session_name", through.sessionName());
            putUnlessEmpty(shown, "external_id", through.externalId());
        });
        if (entry.ending()) {
            shown.put("deleting", true);
        }
        roles.journal(name).fresh().map(Versioned::value).ifPresent(state -> show(state, shown));
        return Reply.of(shown);
    }

    /** Ids of keys are no secrets. */
    private static void show(ManagedKey state, Map<String, Object> shown) {
        putUnlessEmpty(shown, "access_key", state.accessKey());
        putUnlessEmpty(shown, "previous_access_key", state.retiringKey());
        putUnlessEmpty(shown, "previous_key_error", state.settleError());
        shown.putAll(Schedules.status(state));
    }

    private Reply write(Call call) {
        String name = call.variable("name");
        try {
            writes.write(name, call::bindOver);
            return Reply.none();
        } finally {
            rescheduled.accept(name);
        }
    }

    private Reply delete(Call call, Deletion request) {
        String name = call.variable("name");
        try {
            removal.remove(name, request.force());
            return Reply.none();
        } finally {
            rescheduled.accept(name);
        }
    }

    private Reply rotate(Call call) {
        String name = call.variable("name");
        StaticRoleRules rules = roles.get(name).rules();
        try {
            rotations.rotateNow(name);
            return Reply.none();
        } catch (TargetException failure) {
            throw told(failure, rules.paused());
        } finally {
            rescheduled.accept(name);
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

    private static void putUnlessEmpty(Map<String, Object> values, String name, String text) {
        if (!text.isEmpty()) {
            values.put(name, text);
        }
    }
}
