package io.leasehold.aws.internal.root;

import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.key.KeyChangeover;
import io.leasehold.aws.internal.key.ManagedKey;
import io.leasehold.error.ConflictException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.rotation.Rotations;
import io.leasehold.rotation.Schedules;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Versioned;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotates the key of {@code config/root}. The current key is the one in {@code config/root}; the journal beside it keeps the old and the pending one while
 * a rotation is unfinished. Thread-safe.
 */
public final class RootRotations implements Rotations {

    /** There is one. */
    static final String NAME = "config/root";

    private static final Logger LOG = LoggerFactory.getLogger(RootRotations.class);
    private static final int ATTEMPTS = 5;

    /** After so many tries to remove what a forsaken rotation left, none of its keys is known to AWS: there is none. */
    private static final int TRIES_OF_FORSAKEN = 6;

    private final EngineContext context;
    private final Roots roots;
    private final Accounts accounts;
    private final RootSettings.Environment environment;
    private final KeyChangeover changeover;
    private final RootKeyJournal journal;

    /**
     * Rotations of a mount.
     *
     * @param context the mount's
     * @param roots what is stored
     * @param accounts makes clients
     * @param environment looks variables of the environment up
     * @param changeover the steps
     */
    public RootRotations(
            EngineContext context,
            Roots roots,
            Accounts accounts,
            RootSettings.Environment environment,
            KeyChangeover changeover) {
        this.context = context;
        this.roots = roots;
        this.accounts = accounts;
        this.environment = environment;
        this.changeover = changeover;
        this.journal = new RootKeyJournal(context.storage(), roots);
    }

    @Override
    public String kind() {
        return "the key of";
    }

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public Optional<Due> due(String name) {
        return journal.fresh().flatMap(this::nextStep).map(at -> new Due(NAME, at));
    }

    private Optional<Instant> nextStep(Versioned<ManagedKey> read) {
        ManagedKey state = read.value();
        Optional<AwsRoot> root = journal.configured();
        if (root.isEmpty() || RootKeyEntry.isUnfinished(state)) {
            // A pause does not keep an unfinished rotation from its end.
            return (state.isPending() ? state : state.dueAt(null)).nextStep();
        }
        if (RootRotationFields.isPaused(root.get())) {
            return Optional.empty();
        }
        return Schedules.skipMissed(journal, read, RootRotationFields.schedule(root.get()), context.now(), NAME)
                .nextStep();
    }

    /** Does what is due. */
    @Override
    public void rotate(String name) {
        if (giveUpForsaken()) {
            return;
        }
        Optional<AwsRoot> root = journal.configured();
        ManagedKey state = journal.entry().value().state();
        if (root.isEmpty()) {
            return;
        }
        RootKeyOwner owner = new RootKeyOwner(roots, accounts, environment);
        if (RootRotationFields.isPaused(root.get()) && !state.isPending()) {
            changeover.settle(journal, owner);
        } else {
            long before = state.lastRotation();
            changeover.proceed(journal, owner);
            tell(before);
        }
    }

    /**
     * Rotates now.
     *
     * @return the state with the new key
     */
    ManagedKey rotateNow() {
        AwsRoot root = journal.configured()
                .orElseThrow(() -> new NotFoundException("config/root: nothing is configured that could be rotated"));
        RootRotationFields.requireKey(root);
        giveUpForsaken();
        long before = journal.glance().lastRotation();
        ManagedKey state = changeover.rotate(journal, new RootKeyOwner(roots, accounts, environment));
        tell(before);
        return state;
    }

    private void tell(long before) {
        ManagedKey now = journal.glance();
        if (now.lastRotation() == before) {
            return;
        }
        roots.find().ifPresent(entry -> context.targets().retry(entry.value().currentTarget()));
        LOG.info("The key of config/root was rotated");
    }

    /** Removes what is left of a rotation of a key that {@code config/root} does not have any more. Tells whether there was one. */
    private boolean giveUpForsaken() {
        Versioned<RootKeyEntry> entry = journal.entry();
        if (!RootKeyJournal.isForsaken(entry.value(), journal.configured())) {
            return false;
        }
        FormerRootKeys former =
                new FormerRootKeys(entry.value().settings(), entry.value().state(), accounts, environment);
        try {
            changeover.abandon(journal, former);
            LOG.info("What a rotation of the former key of config/root left was removed");
        } catch (TargetRefusedException refusal) {
            Versioned<RootKeyEntry> failed = journal.entry();
            ManagedKey now = failed.value().state();
            if (!former.isNoneTaken() || now.attempts() + now.settleAttempts() < TRIES_OF_FORSAKEN) {
                throw refusal;
            }
            LOG.warn("A rotation of the former key of config/root is forgotten: AWS takes none of {}", former.ids());
            journal.forget(failed);
            schedule();
        }
        return true;
    }

    /** Begins the schedule that is written now, from now on. */
    void schedule() {
        for (int attempt = 1; ; attempt++) {
            Optional<AwsRoot> root = journal.configured();
            Optional<Versioned<ManagedKey>> read = journal.fresh();
            if (root.isEmpty() || read.isEmpty()) {
                return;
            }
            Optional<Instant> due = RootRotationFields.schedule(root.get()).next(context.now());
            if (read.get().version() == 0 && due.isEmpty()) {
                return;
            }
            try {
                journal.put(read.get(), read.get().value().dueAt(due.orElse(null)));
                return;
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    /** What an operator should know of the rotations. */
    Map<String, Object> status() {
        ManagedKey state = journal.glance();
        Map<String, Object> status = new LinkedHashMap<>(Schedules.status(state));
        if (!state.pendingKey().isEmpty()) {
            status.put("pending_access_key", state.pendingKey());
        }
        if (!state.retiringKey().isEmpty()) {
            status.put("retiring_access_key", state.retiringKey());
            status.put("retired_at", Instant.ofEpochMilli(state.settleAt()).toString());
        }
        if (!state.settleError().isEmpty()) {
            status.put("retirement_error", state.settleError());
        }
        return status;
    }

    /** Whether a rotation is unfinished that needs the configured key. */
    boolean isPending() {
        return journal.entry().value().state().isPending();
    }
}
