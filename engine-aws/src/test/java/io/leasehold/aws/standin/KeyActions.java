package io.leasehold.aws.standin;

import java.util.Map;

/** Access keys of users. */
final class KeyActions {

    private static final int MOST_KEYS = 2;

    private final Account account;

    KeyActions(Account account) {
        this.account = account;
    }

    Map<String, Action> all() {
        return Map.of(
                "CreateAccessKey", this::create,
                "DeleteAccessKey", this::delete,
                "UpdateAccessKey", this::update,
                "ListAccessKeys", this::list,
                "GetAccessKeyLastUsed", this::lastUsed);
    }

    private void create(Call call, Xml result) {
        StandInUser user = account.userOrCaller(call);
        if (user.keys.size() >= MOST_KEYS) {
            throw AwsError.limitExceeded("AccessKeysPerUser", MOST_KEYS);
        }
        StandInKey key = account.createKey(user);
        result.element("AccessKey", each -> {
            write(each, key);
            each.text("SecretAccessKey", key.secret);
        });
    }

    private void delete(Call call, Xml result) {
        StandInKey key = key(call);
        key.user.keys.remove(key.id);
        account.keys.remove(key.id);
    }

    private void update(Call call, Xml result) {
        StandInKey key = key(call);
        String status = call.parameters().required("Status");
        if (!status.equals("Active") && !status.equals("Inactive")) {
            throw AwsError.validation("Value '" + status + "' at 'status' is neither Active nor Inactive");
        }
        key.active = status.equals("Active");
    }

    private void list(Call call, Xml result) {
        Page.of(account.userOrCaller(call).keys.values(), each -> each.id, call, account.pageSize)
                .write(result, "AccessKeyMetadata", KeyActions::write);
    }

    private void lastUsed(Call call, Xml result) {
        String id = call.parameters().required("AccessKeyId");
        StandInKey key = account.keys.get(id);
        if (key == null) {
            throw AwsError.accessDenied("The access key " + id + " is none of this account");
        }
        result.text("UserName", key.user.name).element("AccessKeyLastUsed", each -> {
            if (key.lastUsed == null) {
                each.text("ServiceName", "N/A").text("Region", "N/A");
            } else {
                each.date("LastUsedDate", key.lastUsed)
                        .text("ServiceName", key.lastService)
                        .text("Region", "us-east-1");
            }
        });
    }

    private StandInKey key(Call call) {
        StandInUser user = account.userOrCaller(call);
        String id = call.parameters().required("AccessKeyId");
        StandInKey key = user.keys.get(id);
        if (key == null) {
            throw AwsError.noSuchEntity("The Access Key with id " + id + " cannot be found.");
        }
        return key;
    }

    private static void write(Xml xml, StandInKey key) {
        xml.text("UserName", key.user.name)
                .text("AccessKeyId", key.id)
                .text("Status", key.active ? "Active" : "Inactive")
                .date("CreateDate", key.created);
    }
}
