package io.leasehold.database.internal.staticrole;

import io.leasehold.database.DatabaseStaticRole;
import io.leasehold.database.internal.rotation.ManagedPassword;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.TargetException;
import io.leasehold.rotation.RotationDuty;
import io.leasehold.rotation.RotationSchedule;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes static roles, new ones and changes. Thread-safe. */
public final class StaticRoleWrites {

    private static final Logger LOG = LoggerFactory.getLogger(StaticRoleWrites.class);
    private static final int ATTEMPTS = 5;

    private final EngineContext context;
    private final StaticRoles roles;
    private final StaticRoleChecks checks;
    private final StaticRotations rotations;
    private final RotationDuty duty;

    public StaticRoleWrites(
            EngineContext context,
            StaticRoles roles,
            StaticRoleChecks checks,
            StaticRotations rotations,
            RotationDuty duty) {
        this.context = context;
        this.roles = roles;
        this.checks = checks;
        this.rotations = rotations;
        this.duty = duty;
    }

    /**
     * Writes a role, and rotates a new one.
     *
     * @param name its name
     * @param change what it becomes
     */
    void write(String name, UnaryOperator<DatabaseStaticRole> change) {
        for (int attempt = 1; ; attempt++) {
            try {
                write(name, roles.fresh(name), change);
                return;
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS || roles.fresh(name).version() == 0) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    private void write(String name, Versioned<DatabaseStaticRole> read, UnaryOperator<DatabaseStaticRole> change) {
        DatabaseStaticRole changed = change.apply(read.value());
        checks.check(name, read, changed);
        boolean selfManaged = rotations.isSelfManaged(changed);
        Optional<GivenPassword> given = GivenPassword.of(changed, selfManaged);
        boolean isNew = read.version() == 0 || roles.journal(name).fresh().isEmpty();
        if (isNew && selfManaged && given.isEmpty()) {
            throw new InvalidRequestException(
                    GivenPassword.SELF_MANAGED,
                    "is required: connection \"" + changed.dbName() + "\" is self_managed, so that \""
                            + changed.username() + "\" logs in itself to change its password: give its present one");
        }
        given.ifPresent(password -> checkPassword(name, changed, password, selfManaged));
        if (isNew) {
            create(name, read, changed, given);
        } else {
            update(name, read, changed, given);
        }
        duty.changed(rotations, name);
    }

    /** The password before the role, which is what makes it count; then the first rotation. */
    private void create(
            String name, Versioned<DatabaseStaticRole> read, DatabaseStaticRole role, Optional<GivenPassword> given) {
        Instant now = context.now();
        boolean leftAlone = StaticRoleDefaults.isLeftAlone(role);
        Instant due = leftAlone ? StaticRoleDefaults.schedule(role).next(now).orElse(null) : now;
        roles.claim(name, role);
        roles.begin(
                name, given.map(present -> known(role, present, due)).orElseGet(() -> ManagedPassword.unknown(due)));
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
            String name, Versioned<DatabaseStaticRole> read, DatabaseStaticRole role, Optional<GivenPassword> given) {
        roles.claim(name, role);
        store(name, read, role);
        roles.releaseFormer(name, read.value(), role);
        RotationSchedule schedule = StaticRoleDefaults.schedule(role);
        boolean rescheduled = !schedule.equals(StaticRoleDefaults.schedule(read.value()));
        for (int attempt = 1; given.isPresent() || rescheduled; attempt++) {
            Versioned<ManagedPassword> password =
                    roles.journal(name).fresh().orElseThrow(() -> StaticRoleRoutes.unknown(name));
            try {
                roles.journal(name).put(password, changed(name, role, password.value(), given));
                return;
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    private ManagedPassword changed(
            String name, DatabaseStaticRole role, ManagedPassword password, Optional<GivenPassword> given) {
        Instant due = due(role, password);
        if (given.isEmpty()) {
            return password.dueAt(due);
        }
        if (password.isPending() && rotations.isSelfManaged(role)) {
            // Both stay known: what the account has now, and what it is being changed to.
            return password.withCurrent(
                            StaticRoleDefaults.username(role),
                            given.get().password().reveal())
                    .dueAt(due);
        }
        refuseWhilePending(name, password);
        return known(role, given.get(), due);
    }

    private @Nullable Instant due(DatabaseStaticRole role, ManagedPassword password) {
        RotationSchedule schedule = StaticRoleDefaults.schedule(role);
        Instant last = password.lastRotation() == 0 ? context.now() : Instant.ofEpochMilli(password.lastRotation());
        return schedule.next(schedule instanceof RotationSchedule.Every ? last : context.now())
                .orElse(null);
    }

    private static ManagedPassword known(DatabaseStaticRole role, GivenPassword given, @Nullable Instant due) {
        return ManagedPassword.known(
                StaticRoleDefaults.username(role), given.password().reveal(), due);
    }

    /** A login tries it before anything else is done. */
    private void checkPassword(String name, DatabaseStaticRole role, GivenPassword given, boolean selfManaged) {
        if (!selfManaged) {
            roles.journal(name).fresh().ifPresent(password -> refuseWhilePending(name, password.value()));
        }
        if (!rotations.accepts(name, role, given.password())) {
            throw new InvalidRequestException(
                    given.field(),
                    "the server refuses a login of \"" + StaticRoleDefaults.username(role)
                            + "\" with it: give the password that the account has now"
                            + (selfManaged ? "" : ", or none"));
        }
    }

    private static void refuseWhilePending(String name, ManagedPassword password) {
        if (password.isPending()) {
            throw new InvalidRequestException(
                    "password", "static role \"" + name + "\" has an unfinished rotation: rotate it first");
        }
    }

    private void store(String name, Versioned<DatabaseStaticRole> read, DatabaseStaticRole role) {
        roles.put(read, role);
        try {
            checks.refuseDynamicRole(name);
            roles.claim(name, role);
        } catch (LeaseholdException overtaken) {
            if (read.version() == 0) {
                removeUnlessPending(name);
            }
            throw overtaken;
        }
    }

    /** What a first rotation that certainly changed nothing leaves behind: nothing. One that may go on keeps its role. */
    private void removeUnlessPending(String name) {
        try {
            roles.remove(name, false);
        } catch (ConflictException pending) {
            LOG.debug("Static role {} stays: {}", name, pending.getMessage());
        }
    }
}
