package io.leasehold.aws.standin;

import java.util.LinkedHashMap;
import java.util.Map;

/** Users and their tags. */
final class UserActions {

    private static final int MOST_TAGS = 50;

    private final Account account;

    UserActions(Account account) {
        this.account = account;
    }

    Map<String, Action> all() {
        return Map.of(
                "CreateUser", this::create,
                "GetUser", this::get,
                "DeleteUser", this::delete,
                "ListUsers", this::list,
                "TagUser", this::tag,
                "ListUserTags", this::tags);
    }

    private void create(Call call, Xml result) {
        Parameters given = call.parameters();
        String name = Rules.name("userName", given.required("UserName"), 1, 64);
        String path = Rules.path(given.optional("Path").orElse("/"));
        Map<String, String> tags = limited(given.tags("Tags"));
        String boundary = given.optional("PermissionsBoundary")
                .map(arn -> account.managedPolicy("permissionsBoundary", arn))
                .orElse("");
        StandInUser user = account.createUser(name, path, boundary);
        user.tags.putAll(tags);
        result.element("User", each -> write(each, user, true));
    }

    private void get(Call call, Xml result) {
        StandInUser user = account.userOrCaller(call);
        result.element("User", each -> write(each, user, true));
    }

    private void delete(Call call, Xml result) {
        account.deleteUser(account.user(call));
    }

    /** Tags and boundaries are not in lists (ListUsers). */
    private void list(Call call, Xml result) {
        String prefix = call.parameters().optional("PathPrefix").orElse("/");
        Page.of(
                        account.users.values().stream()
                                .filter(each -> each.path.startsWith(prefix))
                                .filter(each -> account.propagation.shows(each, call.action(), account.now()))
                                .toList(),
                        each -> each.name,
                        call,
                        account.pageSize)
                .write(result, "Users", (xml, user) -> write(xml, user, false));
    }

    private void tag(Call call, Xml result) {
        StandInUser user = account.user(call);
        Map<String, String> after = new LinkedHashMap<>(user.tags);
        call.parameters().tags("Tags").forEach((key, value) -> {
            after.keySet().removeIf(key::equalsIgnoreCase);
            after.put(key, value);
        });
        limited(after);
        user.tags.clear();
        user.tags.putAll(after);
    }

    private void tags(Call call, Xml result) {
        Page<String> page = Page.of(
                account.user(call).tags.keySet().stream().sorted().toList(), each -> each, call, account.pageSize);
        Map<String, String> tags = account.user(call).tags;
        page.write(result, "Tags", (xml, key) -> xml.text("Key", key).text("Value", tags.get(key)));
    }

    private static Map<String, String> limited(Map<String, String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw AwsError.limitExceeded("TagsPerUser", MOST_TAGS);
        }
        return tags;
    }

    private static void write(Xml xml, StandInUser user, boolean whole) {
        xml.text("Path", user.path)
                .text("UserName", user.name)
                .text("UserId", user.id)
                .text("Arn", user.arn())
                .date("CreateDate", user.created);
        if (whole && !user.boundary.isEmpty()) {
            xml.element(
                    "PermissionsBoundary",
                    each -> each.text("PermissionsBoundaryType", "Policy")
                            .text("PermissionsBoundaryArn", user.boundary));
        }
        if (whole && !user.tags.isEmpty()) {
            xml.tags("Tags", user.tags);
        }
    }
}
