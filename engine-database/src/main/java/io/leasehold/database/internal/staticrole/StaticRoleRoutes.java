package io.leasehold.database.internal.staticrole;

import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.ConnectionView;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.config.NewPasswords;
import io.leasehold.database.internal.rotation.RotationDuty;
import io.leasehold.database.internal.rotation.Schedules;
import io.leasehold.database.DatabaseStaticRole;
import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.database.internal.rotation.RotationSchedule;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.PermissionDeniedException;
import io.leasehold.error.TargetException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code static-roles/} and {@code rotate-role/}: accounts that stay, and whose passwords are rotated. */
public final class StaticRoleRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(StaticRoleRoutes.class);
    private static final int ATTEMPTS = 5;

    private final EngineContext context;
    private final StaticRoles roles;
    private final Predicate<String> isDynamicRole;
    private final Connections connections;
    private final StaticRotations rotations;
    private final RotationDuty duty;
    private final NewPasswords passwords;

    public StaticRoleRoutes(
            EngineContext context,
            StaticRoles roles,
            Predicate<String> isDynamicRole,
            Connections connections,
            StaticRotations rotations,
            RotationDuty duty,
            NewPasswords passwords) {
        this.context = context;
        this.roles = roles;
        this.isDynamicRole = isDynamicRole;
        this.connections = connections;
        this.rotations = rotations;
        this.duty = duty;
        this.passwords = passwords;
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
        String name = call.variable("name");
        for (int attempt = 1; ; attempt++) {
            try {
                return write(call, name, roles.fresh(name));
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS || roles.fresh(name).version() == 0) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    private Reply write(Call call, String name, Versioned<DatabaseStaticRole> read) {
        DatabaseStaticRole changed = call.bindOver(read.value());
        StaticRoleDefaults.check(changed);
        passwords.check("credential_config", StaticRoleDefaults.passwordPolicy(changed));
        checkUnchanged(read, changed);
        refuseDynamicRole(name);
        checkConnection(name, changed);
        Optional<SecretText> given = Optional.ofNullable(changed.password()).map(SecretText::of);
        given.ifPresent(password -> checkPassword(name, changed, password));
        boolean isNew = read.version() == 0 || roles.journal(name).fresh().isEmpty();
        if (isNew) {
            create(name, read, changed, given);
        } else {
            update(name, read, changed, given);
        }
        duty.changed(rotations, name);
        return Reply.none();
    }

    /** The password before the role, which is what makes it count; then the first rotation. */
    private void create(
            String name, Versioned<DatabaseStaticRole> read, DatabaseStaticRole role, Optional<SecretText> given) {
        Instant now = context.now();
        boolean leftAlone = StaticRoleDefaults.isLeftAlone(role);
        Instant due = leftAlone ? StaticRoleDefaults.schedule(role).next(now).orElse(null) : now;
        claim(name, role);
        roles.begin(
                name,
                given.map(password -> ManagedPassword.known(StaticRoleDefaults.username(role), password.reveal(), due))
                        .orElseGet(() -> ManagedPassword.unknown(due)));
        store(name, read, role);
        if (leftAlone) {
            return;
        }
        try {
            rotations.rotate(name);
        } catch (TargetException | InvalidRequestException failure) {
            removeUnlessPending(name);
            throw failure;
        }
    }

    private void update(
            String name, Versioned<DatabaseStaticRole> read, DatabaseStaticRole role, Optional<SecretText> given) {
        claim(name, role);
        store(name, read, role);
        releaseFormer(name, read.value(), role);
        RotationSchedule schedule = StaticRoleDefaults.schedule(role);
        boolean rescheduled = !schedule.equals(StaticRoleDefaults.schedule(read.value()));
        for (int attempt = 1; given.isPresent() || rescheduled; attempt++) {
            Versioned<ManagedPassword> password = roles.journal(name).fresh().orElseThrow(() -> unknown(name));
            Instant last = password.value().lastRotation() == 0
                    ? context.now()
                    : Instant.ofEpochMilli(password.value().lastRotation());
            Instant due = schedule instanceof RotationSchedule.Every
                    ? schedule.next(last).orElse(null)
                    : schedule.next(context.now()).orElse(null);
            try {
                roles.journal(name).put(password, changed(name, role, password.value(), given, due));
                return;
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    private static ManagedPassword changed(
            String name,
            DatabaseStaticRole role,
            ManagedPassword password,
            Optional<SecretText> given,
            @Nullable Instant due) {
        if (given.isEmpty()) {
            return password.dueAt(due);
        }
        refuseWhilePending(name, Optional.of(password));
        return ManagedPassword.known(
                StaticRoleDefaults.username(role), given.get().reveal(), due);
    }

    private static void refuseWhilePending(String name, Optional<ManagedPassword> password) {
        if (password.map(ManagedPassword::isPending).orElse(false)) {
            throw new InvalidRequestException(
                    "password", "static role \"" + name + "\" has an unfinished rotation: rotate it first");
        }
    }

    private void store(String name, Versioned<DatabaseStaticRole> read, DatabaseStaticRole role) {
        roles.put(read, role);
        try {
            refuseDynamicRole(name);
            claim(name, role);
        } catch (LeaseholdException overtaken) {
            if (read.version() == 0) {
                removeUnlessPending(name);
            }
            throw overtaken;
        }
    }

    private Reply delete(Call call, Deletion request) {
        String name = call.variable("name");
        remove(name, request.force());
        return Reply.none();
    }

    /** What a first rotation that certainly changed nothing leaves behind: nothing. One that may go on keeps its role. */
    private void removeUnlessPending(String name) {
        try {
            remove(name, false);
        } catch (ConflictException pending) {
            LOG.debug("Static role {} stays: {}", name, pending.getMessage());
        }
    }

    private void remove(String name, boolean force) {
        Versioned<DatabaseStaticRole> read = roles.fresh(name);
        boolean exists = read.version() > 0;
        // The password first: once it is gone, nobody changes the account any more. By force also one without its role.
        if (exists || force) {
            roles.end(name, force);
        }
        if (exists) {
            roles.delete(read);
            release(name, read.value());
        }
    }

    private Reply rotate(Call call) {
        String name = call.variable("name");
        DatabaseStaticRole role =
                roles.find(name).orElseThrow(() -> unknown(name)).value();
        checkConnection(name, role);
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

    private void refuseDynamicRole(String name) {
        if (isDynamicRole.test(name)) {
            throw new ConflictException("Role and Static Role names must be unique: roles/" + name + " is there");
        }
    }

    private void checkConnection(String name, DatabaseStaticRole role) {
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
    }

    private void checkPassword(String name, DatabaseStaticRole role, SecretText password) {
        refuseWhilePending(name, roles.journal(name).fresh().map(Versioned::value));
        if (!rotations.accepts(role, password)) {
            throw new InvalidRequestException(
                    "password",
                    "the server refuses a login of \"" + StaticRoleDefaults.username(role)
                            + "\" with it: give the password that the account has now, or none");
        }
    }

    private void claim(String name, DatabaseStaticRole role) {
        for (String account : StaticRoleDefaults.accounts(role)) {
            roles.claim(StaticRoleDefaults.dbName(role), account, name);
        }
    }

    private void release(String name, DatabaseStaticRole role) {
        for (String account : StaticRoleDefaults.accounts(role)) {
            roles.release(StaticRoleDefaults.dbName(role), account, name);
        }
    }

    private void releaseFormer(String name, DatabaseStaticRole former, DatabaseStaticRole now) {
        for (String account : StaticRoleDefaults.accounts(former)) {
            if (!StaticRoleDefaults.accounts(now).contains(account)) {
                roles.release(StaticRoleDefaults.dbName(now), account, name);
            }
        }
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
