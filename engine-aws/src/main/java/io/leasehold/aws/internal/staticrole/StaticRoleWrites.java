package io.leasehold.aws.internal.staticrole;

import io.leasehold.aws.AwsStaticRole;
import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.key.KeyJournal;
import io.leasehold.aws.internal.key.ManagedKey;
import io.leasehold.aws.internal.role.StaticRoleRules;
import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.TargetException;
import io.leasehold.rotation.RotationSchedule;
import io.leasehold.secret.SecretText;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes static roles, new ones and changes. Thread-safe. */
public final class StaticRoleWrites {

    private static final int ATTEMPTS = 5;

    private final EngineContext context;
    private final StaticRoles roles;
    private final StaticUsers users;
    private final StaticRotations rotations;

    public StaticRoleWrites(EngineContext context, StaticRoles roles, StaticUsers users, StaticRotations rotations) {
        this.context = context;
        this.roles = roles;
        this.users = users;
        this.rotations = rotations;
    }

    /**
     * Writes a role, and makes a key of a new one.
     *
     * @param name its name
     * @param change what it becomes
     */
    void write(String name, UnaryOperator<AwsStaticRole> change) {
        for (int attempt = 1; ; attempt++) {
            try {
                write(name, roles.fresh(name), change);
                return;
            } catch (ConflictException changedMeanwhile) {
                Versioned<StaticRoleEntry> now = roles.fresh(name);
                if (attempt == ATTEMPTS || now.version() == 0 || now.value().ending()) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    private void write(String name, Versioned<StaticRoleEntry> read, UnaryOperator<AwsStaticRole> change) {
        if (read.value().ending()) {
            throw new ConflictException("static role \"" + name + "\" is being deleted: wait until it is gone");
        }
        AwsStaticRole changed = change.apply(read.value().fields());
        StaticRoleRules rules = StaticRoleRules.of(changed);
        checkUnchanged(read, rules);
        Optional<RootSettings.Key> given = given(changed);
        if (read.version() == 0 || roles.journal(name).fresh().isEmpty()) {
            create(name, read, changed, rules, given);
        } else {
            update(name, read, changed, rules, given);
        }
    }

    private static void checkUnchanged(Versioned<StaticRoleEntry> read, StaticRoleRules rules) {
        if (read.version() > 0 && !rules.username().equals(read.value().rules().username())) {
            throw new InvalidRequestException(
                    "username", "cannot be changed: write another static role for another user");
        }
    }

    private static Optional<RootSettings.Key> given(AwsStaticRole role) {
        String id = role.accessKey();
        String secret = role.secretKey();
        return id == null || id.isEmpty() || secret == null
                ? Optional.empty()
                : Optional.of(new RootSettings.Key(id, SecretText.of(secret)));
    }

    /** The keys before the role, which is what makes them count; then the first key. */
    private void create(
            String name,
            Versioned<StaticRoleEntry> read,
            AwsStaticRole role,
            StaticRoleRules rules,
            Optional<RootSettings.Key> given) {
        PinnedUser user = users.find(name, rules, given);
        Instant now = context.now();
        Instant due = rules.leftAlone() ? rules.schedule().next(now).orElse(null) : now;
        roles.claim(name, user);
        roles.begin(name, adopted(ManagedKey.none(due), given));
        store(name, read, StaticRoleEntry.of(role, user));
        if (rules.leftAlone()) {
            return;
        }
        try {
            rotations.rotateNow(name);
        } catch (TargetException | InvalidRequestException failure) {
            forgetUnlessPending(name);
            throw failure;
        }
    }

    private void update(
            String name,
            Versioned<StaticRoleEntry> read,
            AwsStaticRole role,
            StaticRoleRules rules,
            Optional<RootSettings.Key> given) {
        StaticRoleRules before = read.value().rules();
        PinnedUser user = read.value().user();
        if (given.isPresent() || !rules.through().equals(before.through())) {
            users.check(name, rules, user, given);
        }
        given.ifPresent(key -> refuseSecondKey(name, roles.journal(name).fresh().map(Versioned::value)));
        roles.claim(name, user);
        store(name, read, StaticRoleEntry.of(role, user));
        boolean rescheduled = !rules.schedule().equals(before.schedule());
        if (given.isPresent() || rescheduled) {
            changeKeys(name, state -> adopted(rescheduled ? state.dueAt(due(rules, state)) : state, given));
        }
        if (given.isPresent()) {
            context.changed("static-creds/" + name);
        }
    }

    private void changeKeys(String name, UnaryOperator<ManagedKey> change) {
        KeyJournal journal = roles.journal(name);
        for (int attempt = 1; ; attempt++) {
            Versioned<ManagedKey> read = journal.fresh().orElseThrow(() -> StaticRoles.unknown(name));
            try {
                journal.put(read, change.apply(read.value()));
                return;
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    /** A new period counts from the last rotation. */
    private @Nullable Instant due(StaticRoleRules rules, ManagedKey state) {
        RotationSchedule schedule = rules.schedule();
        Instant last = state.lastRotation() == 0 ? context.now() : Instant.ofEpochMilli(state.lastRotation());
        return schedule.next(schedule instanceof RotationSchedule.Every ? last : context.now())
                .orElse(null);
    }

    private static ManagedKey adopted(ManagedKey state, Optional<RootSettings.Key> given) {
        return given.map(key -> state.withCurrent(key.id(), key.secret().reveal()))
                .orElse(state);
    }

    /** Of a key that is known nobody may lose track. */
    private static void refuseSecondKey(String name, Optional<ManagedKey> state) {
        if (state.filter(known -> known.current().isPresent() || known.isPending())
                .isPresent()) {
            throw new InvalidRequestException(
                    "access_key",
                    "static role \"" + name
                            + "\" has a key already, or is making one: a key is adopted by a role that has" + " none");
        }
    }

    private void store(String name, Versioned<StaticRoleEntry> read, StaticRoleEntry changed) {
        roles.put(read, changed);
        try {
            roles.claim(name, changed.user());
        } catch (LeaseholdException overtaken) {
            if (read.version() == 0) {
                forgetUnlessPending(name);
            }
            throw overtaken;
        }
    }

    /** What a first rotation that certainly made nothing leaves behind: nothing. One that may go on keeps its role. */
    private void forgetUnlessPending(String name) {
        boolean pending = roles.journal(name)
                .fresh()
                .map(Versioned::value)
                .filter(ManagedKey::isPending)
                .isPresent();
        if (!pending) {
            roles.forget(name);
        }
    }
}
