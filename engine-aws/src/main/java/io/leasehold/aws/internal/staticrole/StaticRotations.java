package io.leasehold.aws.internal.staticrole;

import io.leasehold.aws.internal.key.KeyChangeover;
import io.leasehold.aws.internal.key.KeyJournal;
import io.leasehold.aws.internal.key.KeyOwner;
import io.leasehold.aws.internal.key.ManagedKey;
import io.leasehold.aws.internal.role.StaticRoleRules;
import io.leasehold.rotation.Rotations;
import io.leasehold.rotation.Schedules;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rotates the keys of static roles, retires those that were replaced, and finishes deletions. Thread-safe. */
public final class StaticRotations implements Rotations {

    private static final Logger LOG = LoggerFactory.getLogger(StaticRotations.class);

    private final EngineContext context;
    private final StaticRoles roles;
    private final StaticAccounts accounts;
    private final KeyChangeover changeover;
    private final StaticRoleRemoval removal;

    public StaticRotations(
            EngineContext context,
            StaticRoles roles,
            StaticAccounts accounts,
            KeyChangeover changeover,
            StaticRoleRemoval removal) {
        this.context = context;
        this.roles = roles;
        this.accounts = accounts;
        this.changeover = changeover;
        this.removal = removal;
    }

    @Override
    public String kind() {
        return "static role";
    }

    @Override
    public List<String> names() {
        return roles.names();
    }

    @Override
    public Optional<Due> due(String name) {
        return accounts.target()
                .flatMap(target ->
                        roles.find(name).flatMap(entry -> next(name, entry)).map(at -> new Due(target, at)));
    }

    private Optional<Instant> next(String name, StaticRoleEntry entry) {
        if (entry.ending()) {
            return Optional.of(removal.nextTry(name));
        }
        StaticRoleRules rules = entry.rules();
        KeyJournal journal = roles.journal(name);
        return journal.fresh()
                .flatMap(read -> rules.paused()
                        ? settling(read.value())
                        : Schedules.skipMissed(journal, read, rules.schedule(), context.now(), name)
                                .nextStep());
    }

    /** A role that is paused has its old key retired all the same. */
    private static Optional<Instant> settling(ManagedKey state) {
        return state.isSettling()
                ? Optional.of(Instant.ofEpochMilli(Math.max(state.settleAt(), state.claimUntil())))
                : Optional.empty();
    }

    /** Does what is due. */
    @Override
    public void rotate(String name) {
        Optional<StaticRoleEntry> entry = roles.find(name);
        if (entry.isEmpty()) {
            return;
        }
        if (entry.get().ending()) {
            removal.finish(name);
        } else if (entry.get().rules().paused()) {
            changeover.settle(roles.journal(name), owner(name, entry.get()));
        } else {
            changed(name, () -> changeover.proceed(roles.journal(name), owner(name, entry.get())));
        }
    }

    /** Rotates a role now, also one that is paused, or finishes its rotation. */
    void rotateNow(String name) {
        StaticRoleEntry entry = roles.get(name);
        changed(name, () -> changeover.rotate(roles.journal(name), owner(name, entry)));
    }

    private void changed(String name, Runnable rotation) {
        String before = accessKey(name);
        rotation.run();
        String now = accessKey(name);
        if (!now.equals(before)) {
            context.changed("static-creds/" + name);
            LOG.info("The key of static role {} was rotated: {} is served now", name, now);
        }
    }

    private String accessKey(String name) {
        return roles.journal(name)
                .fresh()
                .map(Versioned::value)
                .map(ManagedKey::accessKey)
                .orElse("");
    }

    private KeyOwner owner(String name, StaticRoleEntry entry) {
        return new StaticKeyOwner(roles, accounts, name, entry);
    }
}
