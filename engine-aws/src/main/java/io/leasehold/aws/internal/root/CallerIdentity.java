package io.leasehold.aws.internal.root;

import io.leasehold.aws.internal.client.AwsClients;
import io.leasehold.aws.internal.client.AwsErrors;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Whom AWS takes a credential for.
 *
 * @param account the account's number
 * @param arn the user or session
 */
public record CallerIdentity(String account, String arn) {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    /**
     * Asks AWS, which needs no permission.
     *
     * @param clients the credential's clients
     * @return whose it is
     */
    public static CallerIdentity of(AwsClients clients) {
        try {
            GetCallerIdentityResponse answer = clients.sts(sts -> sts.getCallerIdentity(
                    request -> request.overrideConfiguration(overrides -> overrides.apiCallTimeout(LIMIT))));
            return new CallerIdentity(answer.account(), answer.arn());
        } catch (SdkException failure) {
            throw AwsErrors.of("GetCallerIdentity", false, failure);
        }
    }
}
