package io.leasehold.aws.internal.session;

import io.leasehold.aws.internal.client.AwsClients;
import io.leasehold.aws.internal.policy.MergedPolicy;
import io.leasehold.aws.internal.policy.PolicyDocument;
import io.leasehold.aws.internal.role.RoleRules;
import io.leasehold.error.TargetRefusedException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a session may do at most.
 *
 * @param document a document; empty for none
 * @param arns managed policies
 */
record SessionPolicy(Optional<PolicyDocument> document, List<String> arns) {

    /** Characters of the document ("IAM and AWS STS quotas", IAM User Guide). */
    private static final int LONGEST_DOCUMENT = 2048;

    private static final int MOST_ARNS = 10;

    static SessionPolicy of(AwsClients clients, RoleRules rules, Supplier<Duration> left) {
        if (rules.groups().isEmpty()) {
            return new SessionPolicy(rules.policy(), rules.policyArns());
        }
        GroupPolicies groups = GroupPolicies.of(clients.iam(), rules.groups(), left);
        Set<String> arns = new LinkedHashSet<>(rules.policyArns());
        arns.addAll(groups.arns());
        SessionPolicy merged =
                new SessionPolicy(MergedPolicy.of(groups.documents(), rules.document()), List.copyOf(arns));
        merged.check();
        return merged;
    }

    private void check() {
        int length = document.map(found -> found.text().length()).orElse(0);
        if (length > LONGEST_DOCUMENT) {
            throw new TargetRefusedException(
                    "iam_groups: what the groups' policies and the role's come to has " + length
                            + " characters, and AWS takes " + LONGEST_DOCUMENT + ": use managed policies in the groups",
                    false,
                    null);
        }
        if (arns.size() > MOST_ARNS) {
            throw new TargetRefusedException(
                    "iam_groups: the groups and the role have " + arns.size()
                            + " managed policies together, and AWS takes " + MOST_ARNS + " for a session",
                    false,
                    null);
        }
        if (document.isEmpty() && arns.isEmpty()) {
            throw new TargetRefusedException(
                    "iam_groups: the groups have no policies, so that the session would not be limited by them: give them"
                            + " some, or name none",
                    false,
                    null);
        }
    }
}
