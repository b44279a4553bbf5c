package io.leasehold.aws.internal.quota;

import io.leasehold.aws.internal.client.AwsErrors;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.SummaryKeyType;

/**
 * How many users an account has.
 *
 * @param users how many there are
 * @param most how many there may be
 */
public record UserCount(long users, long most) {

    private static final int WHOLE = 100;

    /** The quota of an account that never asked for another one ("IAM and AWS STS quotas", IAM User Guide). */
    private static final int DEFAULT_QUOTA = 5000;

    /**
     * Asks AWS, which needs {@code iam:GetAccountSummary}.
     *
     * @param iam a client of the account
     * @param limit how long it may take
     * @return the number
     */
    public static UserCount ask(IamClient iam, Duration limit) {
        try {
            Map<SummaryKeyType, Integer> summary = iam.getAccountSummary(
                            request -> request.overrideConfiguration(overrides -> overrides.apiCallTimeout(limit)))
                    .summaryMap();
            return new UserCount(
                    summary.getOrDefault(SummaryKeyType.USERS, 0),
                    summary.getOrDefault(SummaryKeyType.USERS_QUOTA, DEFAULT_QUOTA));
        } catch (SdkException failure) {
            throw AwsErrors.of("GetAccountSummary", false, failure);
        }
    }

    /**
     * From how many users on no further one is made.
     *
     * @param percent of the quota
     * @return the number
     */
    public long limit(int percent) {
        return most * percent / WHOLE;
    }

    boolean isAt(int percent) {
        return users >= limit(percent);
    }
}
