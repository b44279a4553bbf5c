package io.leasehold.testkit.contract;

import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Created;
import io.leasehold.spi.engine.Creation;
import io.leasehold.spi.engine.EngineContext;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An engine over a {@link TestTarget}, small but whole: it is what the contract tests are tried on, and an example of what
 * an engine has to do.
 */
final class TestEngine implements LeasedEngine {

    private static final String TARGET_ID = "test-target";

    private final TestTarget target;
    private final EngineContext context;

    private TestEngine(TestTarget target, EngineContext context) {
        this.target = target;
        this.context = context;
    }

    static SecretEngineProvider provider(TestTarget target) {
        return new SecretEngineProvider() {
            @Override
            public String type() {
                return "test";
            }

            @Override
            public SecretEngine create(EngineContext context) {
                return new TestEngine(target, context);
            }
        };
    }

    /** A role. With {@code fails} its creation stops half-way. */
    record Role(
            @Field("TTL of its leases.") @Nullable Duration defaultTtl,
            @Field("Longest life of its leases.") @Nullable Duration maxTtl,
            @Field("Whether its creation fails half-way.") boolean fails) {

        LeaseTerms terms() {
            return LeaseTerms.renewable(
                    Objects.requireNonNullElse(defaultTtl, Duration.ZERO),
                    Objects.requireNonNullElse(maxTtl, Duration.ZERO));
        }
    }

    record Account(String username, String role) {}

    record Login(String username, @Sensitive String password) {}

    record NewAccount(String password, boolean fails) implements Plan.Material {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.at("roles")
                        .on(
                                Operation.LIST,
                                "Lists the roles.",
                                (call, none) -> Reply.names(context.storage().list("roles")))
                        .build(),
                Route.at("roles/{name}")
                        .on(
                                Operation.READ,
                                "Reads a role.",
                                (call, none) -> Reply.of(role(call).value()))
                        .on(Operation.WRITE, "Writes a role.", Role.class, this::writeRole)
                        .on(Operation.DELETE, "Deletes a role.", (call, none) -> deleteRole(call))
                        .build(),
                Route.at("creds/{name}")
                        .on(Operation.READ, "Issues an account.", (call, none) -> plan(call))
                        .build());
    }

    private Reply writeRole(Call call, Role role) {
        long version = context.storage()
                .getFresh(path(call), Role.class)
                .map(Versioned::version)
                .orElse(0L);
        context.storage().put(path(call), role, version);
        return Reply.none();
    }

    private Reply deleteRole(Call call) {
        context.storage()
                .getFresh(path(call), Role.class)
                .ifPresent(role -> context.storage().delete(role.path(), role.version()));
        return Reply.none();
    }

    private Reply plan(Call call) {
        Versioned<Role> role = role(call);
        String account = "test-" + call.variable("name") + "-"
                + Long.toHexString(context.random().nextLong());
        return Reply.leased(new Plan(
                call.variable("name"),
                TARGET_ID,
                account,
                RevocationData.of(new Account(account, call.variable("name"))),
                role.value().terms(),
                null,
                List.of(role),
                new NewAccount(
                        Long.toHexString(context.random().nextLong()),
                        role.value().fails())));
    }

    @Override
    public Created create(Plan plan, Creation creation) {
        NewAccount material = (NewAccount) plan.material();
        creation.confirm();
        if (!target.add(plan.account(), material.password())) {
            throw new TargetRefusedException("the account " + plan.account() + " exists", false, null);
        }
        if (material.fails()) {
            throw new TargetRefusedException("the second step was refused", true, null);
        }
        return Created.of(new Login(plan.account(), material.password()));
    }

    @Override
    public LeaseTerms terms(RevocationData data) {
        return role(data.as(Account.class).role()).value().terms();
    }

    @Override
    public void renew(RevocationData data, Renewal renewal) {
        // The target ends no account by itself.
    }

    @Override
    public Revoked revoke(RevocationData data, Revocation revocation) {
        target.remove(data.as(Account.class).username());
        return Revoked.seen();
    }

    @Override
    public void close() {}

    private Versioned<Role> role(Call call) {
        return role(call.variable("name"));
    }

    private Versioned<Role> role(String name) {
        return context.storage()
                .get("roles/" + name, Role.class)
                .orElseThrow(() -> new NotFoundException("unknown role: " + name));
    }

    private static String path(Call call) {
        return "roles/" + call.variable("name");
    }
}
