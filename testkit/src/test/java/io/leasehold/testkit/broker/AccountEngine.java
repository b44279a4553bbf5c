package io.leasehold.testkit.broker;

import io.leasehold.error.NotFoundException;
import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.AccountComparison;
import io.leasehold.spi.engine.AccountSource;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Created;
import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.FoundAccount;
import io.leasehold.spi.engine.LeaseTerms;
import io.leasehold.spi.engine.LeasedEngine;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Plan;
import io.leasehold.spi.engine.Renewal;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.engine.SecretEngineProvider;
import io.leasehold.spi.engine.Versioned;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine over {@link AccountTarget}s: with an exclusion per account, or without one and with a settle time. */
final class AccountEngine implements LeasedEngine {

    /** The type that mounts name. */
    static final String TYPE = "accounts";

    /** How long after a creation's deadline an account may appear, where there is no exclusion. */
    static final Duration SETTLE_TIME = Duration.ofSeconds(20);

    private final Setup setup;
    private final EngineContext context;

    /**
     * What the engines of one broker share.
     *
     * @param targets the targets by id
     * @param interactions the broker's
     * @param exclusion whether the targets have an exclusion per account
     * @param closed counts engines that were closed
     */
    record Setup(
            Map<String, AccountTarget> targets, Interactions interactions, boolean exclusion, AtomicInteger closed) {}

    private AccountEngine(Setup setup, EngineContext context) {
        this.setup = setup;
        this.context = context;
    }

    static SecretEngineProvider provider(Setup setup) {
        return new SecretEngineProvider() {
            @Override
            public String type() {
                return TYPE;
            }

            @Override
            public SecretEngine create(EngineContext context) {
                return new AccountEngine(setup, context);
            }
        };
    }

    /** A role. With {@code lives} the target itself ends its accounts after that time, whatever the lease says. */
    record Role(
            @Field("TTL of its leases.") @Nullable Duration defaultTtl,
            @Field("Longest life of its leases.") @Nullable Duration maxTtl,
            @Field("Period of its leases.") @Nullable Duration period,

            @Field("Whether its leases can be renewed; default true.") @Nullable
            Boolean renewable,

            @Field("Where its accounts are; default target-a.") @Nullable
            String target,

            @Field("How long its accounts live.") @Nullable Duration lives) {

        LeaseTerms terms() {
            return new LeaseTerms(
                    orZero(defaultTtl),
                    orZero(maxTtl),
                    orZero(period),
                    Duration.ZERO,
                    !Boolean.FALSE.equals(renewable));
        }

        private static Duration orZero(@Nullable Duration duration) {
            return Objects.requireNonNullElse(duration, Duration.ZERO);
        }
    }

    record Request(@Field("TTL of the lease.") @Nullable Duration ttl) {}

    /** With an owner, the lease that the account was made for, when it is not the one that removes it. */
    record Account(
            String username,
            String role,
            String target,
            @Nullable String owner) {}

    record Comparison(
            @Field("Targets that may be the same server.") @Nullable
            List<String> related) {}

    record Found(
            @Field("Accounts.") long accounts,
            @Field("Leases.") long leases,
            @Field("Accounts without a lease.") List<String> unknown,
            @Field("Leases without an account.") List<String> lost) {}

    record Login(String username, @Sensitive String password) {}

    record NewAccount(String password, @Nullable Duration lives) implements Plan.Material {

        @Override
        public String toString() {
            return "NewAccount";
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.at("roles/{name}")
                        .on(
                                Operation.READ,
                                "Reads a role.",
                                (call, none) ->
                                        Reply.of(role(call.variable("name")).value()))
                        .on(Operation.WRITE, "Writes a role.", Role.class, this::writeRole)
                        .on(Operation.DELETE, "Deletes a role.", (call, none) -> deleteRole(call))
                        .build(),
                Route.at("tickets/{name}")
                        .on(Operation.READ, "Makes a ticket, which ends by itself.", (call, none) -> ticket(call))
                        .build(),
                Route.at("creds/{name}")
                        .on(Operation.READ, "Issues an account.", Request.class, this::plan)
                        .build(),
                Route.at("reconcile/{target}")
                        .on(
                                Operation.READ,
                                "Compares.",
                                Comparison.class,
                                (call, request) -> Reply.of(compare(call, request)))
                        .on(
                                Operation.WRITE,
                                "Compares and mends.",
                                Comparison.class,
                                (call, request) -> mend(call, request))
                        .build());
    }

    private Reply writeRole(Call call, Role role) {
        String path = "roles/" + call.variable("name");
        long version = context.storage()
                .getFresh(path, Role.class)
                .map(Versioned::version)
                .orElse(0L);
        context.storage().put(path, role, version);
        return Reply.none();
    }

    private Reply deleteRole(Call call) {
        context.storage()
                .getFresh("roles/" + call.variable("name"), Role.class)
                .ifPresent(role -> context.storage().delete(role.path(), role.version()));
        return Reply.none();
    }

