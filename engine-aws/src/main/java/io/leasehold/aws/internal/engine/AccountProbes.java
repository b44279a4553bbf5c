package io.leasehold.aws.internal.engine;

import io.leasehold.aws.internal.quota.UserCount;
import io.leasehold.aws.internal.root.Accounts;
import io.leasehold.aws.internal.root.Roots;
import io.leasehold.observe.Measurement;
import io.leasehold.spi.engine.Measured;
import io.leasehold.spi.engine.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the account of a mount tells in numbers: its users against its quota. Thread-safe. */
final class AccountProbes implements Measured {

    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final Roots roots;
    private final Accounts accounts;
    private final Targets targets;

    AccountProbes(Roots roots, Accounts accounts, Targets targets) {
        this.roots = roots;
        this.accounts = accounts;
        this.targets = targets;
    }

    /** None without a root: there is nobody to ask. */
    @Override
    public List<Probe> probes() {
        return roots.find().isEmpty() ? List.of() : List.of(new Probe("", this::users));
    }

    private List<Measurement> users() {
        String target = roots.get().value().currentTarget();
        UserCount count = targets.call(
                target,
                () -> accounts.use(
                        target, account -> UserCount.ask(account.clients().iam(), LIMIT)));
        return List.of(
                Measurement.count(
                        "leasehold.aws.users", Map.of(), (double) count.users(), "Users of IAM in the account"),
                Measurement.count(
                        "leasehold.aws.users.max",
                        Map.of(),
                        (double) count.most(),
                        "Users of IAM that the account may have"));
    }
}
