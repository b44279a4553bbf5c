package io.leasehold.aws.internal.preflight;

import io.leasehold.aws.AwsPreflight;
import io.leasehold.aws.AwsPreflight.MissingPermission;
import io.leasehold.aws.internal.name.AwsNames;
import io.leasehold.aws.internal.role.RoleRules;
import io.leasehold.aws.internal.root.Account;
import io.leasehold.aws.internal.root.Accounts;
import io.leasehold.aws.internal.root.RootTarget;
import io.leasehold.aws.internal.root.Roots;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.TargetEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** {@code config/preflight}: which permissions the root credential lacks for what is configured. */
public final class PreflightRoutes {

    private static final String STATIC_ROLES = "static-roles";

    private final EngineContext context;
    private final Roots roots;
    private final Accounts accounts;
    private final Supplier<Collection<RoleRules>> roles;

    /**
     * The routes.
     *
     * @param context the mount's
     * @param roots how AWS is reached
     * @param accounts reaches it
     * @param roles all roles
     */
    public PreflightRoutes(
            EngineContext context, Roots roots, Accounts accounts, Supplier<Collection<RoleRules>> roles) {
        this.context = context;
        this.roots = roots;
        this.accounts = accounts;
        this.roles = roles;
    }

    /**
     * The routes.
     *
     * @return the one there is
     */
    public List<Route> routes() {
        return List.of(Route.at("config/preflight")
                .on(
                        Operation.READ,
                        "Says which permissions of IAM the root credential lacks for what is configured.",
                        (call, none) -> read())
                .build());
    }

    private Reply read() {
        TargetEntry entry = roots.get().value();
        String template = entry.current(RootTarget.class)
                .map(target -> target.settings().usernameTemplate())
                .orElse("");
        SampleNames names =
                SampleNames.of(AwsNames.of(template), context.brokerName(), context.now(), context.random());
        return context.targets()
                .call(
                        entry.currentTarget(),
                        () -> accounts.use(entry.currentTarget(), account -> look(account, names)));
    }

    private Reply look(Account account, SampleNames names) {
        Principal principal = Principal.of(account.clients());
        boolean staticRoles = !context.storage().list(STATIC_ROLES).isEmpty();
        Set<Need> needs = Needs.of(account.settings(), roles.get(), staticRoles, principal, names);
        String policy = NeededPolicy.of(needs);
        List<String> warnings = new ArrayList<>();
        boolean checked = true;
        List<MissingPermission> missing = List.of();
        switch (principal.kind()) {
            case ROOT_USER ->
                warnings.add("the credential is of the account's root user, who may do everything but assume roles:"
                        + " make a user of IAM with policy_document instead");
            case FEDERATED -> {
                checked = false;
                warnings.add("cannot check: the credential is of a federated session, which may not call IAM at all");
            }
            case IDENTITY -> {
                try {
                    missing = Simulation.missing(account.clients().iam(), principal.arn(), needs);
                } catch (TargetRefusedException refused) {
                    checked = false;
                    warnings.add(
                            "cannot check: iam:SimulatePrincipalPolicy is missing; policy_document is what is needed ("
                                    + refused.getMessage() + ")");
                }
            }
        }
        missing.stream()
                .filter(permission -> permission.action().equals("sts:AssumeRole"))
                .findFirst()
                .ifPresent(permission -> warnings.add(
                        "sts:AssumeRole is not needed for a role of the same account whose" + " trust policy names "
                                + principal.arn() + ": the check does not look into trust policies"));
        return Reply.of(new AwsPreflight(principal.arn(), checked, missing, policy), warnings);
    }
}
