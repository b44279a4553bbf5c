package io.leasehold.aws.standin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Groups, who is in them, and their policies. Groups are made by {@link FaultyAws#addGroup}. */
final class GroupActions {

    private static final int MOST_GROUPS = 10;

    private final Account account;

    GroupActions(Account account) {
        this.account = account;
    }

    Map<String, Action> all() {
        return Map.of(
                "AddUserToGroup", this::add,
                "RemoveUserFromGroup", this::remove,
                "ListGroupsForUser", this::listForUser,
                "ListGroupPolicies", this::policies,
                "GetGroupPolicy", this::policy,
                "ListAttachedGroupPolicies", this::attached);
    }

    private void add(Call call, Xml result) {
        StandInGroup group = account.group(call);
        StandInUser user = account.user(call);
        if (!user.groups.contains(group.name) && user.groups.size() >= MOST_GROUPS) {
            throw AwsError.limitExceeded("GroupsPerUser", MOST_GROUPS);
        }
        user.groups.add(group.name);
    }

    private void remove(Call call, Xml result) {
        StandInGroup group = account.group(call);
        StandInUser user = account.user(call);
        if (!user.groups.remove(group.name)) {
            throw AwsError.noSuchEntity("User " + user.name + " not in group " + group.name);
        }
    }

    private void listForUser(Call call, Xml result) {
        Page.of(account.user(call).groups, each -> each, call, account.pageSize)
                .write(result, "Groups", (xml, name) -> {
                    StandInGroup group = account.groups.get(name);
                    xml.text("Path", "/")
                            .text("GroupName", name)
                            .text("GroupId", group.id)
                            .text("Arn", group.arn())
                            .date("CreateDate", account.now());
                });
    }

    private void policies(Call call, Xml result) {
        Page<String> page = Page.of(account.group(call).inline.keySet(), each -> each, call, account.pageSize);
        result.texts("PolicyNames", page.items());
        page.writeEnd(result);
    }

    /** Documents are URL-encoded in answers, after RFC 3986 (GetGroupPolicy). */
    private void policy(Call call, Xml result) {
        StandInGroup group = account.group(call);
        String name = call.parameters().required("PolicyName");
        String document = group.inline.get(name);
        if (document == null) {
            throw AwsError.noSuchEntity("The group policy with name " + name + " cannot be found.");
        }
        String encoded = URLEncoder.encode(document, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
        result.text("GroupName", group.name).text("PolicyName", name).text("PolicyDocument", encoded);
    }

    private void attached(Call call, Xml result) {
        Page.of(account.group(call).attached, each -> each, call, account.pageSize)
                .write(result, "AttachedPolicies", UserPolicyActions::writeAttached);
    }
}