    private Reply ticket(Call call) {
        Duration life = role(call.variable("name")).value().terms().ttl();
        return Reply.selfEnding(() -> new Reply.SelfEnding.Credential(
                Map.of("ticket", UUID.randomUUID().toString()), life, List.of("a ticket")));
    }

    private Reply plan(Call call, Request request) {
        String name = call.variable("name");
        Versioned<Role> role = role(name);
        String target = Objects.requireNonNullElse(role.value().target(), "target-a");
        String account = name + "-" + Long.toHexString(context.random().nextLong());
        return Reply.leased(new Plan(
                name,
                target,
                account,
                RevocationData.of(new Account(account, name, target, null)),
                role.value().terms(),
                request.ttl(),
                List.of(role),
                new NewAccount(
                        Long.toHexString(context.random().nextLong()),
                        role.value().lives())));
    }

    private Found compare(Call call, Comparison request) {
        AccountComparison found = context.reconciler()
                .compare(call.variable("target"), related(request), source(call.variable("target")));
        return new Found(
                found.accounts(),
                found.leases(),
                found.withoutLease().stream().map(FoundAccount::name).toList(),
                found.leasesWithout().stream()
                        .map(AccountComparison.LeaseWithout::leaseId)
                        .toList());
    }

    private AccountSource source(String id) {
        return new AccountSource() {
            @Override
            public void list(Consumer<FoundAccount> each) {
                AccountEngine.this.list(id, each);
            }

            @Override
            public Optional<FoundAccount> look(FoundAccount account) {
                return Optional.of(account).filter(listed -> target(id).lookAt(listed.name()));
            }
        };
    }

    private void list(String id, Consumer<FoundAccount> each) {
        AccountTarget target = target(id);
        target.pass(AccountTarget.Place.BEFORE_LISTING);
        List<AccountTarget.Account> accounts =
                setup.interactions().target(() -> List.copyOf(target.accounts().values()));
        accounts.forEach(account ->
                each.accept(new FoundAccount(account.name(), !account.leaseId().isEmpty(), account.leaseId())));
        target.pass(AccountTarget.Place.AFTER_LISTING);
    }

    private Reply mend(Call call, Comparison request) {
        String id = call.variable("target");
        Found found = compare(call, request);
        for (String name : found.unknown()) {
            String owner =
                    Objects.requireNonNull(target(id).accounts().get(name)).leaseId();
            context.reconciler()
                    .remove(id, name, "reconcile/" + id, RevocationData.of(new Account(name, "", id, owner)));
        }
        found.lost().forEach(context.reconciler()::end);
        return Reply.of(found);
    }

    private static Set<String> related(Comparison request) {
        return request.related() == null ? Set.of() : Set.copyOf(request.related());
    }

    @Override
    public Created create(Plan plan, Creation creation) {
        NewAccount material = (NewAccount) plan.material();
        AccountTarget target = target(plan.targetId());
        target.pass(AccountTarget.Place.BEFORE_CONFIRMATION);
        requireAlive();
        if (setup.exclusion()) {
            target.lock(plan.account());
        }
        try {
            creation.confirm();
            target.pass(AccountTarget.Place.BEFORE_EFFECT);
            requireAlive();
            target.unlock(plan.account());
            setup.interactions().target(() -> {
                target.add(new AccountTarget.Account(
                        plan.account(), material.password(), creation.leaseId(), creation.expiresAt()));
                return true;
            });
        } finally {
            target.unlock(plan.account());
        }
        target.pass(AccountTarget.Place.AFTER_EFFECT);
        requireAlive();
        Login login = new Login(plan.account(), material.password());
        return material.lives() == null
                ? Created.of(login)
                : new Created(login, creation.now().plus(material.lives()), List.of());
    }

    @Override
    public LeaseTerms terms(RevocationData data) {
        return role(data.as(Account.class).role()).value().terms();
    }

    @Override
    public void renew(RevocationData data, Renewal renewal) {
        Account account = data.as(Account.class);
        setup.interactions().target(() -> {
            target(account.target()).extend(account.username(), renewal.expiresAt());
            return true;
        });
    }

    @Override
    public Revoked revoke(RevocationData data, Revocation revocation) {
        Account account = data.as(Account.class);
        setup.interactions().target(() -> {
            target(account.target())
                    .remove(account.username(), Objects.requireNonNullElse(account.owner(), revocation.leaseId()));
            return true;
        });
        return (setup.exclusion() ? Revoked.verified() : Revoked.seen())
                .withWarnings(target(account.target()).remarks(revocation));
    }

    @Override
    public Duration settleTime() {
        return setup.exclusion() ? Duration.ZERO : SETTLE_TIME;
    }

    @Override
    public void close() {
        setup.closed().incrementAndGet();
    }

    private void requireAlive() {
        if (setup.interactions().dead()) {
            throw new ProcessDied();
        }
    }

    private AccountTarget target(String id) {
        return Objects.requireNonNull(setup.targets().get(id), id);
    }

    private Versioned<Role> role(String name) {
        return context.storage()
                .get("roles/" + name, Role.class)
                .orElseThrow(() -> new NotFoundException("unknown role: " + name));
    }
}
