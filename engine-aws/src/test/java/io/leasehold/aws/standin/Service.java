package io.leasehold.aws.standin;

import java.util.HashMap;
import java.util.Map;

/**
 * One of the two services.
 *
 * @param name the name in signatures and permissions
 * @param version the version of its API
 * @param actions its actions by name
 */
record Service(String name, String version, Map<String, Action> actions) {

    static Service iam(Account account) {
        Map<String, Action> actions = new HashMap<>();
        actions.putAll(new UserActions(account).all());
        actions.putAll(new UserPolicyActions(account).all());
        actions.putAll(new GroupActions(account).all());
        actions.putAll(new KeyActions(account).all());
        actions.putAll(new ExtraActions(account).all());
        actions.putAll(new RoleActions(account).all());
        actions.putAll(new AccountActions(account).all());
        return new Service("iam", "2010-05-08", actions);
    }

    static Service sts(Account account) {
        return new Service("sts", "2011-06-15", new StsActions(account).all());
    }

    String namespace() {
        return "https://" + name + ".amazonaws.com/doc/" + version + "/";
    }

    Action action(String wanted) {
        Action action = actions.get(wanted);
        if (action == null) {
            throw new AwsError(400, "InvalidAction", "Could not find operation " + wanted + " for version " + version);
        }
        return action;
    }
}
