package io.leasehold.aws.internal.reconcile;

import io.leasehold.aws.AwsRoot;
import io.leasehold.aws.internal.name.AwsNames;
import io.leasehold.aws.internal.root.Accounts;
import io.leasehold.aws.internal.root.RootTarget;
import io.leasehold.aws.internal.root.Roots;
import io.leasehold.aws.internal.user.UserMark;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.engine.AccountComparison;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Findings;
import io.leasehold.spi.engine.FoundAccount;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.engine.TargetEntry;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;

/** Compares users with leases, one account of a mount after the other. Thread-safe. */
public final class Reconciliations {

    private static final String FOLDER = "reconcile";

    private final EngineContext context;
    private final Roots roots;
    private final Accounts accounts;
    private final BiFunction<String, OwnUser, RevocationData> removal;

    /**
     * A user that the broker made.
     *
     * @param name its name
     * @param mark what its tags say
     */
    public record OwnUser(String name, UserMark mark) {}

    /**
     * Comparisons of a mount.
     *
     * @param context the mount's
     * @param roots the accounts
     * @param accounts reaches them
     * @param removal how the engine removes a user of a target
     */
    public Reconciliations(
            EngineContext context,
            Roots roots,
            Accounts accounts,
            BiFunction<String, OwnUser, RevocationData> removal) {
        this.context = context;
        this.roots = roots;
        this.accounts = accounts;
        this.removal = removal;
    }

    /**
     * Compares the users of a mount's accounts, past ones included.
     *
     * @param store the store whose brokers' users count as own, or null for this broker's
     * @param everyUser whether users are looked at whose names the template does not make
     * @param repair whether what does not agree is mended
     * @throws TargetUnavailableException when the current account does not answer; a past one only gives a warning
     */
    Findings reconcile(@Nullable String store, boolean everyUser, boolean repair) {
        Findings findings = new Findings(repair);
        String owner = Objects.requireNonNullElse(store, context.storeId());
        TargetEntry entry = roots.get().value();
        for (String target : entry.targets().keySet()) {
            AwsRoot settings =
                    entry.settings(target, RootTarget.class).orElseThrow().settings();
            String template = settings.usernameTemplate() == null ? "" : settings.usernameTemplate();
            String prefix = everyUser ? "" : AwsNames.of(template).userPrefix(context.random());
            try {
                reconcile(target, entry, new AccountUsers(onAccount(target), owner, prefix, findings::warn), findings);
            } catch (TargetUnavailableException down) {
                if (target.equals(entry.currentTarget())) {
                    throw down;
                }
                findings.warn("the former account " + target + " does not answer and was not looked at: "
                        + down.getMessage());
            }
        }
        return findings;
    }

    private AccountUsers.OnAccount onAccount(String target) {
        return new AccountUsers.OnAccount() {
            @Override
            public <T> T run(Function<IamClient, T> requests) {
                return context.targets()
                        .call(
                                target,
                                () -> accounts.use(
                                        target,
                                        account ->
                                                requests.apply(account.clients().iam())));
            }
        };
    }

    private void reconcile(String target, TargetEntry entry, AccountUsers users, Findings findings) {
        AccountComparison found =
                context.reconciler().compare(target, entry.targets().keySet(), users);
        findings.add(found, users.otherStores());
        for (FoundAccount user : found.withoutLease()) {
            RevocationData data = removal.apply(target, new OwnUser(user.name(), users.mark(user.name())));
            findings.unknown(
                    user.name(),
                    target,
                    user.leaseId(),
                    () -> context.reconciler().remove(target, user.name(), FOLDER, data));
        }
        for (AccountComparison.LeaseWithout lease : found.leasesWithout()) {
            // A list may not show yet what was just made.
            if (lease.account().isEmpty() || !users.isThere(lease.account())) {
                findings.lost(lease, target, () -> context.reconciler().end(lease.leaseId()));
            }
        }
    }
}
