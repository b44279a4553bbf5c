package io.leasehold.aws.standin;

import java.util.Optional;

/** What a request is done to ("Actions, resources, and condition keys", Service Authorization Reference). Pure. */
final class Resources {

    private Resources() {}

    /** The ARN, or {@code *} for what is done to nothing that could be named. */
    static String of(Account account, Call call) {
        Parameters given = call.parameters();
        return switch (call.action()) {
            case "AssumeRole" -> given.optional("RoleArn").orElse("*");
            case "GetFederationToken" ->
                "arn:aws:sts::" + Account.ID + ":federated-user/"
                        + given.optional("Name").orElse("");
            case "SimulatePrincipalPolicy" -> given.optional("PolicySourceArn").orElse("*");
            case "CreateUser" ->
                "arn:aws:iam::" + Account.ID + ":user" + given.optional("Path").orElse("/")
                        + given.optional("UserName").orElse("");
            case "ListUsers", "GetAccountSummary" -> "*";
            case "GetAccessKeyLastUsed" ->
                Optional.ofNullable(
                                account.keys.get(given.optional("AccessKeyId").orElse("")))
                        .map(key -> key.user.arn())
                        .orElse("*");
            default -> named(account, call);
        };
    }

    private static String named(Account account, Call call) {
        Parameters given = call.parameters();
        Optional<String> group = given.optional("GroupName");
        if (group.isPresent()) {
            return "arn:aws:iam::" + Account.ID + ":group/" + group.get();
        }
        Optional<String> role = given.optional("RoleName");
        if (role.isPresent()) {
            return "arn:aws:iam::" + Account.ID + ":role/" + role.get();
        }
        Optional<String> user = given.optional("UserName");
        if (user.isPresent()) {
            StandInUser there = account.users.get(user.get());
            return there == null ? FaultyAws.userArn(user.get()) : there.arn();
        }
        return call.caller().user() == null ? "*" : call.caller().user().arn();
    }
}
