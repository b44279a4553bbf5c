package io.leasehold.aws.standin;

import java.util.Map;

/** Policies of users, their own and attached ones. */
final class UserPolicyActions {

    private static final int MOST_ATTACHED = 10;
    private static final int LARGEST_INLINE = 2048;

    private final Account account;

    UserPolicyActions(Account account) {
        this.account = account;
    }

    Map<String, Action> all() {
        return Map.of(
                "PutUserPolicy", this::put,
                "DeleteUserPolicy", this::delete,
                "ListUserPolicies", this::list,
                "AttachUserPolicy", this::attach,
                "DetachUserPolicy", this::detach,
                "ListAttachedUserPolicies", this::listAttached);
    }

    private void put(Call call, Xml result) {
        StandInUser user = account.user(call);
        String name = policyName(call);
        String document = Rules.document(call.parameters().required("PolicyDocument"));
        long others = user.inline.entrySet().stream()
                .filter(each -> !each.getKey().equals(name))
                .mapToLong(each -> Rules.counted(each.getValue()))
                .sum();
        if (others + Rules.counted(document) > LARGEST_INLINE) {
            throw new AwsError(
                    409,
                    "LimitExceeded",
                    "Maximum policy size of " + LARGEST_INLINE + " bytes exceeded for user " + user.name);
        }
        user.inline.put(name, document);
    }

    private void delete(Call call, Xml result) {
        String name = policyName(call);
        if (account.user(call).inline.remove(name) == null) {
            throw AwsError.noSuchEntity("The user policy with name " + name + " cannot be found.");
        }
    }

    private void list(Call call, Xml result) {
        Page<String> page = Page.of(account.user(call).inline.keySet(), each -> each, call, account.pageSize);
        result.texts("PolicyNames", page.items());
        page.writeEnd(result);
    }

    private void attach(Call call, Xml result) {
        StandInUser user = account.user(call);
        String arn = account.managedPolicy("policyArn", call.parameters().required("PolicyArn"));
        if (!user.attached.contains(arn) && user.attached.size() >= MOST_ATTACHED) {
            throw AwsError.limitExceeded("PoliciesPerUser", MOST_ATTACHED);
        }
        user.attached.add(arn);
    }

    private void detach(Call call, Xml result) {
        String arn = Rules.policyArn("policyArn", call.parameters().required("PolicyArn"));
        if (!account.user(call).attached.remove(arn)) {
            throw AwsError.noSuchEntity("Policy " + arn + " was not found.");
        }
    }

    private void listAttached(Call call, Xml result) {
        Page.of(account.user(call).attached, each -> each, call, account.pageSize)
                .write(result, "AttachedPolicies", UserPolicyActions::writeAttached);
    }

    static void writeAttached(Xml xml, String arn) {
        xml.text("PolicyName", arn.substring(arn.lastIndexOf('/') + 1)).text("PolicyArn", arn);
    }

    private static String policyName(Call call) {
        return Rules.name("policyName", call.parameters().required("PolicyName"), 1, 128);
    }
}
