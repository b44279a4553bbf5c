package io.leasehold.aws.internal.user;

import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;

/** Takes everything from a user that allows it something. */
final class UserPolicies {

    private UserPolicies() {}

    static void remove(IamClient iam, String name, Steps steps) {
        for (String arn : attached(iam, name, steps)) {
            steps.remove(
                    "DetachUserPolicy",
                    () -> iam.detachUserPolicy(
                            request -> request.userName(name).policyArn(arn).overrideConfiguration(steps.limit())));
        }
        for (String policy : inline(iam, name, steps)) {
            steps.remove(
                    "DeleteUserPolicy",
                    () -> iam.deleteUserPolicy(
                            request -> request.userName(name).policyName(policy).overrideConfiguration(steps.limit())));
        }
        for (String group : groups(iam, name, steps)) {
            steps.remove(
                    "RemoveUserFromGroup",
                    () -> iam.removeUserFromGroup(
                            request -> request.userName(name).groupName(group).overrideConfiguration(steps.limit())));
        }
    }

    private static List<String> attached(IamClient iam, String name, Steps steps) {
        return Absent.orEmpty(
                "ListAttachedUserPolicies",
                () -> iam
                        .listAttachedUserPoliciesPaginator(
                                request -> request.userName(name).overrideConfiguration(steps.limit()))
                        .attachedPolicies()
                        .stream()
                        .map(policy -> policy.policyArn())
                        .toList());
    }

    private static List<String> inline(IamClient iam, String name, Steps steps) {
        return Absent.orEmpty(
                "ListUserPolicies",
                () -> iam
                        .listUserPoliciesPaginator(
                                request -> request.userName(name).overrideConfiguration(steps.limit()))
                        .policyNames()
                        .stream()
                        .toList());
    }

    private static List<String> groups(IamClient iam, String name, Steps steps) {
        return Absent.orEmpty(
                "ListGroupsForUser",
                () -> iam
                        .listGroupsForUserPaginator(
                                request -> request.userName(name).overrideConfiguration(steps.limit()))
                        .groups()
                        .stream()
                        .map(group -> group.groupName())
                        .toList());
    }
}
