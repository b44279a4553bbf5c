package io.leasehold.internal.broker;

import io.leasehold.internal.password.PasswordPolicies;
import io.leasehold.secret.SecretText;
import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.util.List;
import java.util.Map;

/** The password policies by path: {@code sys/policies/password/…}. */
final class PasswordPolicyRoutes {

    private final PasswordPolicies policies;

    PasswordPolicyRoutes(PasswordPolicies policies) {
        this.policies = policies;
    }

    /** A policy as it is written and read. */
    record Policy(
            @Field(
                    value =
                            "The policy: a text in JSON or in a syntax that is installed, as it is or in base64, or an object"
                                    + " with length and rules.",
                    required = true)
            Object policy) {}

    /** What was generated. */
    record Generated(@Field("The password.") @Sensitive String password) {

        @Override
        public String toString() {
            return "Generated[password=[masked]]";
        }
    }

    List<Route> routes() {
        return List.of(
                Route.at("policies/password")
                        .on(
                                Operation.LIST,
                                "Names the password policies.",
                                (call, none) -> Reply.names(policies.names()))
                        .build(),
                Route.at("policies/password/{name}")
                        .on(
                                Operation.READ,
                                "Reads a password policy.",
                                (call, none) -> Reply.of(new Policy(policies.get(call.variable("name")))))
                        .on(
                                Operation.WRITE,
                                "Writes a password policy, after trying it out.",
                                Policy.class,
                                (call, request) ->
                                        Reply.of(Map.of(), policies.put(call.variable("name"), request.policy())))
                        .on(Operation.DELETE, "Removes a password policy.", (call, none) -> {
                            policies.delete(call.variable("name"));
                            return Reply.none();
                        })
                        .build(),
                Route.at("policies/password/{name}/generate")
                        .on(Operation.READ, "Makes a password by a policy.", (call, none) -> generate(call))
                        .build());
    }

    private Reply generate(Call call) {
        try (SecretText password = policies.generate(call.variable("name"))) {
            return Reply.of(new Generated(password.reveal()));
        }
    }
}
