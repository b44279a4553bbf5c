package io.leasehold.aws.internal.engine;

import io.leasehold.aws.AwsRole;
import io.leasehold.aws.internal.role.RoleRules;
import io.leasehold.aws.internal.root.Roots;
import io.leasehold.error.ConflictException;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Versioned;
import java.util.List;
import java.util.Map;

/** {@code roles/}: what credentials are, what they may do, and how long. */
final class RoleRoutes {

    private static final int ATTEMPTS = 5;

    private final Roles roles;
    private final Roots roots;

    RoleRoutes(Roles roles, Roots roots) {
        this.roles = roles;
        this.roots = roots;
    }

    List<Route> routes() {
        return List.of(
                Route.at("roles")
                        .on(Operation.LIST, "Lists the roles.", (call, none) -> Reply.names(roles.names()))
                        .build(),
                Route.at("roles/{name}")
                        .on(Operation.READ, "Shows a role.", (call, none) -> read(call))
                        .on(
                                Operation.WRITE,
                                "Writes a role; changes only the fields sent.",
                                AwsRole.class,
                                (call, fields) -> write(call))
                        .on(
                                Operation.DELETE,
                                "Deletes a role; its leases run out or are revoked as usual.",
                                (call, none) -> delete(call))
                        .build());
    }

    private Reply read(Call call) {
        return Reply.of(roles.get(call.variable("name")).entry().value());
    }

    private Reply write(Call call) {
        String name = call.variable("name");
        for (int attempt = 1; ; attempt++) {
            Versioned<AwsRole> read = roles.fresh(name);
            AwsRole changed = call.bindOver(read.value());
            RoleRules rules = RoleRules.of(changed);
            List<String> warnings = SessionRoot.is(roots) ? SessionRoot.check(changed, rules) : List.of();
            try {
                roles.put(read, stored(changed, rules));
                return warnings.isEmpty() ? Reply.none() : Reply.of(Map.of(), warnings);
            } catch (ConflictException changedMeanwhile) {
                if (attempt == ATTEMPTS) {
                    throw changedMeanwhile;
                }
            }
        }
    }

    /** With the document as it goes to AWS, in whatever shape it came. */
    private static AwsRole stored(AwsRole role, RoleRules rules) {
        return new AwsRole(
                role.credentialType(),
                rules.policy().map(document -> document.text()).orElse(null),
                role.policyArns(),
                role.iamGroups(),
                role.roleArns(),
                role.externalId(),
                role.sessionTags(),
                role.defaultStsTtl(),
                role.maxStsTtl(),
                role.userPath(),
                role.permissionsBoundaryArn(),
                role.iamTags(),
                role.mfaSerialNumber(),
                role.revokeSessions());
    }

    private Reply delete(Call call) {
        roles.delete(call.variable("name"));
        return Reply.none();
    }
}
