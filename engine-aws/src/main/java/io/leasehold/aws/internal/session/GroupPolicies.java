package io.leasehold.aws.internal.session;

import io.leasehold.aws.internal.client.AwsErrors;
import io.leasehold.aws.internal.policy.MalformedPolicyException;
import io.leasehold.aws.internal.policy.PolicyDocument;
import io.leasehold.error.TargetRefusedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * What groups allow: sessions have no groups.
 *
 * @param arns managed policies that are attached to them
 * @param documents their own policies
 */
record GroupPolicies(Set<String> arns, List<PolicyDocument> documents) {

    static GroupPolicies of(IamClient iam, List<String> groups, Supplier<Duration> left) {
        Set<String> arns = new LinkedHashSet<>();
        List<PolicyDocument> documents = new ArrayList<>();
        for (String group : groups) {
            arns.addAll(look(
                    "ListAttachedGroupPolicies",
                    () -> iam
                            .listAttachedGroupPoliciesPaginator(request -> request.groupName(group)
                                    .overrideConfiguration(overrides -> overrides.apiCallTimeout(left.get())))
                            .attachedPolicies()
                            .stream()
                            .map(policy -> policy.policyArn())
                            .toList()));
            List<String> names = look(
                    "ListGroupPolicies",
                    () -> iam
                            .listGroupPoliciesPaginator(request -> request.groupName(group)
                                    .overrideConfiguration(overrides -> overrides.apiCallTimeout(left.get())))
                            .policyNames()
                            .stream()
                            .toList());
            for (String name : names) {
                documents.add(document(iam, group, name, left));
            }
        }
        return new GroupPolicies(arns, documents);
    }

    private static PolicyDocument document(IamClient iam, String group, String name, Supplier<Duration> left) {
        String text = look(
                "GetGroupPolicy",
                () -> iam.getGroupPolicy(request -> request.groupName(group)
                                .policyName(name)
                                .overrideConfiguration(overrides -> overrides.apiCallTimeout(left.get())))
                        .policyDocument());
        try {
            // "The policy document is URL-encoded compliant with RFC 3986" (GetGroupPolicy, IAM API reference): a plus
            // is a plus.
            return PolicyDocument.parse(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (MalformedPolicyException | IllegalArgumentException malformed) {
            throw new TargetRefusedException(
                    "GetGroupPolicy: policy " + name + " of group " + group + " cannot be read: "
                            + malformed.getMessage(),
                    false,
                    null);
        }
    }

    private static <T> T look(String action, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException failure) {
            throw AwsErrors.of(action, false, failure);
        }
    }
}
