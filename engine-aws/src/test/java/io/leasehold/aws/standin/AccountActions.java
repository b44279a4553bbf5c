package io.leasehold.aws.standin;

import java.util.List;
import java.util.Map;

/** The account as a whole, and what a principal may do. */
final class AccountActions {

    private final Account account;

    AccountActions(Account account) {
        this.account = account;
    }

    Map<String, Action> all() {
        return Map.of("GetAccountSummary", this::summary, "SimulatePrincipalPolicy", this::simulate);
    }

    private void summary(Call call, Xml result) {
        Map<String, Integer> numbers = Map.of(
                "Users", account.users.size(),
                "UsersQuota", account.userQuota,
                "Groups", account.groups.size(),
                "AccessKeysPerUserQuota", 2,
                "AttachedPoliciesPerUserQuota", 10,
                "GroupsPerUserQuota", 10,
                "UserPolicySizeQuota", 2048);
        result.element(
                "SummaryMap",
                map -> numbers.forEach((name, number) ->
                        map.element("entry", entry -> entry.text("key", name).text("value", number))));
    }

    /** Answers what tests have said about the principal, for one resource; what requests would carry it does not heed. */
    private void simulate(Call call, Xml result) {
        String principal = call.parameters().required("PolicySourceArn");
        boolean known =
                account.users.values().stream().anyMatch(each -> each.arn().equals(principal))
                        || account.roles.containsKey(principal);
        if (!known) {
            throw AwsError.noSuchEntity("Principal " + principal + " does not exist");
        }
        List<String> actions = call.parameters().list("ActionNames");
        if (actions.isEmpty()) {
            throw AwsError.validation("Value at 'actionNames' failed to satisfy constraint: Member must not be null");
        }
        List<String> resources = call.parameters().list("ResourceArns");
        String resource = resources.isEmpty() ? "*" : resources.get(0);
        Page.of(actions.stream().sorted().toList(), each -> each, call, account.pageSize)
                .write(
                        result,
                        "EvaluationResults",
                        (xml, action) -> xml.text("EvalActionName", action)
                                .text("EvalResourceName", resource)
                                .text(
                                        "EvalDecision",
                                        account.permissions.permits(principal, action, resource)
                                                ? "allowed"
                                                : "implicitDeny"));
    }
}
