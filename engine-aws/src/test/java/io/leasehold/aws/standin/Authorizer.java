package io.leasehold.aws.standin;

import java.util.Collections;
import java.util.Set;

/** Whether who sends a request may do that. Runs with the account's monitor held. */
final class Authorizer {

    /** Need no permission (GetCallerIdentity, GetSessionToken, AssumeRoleWithWebIdentity). */
    private static final Set<String> FREE =
            Set.of("sts:GetCallerIdentity", "sts:GetSessionToken", "sts:" + WebIdentityActions.ACTION);

    private final Account account;

    Authorizer(Account account) {
        this.account = account;
    }

    void require(String service, Call call) {
        require(service, service + ":" + call.action(), call);
        // "To tag a user as it is created you need both permissions" (CreateUser); the same for sessions (AssumeRole).
        boolean tagged = !call.parameters().list("Tags", ".Key").isEmpty();
        if (tagged && call.action().equals("CreateUser")) {
            require(service, "iam:TagUser", call);
        }
        if (tagged && call.action().equals("AssumeRole") && !isTrustedByName("sts:AssumeRole", call)) {
            require(service, "sts:TagSession", call);
        }
    }

    private void require(String service, String action, Call call) {
        if (!permits(service, action, call)) {
            throw AwsError.accessDenied("User: " + call.caller().arn() + " is not authorized to perform: " + action
                    + " because no identity-based policy allows the " + action + " action");
        }
    }

    private boolean permits(String service, String action, Call call) {
        // "Compare AWS STS credentials" (IAM User Guide): what the operations of the service return can call.
        boolean reachable = switch (call.caller().kind()) {
            case USER, ROLE, MFA_SESSION -> true;
            case USER_SESSION -> !service.equals("iam");
            case NOBODY -> action.equals("sts:" + WebIdentityActions.ACTION);
            case FEDERATED -> action.equals("sts:GetCallerIdentity");
        };
        return reachable
                && (FREE.contains(action) || !isCutOff(call.caller()))
                && (FREE.contains(action)
                        || isTrustedByName(action, call)
                        || account.permissions.permits(call.caller().principal(), action, Resources.of(account, call)));
    }

    /** Whether an inline policy of the role denies everything to sessions that are older than some time. */
    private boolean isCutOff(Caller caller) {
        if (caller.kind() != Caller.Kind.ROLE) {
            return false;
        }
        String role = caller.principal().substring(caller.principal().lastIndexOf('/') + 1);
        return account.rolePolicies.getOrDefault(role, Collections.emptySortedMap()).values().stream()
                .anyMatch(document -> Rules.deniesIssuedAt(document, caller.issued()));
    }

    /** A role of the same account that names who may assume it lets that one do so without a permission of its own. */
    private boolean isTrustedByName(String action, Call call) {
        StandInRole role =
                account.roles.get(call.parameters().optional("RoleArn").orElse(""));
        return action.equals("sts:AssumeRole")
                && role != null
                && role.trusted().equals(call.caller().principal());
    }
}
