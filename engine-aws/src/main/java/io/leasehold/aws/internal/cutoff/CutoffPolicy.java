package io.leasehold.aws.internal.cutoff;

import io.leasehold.aws.internal.client.AwsErrors;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;

/**
 * The inline policy of a role that denies everything to sessions issued before some time ("Revoking IAM role temporary security
 * credentials", IAM User Guide). Stateless.
 */
final class CutoffPolicy {

    /** The name of the policy on the role. Known to the brokers of other versions: never change it. */
    static final String NAME = "LeaseholdRevokedSessions";

    private static final Pattern BEFORE = Pattern.compile("\"aws:TokenIssueTime\"\\s*:\\s*\"([^\"]+)\"");

    private CutoffPolicy() {}

    /**
     * What stands on a role.
     *
     * @param before sessions issued before are denied; empty when there is no such policy
     * @param awsTime what time it was for AWS when it answered; empty when it did not say
     */
    record Seen(Optional<Instant> before, Optional<Instant> awsTime) {}

    /** The document for a time, in whole seconds, which is what sessions carry. */
    static String document(Instant before) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":"
                + "{\"DateLessThan\":{\"aws:TokenIssueTime\":\"" + before + "\"}}}]}";
    }

    /** Looks, which needs {@code iam:GetRolePolicy}. */
    static Seen look(IamClient iam, String role, Duration limit) {
        try {
            GetRolePolicyResponse found = iam.getRolePolicy(
                    request -> request.roleName(role).policyName(NAME).overrideConfiguration(limited(limit)));
            return new Seen(before(found.policyDocument()), date(found.sdkHttpResponse()));
        } catch (SdkException failure) {
            if (failure instanceof AwsServiceException answered && AwsErrors.isAbsent(failure)) {
                return new Seen(
                        Optional.empty(), date(answered.awsErrorDetails().sdkHttpResponse()));
            }
            throw AwsErrors.of("GetRolePolicy", false, failure);
        }
    }

    /** Puts it on the role, in place of a former one, which needs {@code iam:PutRolePolicy}. */
    static void put(IamClient iam, String role, Instant before, Duration limit) {
        try {
            iam.putRolePolicy(request -> request.roleName(role)
                    .policyName(NAME)
                    .policyDocument(document(before))
                    .overrideConfiguration(limited(limit)));
        } catch (SdkException failure) {
            throw AwsErrors.of("PutRolePolicy", true, failure);
        }
    }

    private static Consumer<AwsRequestOverrideConfiguration.Builder> limited(Duration limit) {
        return overrides -> overrides.apiCallTimeout(limit);
    }

    /** One that somebody has changed into something else counts as none, and is replaced. */
    private static Optional<Instant> before(String encoded) {
        Matcher time = BEFORE.matcher(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
        try {
            return time.find() ? Optional.of(Instant.parse(time.group(1))) : Optional.empty();
        } catch (DateTimeException odd) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> date(SdkHttpResponse response) {
        try {
            return response.firstMatchingHeader("Date")
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException odd) {
            return Optional.empty();
        }
    }
}
