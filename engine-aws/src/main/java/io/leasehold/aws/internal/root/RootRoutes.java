package io.leasehold.aws.internal.root;

import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.client.AwsClients;
import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.key.ManagedKey;
import io.leasehold.error.ConflictException;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Fields;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.TargetEntry;
import io.leasehold.spi.engine.Targets;
import io.leasehold.spi.engine.Versioned;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code config/root}: how AWS is reached; {@code config/rotate-root}: another key for that. */
public final class RootRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(RootRoutes.class);
    private static final int ATTEMPTS = 5;

    private final EngineContext context;
    private final Roots roots;
    private final Accounts accounts;
    private final RootSettings.Environment environment;
    private final Consumer<AwsRoot> check;
    private final RootRotations rotations;
    private final Runnable rotationsChanged;

    /**
     * The routes.
     *
     * @param context the mount's
     * @param roots what is stored
     * @param accounts tries credentials
     * @param environment looks variables of the environment up
     * @param check checks what else there is in the fields
     * @param rotations rotates the key
     * @param rotationsChanged is told when it may be due at another time
     */
    public RootRoutes(
            EngineContext context,
            Roots roots,
            Accounts accounts,
            RootSettings.Environment environment,
            Consumer<AwsRoot> check,
            RootRotations rotations,
            Runnable rotationsChanged) {
        this.context = context;
        this.roots = roots;
        this.accounts = accounts;
        this.environment = environment;
        this.check = check;
        this.rotations = rotations;
        this.rotationsChanged = rotationsChanged;
    }

    /**
     * How to delete.
     *
     * @param force whether users of live leases are given up
     */
    public record Deletion(
            @Field("Whether live leases are given up, and their users left for you to remove.")
            boolean force) {}

    /**
     * The routes.
     *
     * @return those of {@code config/root}
     */
    public List<Route> routes() {
        return List.of(
                Route.at("config/root")
                        .on(Operation.READ, "Shows how AWS is reached, without the secret.", (call, none) -> read())
                        .on(
                                Operation.WRITE,
                                "Says how AWS is reached; changes only the fields sent.",
                                AwsRoot.class,
                                (call, fields) -> write(call))
                        .on(
                                Operation.DELETE,
                                "Deletes it.",
                                Deletion.class,
                                (call, deletion) -> delete(deletion.force()))
                        .build(),
                Route.at("config/rotate-root")
                        .on(Operation.WRITE, "Rotates the key now.", (call, none) -> rotate())
                        .build());
    }

    private Reply read() {
        TargetEntry entry = roots.get().value();
        RootTarget target = entry.current(RootTarget.class).orElseThrow();
        Map<String, Object> shown = new LinkedHashMap<>(Fields.of(target.settings()));
        shown.remove("secret_key");
        if (!target.account().isEmpty()) {
            shown.put("account_id", target.account());
        }
        shown.put("disable_automated_rotation", RootRotationFields.isPaused(target.settings()));
        shown.putAll(rotations.status());
        return Reply.of(shown);
    }

    private Reply rotate() {
        try {
            ManagedKey rotated = rotations.rotateNow();
            String old = rotated.settleError().isEmpty()
                    ? ""
                    : "the old key " + rotated.retiringKey() + " could not be deleted yet, which is tried again: "
                            + rotated.settleError();
            return Reply.of(Map.of("access_key", rotated.accessKey()), old.isEmpty() ? List.of() : List.of(old));
        } finally {
            rotationsChanged.run();
        }
    }

    private Reply write(Call call) {
        for (int attempt = 1; ; attempt++) {
            Versioned<TargetEntry> read = roots.fresh();
            AwsRoot before = read.value()
                    .current(RootTarget.class)
                    .map(RootTarget::settings)
                    .orElseGet(() -> AwsRoot.builder().build());
            AwsRoot changed = call.bindOver(before);
            RootSettings settings = RootSettings.of(changed, environment);
            check.accept(changed);
            RootRotationFields.check(changed);
            String account = Boolean.FALSE.equals(changed.verifyConnection()) ? "" : account(settings);
            try {
                String target = store(read, changed, settings, account);
                context.targets().retry(target);
                if (!RootRotationFields.schedule(changed).equals(RootRotationFields.schedule(before))) {
                    rotations.schedule();
                }
                rotationsChanged.run();
                return Reply.none();
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    private String account(RootSettings settings) {
        try (AwsClients clients = accounts.candidate(settings)) {
            return CallerIdentity.of(clients).account();
        }
    }

    private String store(Versioned<TargetEntry> read, AwsRoot changed, RootSettings settings, String account) {
        TargetEntry entry = read.value();
        for (String known : entry.targets().keySet()) {
            RootTarget target = entry.settings(known, RootTarget.class).orElseThrow();
            if (leadsTo(target, settings, account)) {
                String number = account.isEmpty() ? target.account() : account;
                roots.put(read, entry.leadingTo(known, RootTarget.of(changed, number)));
                return known;
            }
        }
        byte[] random = new byte[10];
        context.random().nextBytes(random);
        String id = HexFormat.of().formatHex(random);
        roots.put(read, entry.leadingTo(id, RootTarget.of(changed, account)));
        return id;
    }

    /**
     * Whether a target is the one that settings lead to. What was not asked for is taken for the same; a credential of another
     * account is noticed before it is used.
     */
    private boolean leadsTo(RootTarget target, RootSettings settings, String account) {
        boolean sameAccount = account.isEmpty()
                || target.account().isEmpty()
                || target.account().equals(account);
        return sameAccount
                && RootSettings.of(target.settings(), environment).iamEndpoint().equals(settings.iamEndpoint());
    }

    private Reply delete(boolean force) {
        Versioned<TargetEntry> read = roots.fresh();
        if (read.version() == 0) {
            return Reply.none();
        }
        Targets limits = context.targets();
        long leases = read.value().targets().keySet().stream()
                .mapToLong(limits::leases)
                .sum();
        if (leases > 0 && !force) {
            throw new ConflictException("config/root has " + leases
                    + " live leases of users: revoke them first, or delete it with force=true, which leaves the users for you"
                    + " to remove");
        }
        if (rotations.isPending() && !force) {
            throw new ConflictException(
                    "config/root has an unfinished rotation of its key: config/rotate-root goes on with"
                            + " it; force=true gives it up, and deletes its new key");
        }
        // First the configuration, so that no lease is born any more; then its targets.
        roots.put(read, read.value().deleted());
        if (force) {
            read.value()
                    .targets()
                    .keySet()
                    .forEach(target ->
                            limits.abandon(target, "config/root was deleted by force: remove the user by hand"));
            Versioned<TargetEntry> deleted = roots.fresh();
            forget(deleted, deleted.value().pastTargets());
        } else {
            removeUnused();
        }
        return Reply.none();
    }

    /** Removes the past targets that have no leases any more; run again and again as a duty. */
    public void removeUnused() {
        Versioned<TargetEntry> read = roots.fresh();
        Set<String> unused = new LinkedHashSet<>(read.value().pastTargets());
        unused.removeIf(target -> context.targets().leases(target) > 0);
        if (!unused.isEmpty()) {
            forget(read, unused);
        }
    }

    private void forget(Versioned<TargetEntry> read, Set<String> targets) {
        try {
            roots.put(read, read.value().without(targets));
        } catch (ConflictException changedMeanwhile) {
            // Perhaps it leads back to one of them. The next turn sees.
            return;
        }
        targets.forEach(target -> {
            accounts.reset(target);
            context.targets().forget(target);
        });
        LOG.info("Removed accounts {} of config/root, which no lease needs any more", targets);
    }
}
