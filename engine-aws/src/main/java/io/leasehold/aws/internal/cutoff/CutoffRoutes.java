package io.leasehold.aws.internal.cutoff;

import io.leasehold.aws.internal.role.CredentialType;
import io.leasehold.aws.internal.role.RoleRules;
import io.leasehold.aws.internal.root.Roots;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code roles/NAME/revoke-sessions}: denies the sessions that there are of the roles of IAM that a role assumes. */
public final class CutoffRoutes {

    private final SessionCutoffs cutoffs;
    private final Roots roots;
    private final Targets targets;
    private final Function<String, RoleRules> roles;

    /**
     * The routes.
     *
     * @param cutoffs denies
     * @param roots the current account
     * @param targets its limits
     * @param roles finds a role by its name, or throws
     */
    public CutoffRoutes(SessionCutoffs cutoffs, Roots roots, Targets targets, Function<String, RoleRules> roles) {
        this.cutoffs = cutoffs;
        this.roots = roots;
        this.targets = targets;
        this.roles = roles;
    }

    /**
     * Which role of IAM.
     *
     * @param roleArn one of the role's, or null for all of them
     */
    public record CutoffRequest(
            @Field("The role of IAM whose sessions are denied; by default all that the role assumes.") @Nullable
            String roleArn) {}

    /**
     * The routes.
     *
     * @return the one there is
     */
    public List<Route> routes() {
        return List.of(Route.at("roles/{name}/revoke-sessions")
                .on(
                        Operation.WRITE,
                        "Denies everything to all sessions, whoever has them, that were issued before now for the roles of IAM.",
                        CutoffRequest.class,
                        this::deny)
                .build());
    }

    private Reply deny(Call call, CutoffRequest request) {
        RoleRules rules = roles.apply(call.variable("name"));
        if (rules.type() != CredentialType.ASSUMED_ROLE) {
            throw new InvalidRequestException(
                    "name",
                    "the role's credential_type is " + rules.type().spelling()
                            + ": only sessions of roles of IAM (assumed_role) can be denied by the time of their issue");
        }
        String given = request.roleArn() == null ? "" : request.roleArn();
        if (!given.isEmpty() && !rules.roleArns().contains(given)) {
            throw new InvalidRequestException("role_arn", "is not one of the role's: give one of " + rules.roleArns());
        }
        String target = roots.get().value().currentTarget();
        Map<String, Object> denied = new LinkedHashMap<>();
        for (String arn : given.isEmpty() ? rules.roleArns() : List.of(given)) {
            denied.put(
                    arn, targets.call(target, () -> cutoffs.deny(target, arn)).toString());
        }
        return Reply.of(
                Map.of("denied_before", denied),
                List.of(
                        "sessions issued before are denied everything as soon as IAM has made it known everywhere, which"
                                + " takes some seconds; those of others are denied too"));
    }
}
