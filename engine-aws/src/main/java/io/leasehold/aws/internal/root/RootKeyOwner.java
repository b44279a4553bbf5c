package io.leasehold.aws.internal.root;

import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.client.AwsClients;
import io.leasehold.aws.internal.client.RootSettings;
import io.leasehold.aws.internal.key.KeyAccess;
import io.leasehold.aws.internal.key.KeyOwner;
import io.leasehold.aws.internal.key.ManagedKey;
import io.leasehold.error.ConflictException;
import io.leasehold.spi.engine.TargetEntry;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The key of {@code config/root}, which rotates itself. Thread-safe. */
final class RootKeyOwner implements KeyOwner {

    private static final int ATTEMPTS = 5;

    private final Roots roots;
    private final Accounts accounts;
    private final RootSettings.Environment environment;

    RootKeyOwner(Roots roots, Accounts accounts, RootSettings.Environment environment) {
        this.roots = roots;
        this.accounts = accounts;
        this.environment = environment;
    }

    @Override
    public String describe() {
        return "config/root";
    }

    @Override
    public String userName() {
        return "";
    }

    @Override
    public String expectedUserId() {
        return "";
    }

    @Override
    public Optional<Instant> next(Instant now) {
        return RootRotationFields.schedule(root()).next(now);
    }

    @Override
    public Duration grace() {
        return RootRotationFields.grace(root());
    }

    /**
     * With the key that is configured now: once the new one is, it is the new one that deletes the old one, which IAM lets it do
     * only when it knows it.
     */
    @Override
    public <T> T onAccount(Function<KeyAccess, T> work) {
        return on(RootSettings.of(root(), environment), accounts, work);
    }

    /** As the user whose key it is, also where the key is there to assume a role: users rotate their own keys. */
    static <T> T on(RootSettings configured, Accounts accounts, Function<KeyAccess, T> work) {
        RootSettings settings = configured.withoutRole();
        try (AwsClients clients = accounts.candidate(settings)) {
            String signer = settings.key().map(RootSettings.Key::id).orElse("");
            return work.apply(new KeyAccess(
                    clients,
                    signer,
                    settings.propagation(),
                    key -> accounts.probe(new Account(clients, settings), key)));
        }
    }

    /** Puts the key into the settings of every target that has the old one. */
    @Override
    public void adopt(ManagedKey proven) {
        for (int attempt = 1; ; attempt++) {
            Versioned<TargetEntry> read = roots.fresh();
            TargetEntry changed = read.value();
            for (String id : read.value().targets().keySet()) {
                RootTarget target = read.value().settings(id, RootTarget.class).orElseThrow();
                if (RootRotationFields.accessKey(target.settings()).equals(proven.accessKey())) {
                    AwsRoot adopted = target.settings().withKey(proven.pendingKey(), proven.pendingSecret());
                    changed = changed.with(id, RootTarget.of(adopted, target.account()));
                }
            }
            requireUse(changed, proven);
            try {
                if (!changed.equals(read.value())) {
                    roots.put(read, changed);
                }
                return;
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    private static void requireUse(TargetEntry entry, ManagedKey proven) {
        boolean used = entry.current(RootTarget.class)
                .map(target -> RootRotationFields.accessKey(target.settings()))
                .filter(proven.pendingKey()::equals)
                .isPresent();
        if (!used) {
            throw new ConflictException("config/root was given another key while its former one, " + proven.accessKey()
                    + ", was rotated: that rotation is given up, and its new key deleted");
        }
    }

    private AwsRoot root() {
        return roots.fresh()
                .value()
                .current(RootTarget.class)
                .map(RootTarget::settings)
                .orElseThrow(() -> new ConflictException("config/root was deleted while its key was rotated"));
    }
}
