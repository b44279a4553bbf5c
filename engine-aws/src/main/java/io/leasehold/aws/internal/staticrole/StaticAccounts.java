package io.leasehold.aws.internal.staticrole;

import io.leasehold.aws.internal.key.KeyAccess;
import io.leasehold.aws.internal.name.AwsNames;
import io.leasehold.aws.internal.role.StaticRoleRules;
import io.leasehold.aws.internal.role.StaticRoleRules.CrossAccount;
import io.leasehold.aws.internal.root.Account;
import io.leasehold.aws.internal.root.Accounts;
import io.leasehold.aws.internal.root.CallerIdentity;
import io.leasehold.aws.internal.root.RootTarget;
import io.leasehold.aws.internal.root.Roots;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.spi.engine.Targets;
import io.leasehold.spi.time.TimeSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reaches the accounts that the users of static roles are in: with the root credential, or through a role that it may assume.
 * Thread-safe.
 */
public final class StaticAccounts implements AutoCloseable {

    private final Roots roots;
    private final Accounts accounts;
    private final Targets limits;
    private final AssumedRoles assumed;

    public StaticAccounts(Roots roots, Accounts accounts, Targets limits, TimeSource time) {
        this.roots = roots;
        this.accounts = accounts;
        this.limits = limits;
        this.assumed = new AssumedRoles(accounts, time);
    }

    /** Works on the account that a role leads to, under the limit and the breaker of the root credential's target. */
    <T> T use(String name, StaticRoleRules rules, Function<Account, T> work) {
        return use(name, rules, account -> {}, work);
    }

    /**
     * The same for a role that has a user. In another account than the user's, what is there would be taken for gone.
     *
     * @throws TargetRefusedException when the role leads to another account than that of its user
     */
    <T> T use(String name, StaticRoleRules rules, PinnedUser user, Function<Account, T> work) {
        return use(
                name,
                rules,
                account -> {
                    if (!account.equals(user.account())) {
                        throw new TargetRefusedException(
                                (rules.through().isPresent() ? "assume_role_arn" : "config/root") + " leads to account "
                                        + account + ", and user " + user.arn() + " is in account " + user.account()
                                        + ": write it with a credential or a role of that account, or delete the static"
                                        + " role by force",
                                false,
                                null);
                    }
                },
                work);
    }

    private <T> T use(String name, StaticRoleRules rules, Consumer<String> check, Function<Account, T> work) {
        String target = roots.get().value().currentTarget();
        return limits.call(
                target,
                () -> accounts.use(target, root -> {
                    Optional<CrossAccount> through = through(name, rules);
                    check.accept(through.map(CrossAccount::account).orElseGet(() -> account(target, root)));
                    return through.map(role -> assumed.use(root, role, work)).orElseGet(() -> work.apply(root));
                }));
    }

    /** AWS was asked before the credential was used. */
    private String account(String target, Account root) {
        return roots.target(target)
                .map(RootTarget::account)
                .filter(known -> !known.isEmpty())
                .orElseGet(() -> CallerIdentity.of(root.clients()).account());
    }

    /** What keys are worked on with. The clients sign with no key of a static role's user. */
    KeyAccess keys(Account account) {
        return new KeyAccess(
                account.clients(), "", account.settings().propagation(), key -> accounts.probe(account, key));
    }

    /** The target that roles are rotated on now; empty while there is no root credential. */
    Optional<String> target() {
        return roots.find().map(entry -> entry.value().currentTarget());
    }

    /** A session without a name of its own is named after the static role, so that the other account's log says what it was. */
    private static Optional<CrossAccount> through(String name, StaticRoleRules rules) {
        return rules.through()
                .map(given -> given.sessionName().isEmpty()
                        ? new CrossAccount(given.roleArn(), AwsNames.session("leasehold-" + name), given.externalId())
                        : given);
    }

    @Override
    public void close() {
        assumed.close();
    }
}
