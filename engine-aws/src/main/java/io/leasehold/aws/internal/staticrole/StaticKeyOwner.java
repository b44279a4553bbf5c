package io.leasehold.aws.internal.staticrole;

import io.leasehold.aws.internal.key.KeyAccess;
import io.leasehold.aws.internal.key.KeyOwner;
import io.leasehold.aws.internal.key.ManagedKey;
import io.leasehold.aws.internal.role.StaticRoleRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** A static role as the owner of a key that is rotated, or deleted with it. */
final class StaticKeyOwner implements KeyOwner {

    private final StaticRoles roles;
    private final StaticAccounts accounts;
    private final String name;
    private final StaticRoleEntry entry;
    private final StaticRoleRules rules;

    StaticKeyOwner(StaticRoles roles, StaticAccounts accounts, String name, StaticRoleEntry entry) {
        this.roles = roles;
        this.accounts = accounts;
        this.name = name;
        this.entry = entry;
        this.rules = entry.rules();
    }

    @Override
    public String describe() {
        return "static role \"" + name + "\"";
    }

    @Override
    public String userName() {
        return rules.username();
    }

    @Override
    public String expectedUserId() {
        return entry.userId();
    }

    @Override
    public Optional<Instant> next(Instant now) {
        return rules.schedule().next(now);
    }

    @Override
    public Duration grace() {
        return rules.grace();
    }

    /** A role that is being deleted gets no key any more. */
    @Override
    public <T> T onAccount(Function<KeyAccess, T> work) {
        if (!entry.ending()) {
            roles.get(name);
        }
        return accounts.use(name, rules, entry.user(), account -> work.apply(accounts.keys(account)));
    }

    /** It is read from the journal itself. */
    @Override
    public void adopt(ManagedKey proven) {}
}
