package io.leasehold.aws.internal.engine;

import io.leasehold.aws.AwsCapacity;
import io.leasehold.aws.internal.quota.UserCount;
import io.leasehold.aws.internal.root.Account;
import io.leasehold.aws.internal.root.Accounts;
import io.leasehold.aws.internal.root.Roots;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Targets;
import java.time.Duration;
import java.util.List;

/** {@code capacity}: how many users the account has, against how many it may have. */
final class CapacityRoutes {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Roots roots;
    private final Accounts accounts;
    private final Targets targets;

    CapacityRoutes(Roots roots, Accounts accounts, Targets targets) {
        this.roots = roots;
        this.accounts = accounts;
        this.targets = targets;
    }

    List<Route> routes() {
        return List.of(Route.at("capacity")
                .on(
                        Operation.READ,
                        "Counts the users of the account against its quota, and the leases of users.",
                        (call, none) -> read())
                .build());
    }

    private Reply read() {
        String target = roots.get().value().currentTarget();
        AwsCapacity capacity = targets.call(target, () -> accounts.use(target, account -> capacity(target, account)));
        return Reply.of(capacity, capacity.warnings());
    }

    private AwsCapacity capacity(String target, Account account) {
        UserCount count = UserCount.ask(account.clients().iam(), LIMIT);
        int percent = account.settings().userLimitPercent();
        return AwsCapacity.of(
                targets.leases(target), count.users(), count.most(), percent == 0 ? null : count.limit(percent));
    }
}
