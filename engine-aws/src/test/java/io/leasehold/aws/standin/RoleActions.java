package io.leasehold.aws.standin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Inline policies of roles. Roles are made by {@link FaultyAws#addRole}. */
final class RoleActions {

    private final Account account;

    RoleActions(Account account) {
        this.account = account;
    }

    Map<String, Action> all() {
        return Map.of(
                "GetRole",
                this::role,
                "PutRolePolicy",
                this::put,
                "GetRolePolicy",
                this::get,
                "DeleteRolePolicy",
                this::delete);
    }

    private void role(Call call, Xml result) {
        StandInRole role = existing(call);
        result.element(
                "Role",
                each -> each.text("Path", "/")
                        .text("RoleName", role.name())
                        .text("RoleId", "AROASTANDIN")
                        .text("Arn", role.arn())
                        .date("CreateDate", account.now()));
    }

    private void put(Call call, Xml result) {
        String name = Rules.name("policyName", call.parameters().required("PolicyName"), 1, 128);
        policies(call).put(name, Rules.document(call.parameters().required("PolicyDocument")));
    }

    private void get(Call call, Xml result) {
        String name = call.parameters().required("PolicyName");
        String document = policies(call).get(name);
        if (document == null) {
            throw absent(name);
        }
        result.text("RoleName", call.parameters().required("RoleName"))
                .text("PolicyName", name)
                .text(
                        "PolicyDocument",
                        URLEncoder.encode(document, StandardCharsets.UTF_8)
                                .replace("+", "%20")
                                .replace("*", "%2A")
                                .replace("%7E", "~"));
    }

    private void delete(Call call, Xml result) {
        String name = call.parameters().required("PolicyName");
        if (policies(call).remove(name) == null) {
            throw absent(name);
        }
    }

    /** A role is named without its account. */
    private SortedMap<String, String> policies(Call call) {
        return account.rolePolicies.computeIfAbsent(existing(call).name(), each -> new TreeMap<>());
    }

    private StandInRole existing(Call call) {
        String name = Rules.name("roleName", call.parameters().required("RoleName"), 1, 64);
        return account.roles.values().stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseThrow(() -> AwsError.noSuchEntity("The role with name " + name + " cannot be found."));
    }

    private static AwsError absent(String name) {
        return AwsError.noSuchEntity("The role policy with name " + name + " cannot be found.");
    }
}
