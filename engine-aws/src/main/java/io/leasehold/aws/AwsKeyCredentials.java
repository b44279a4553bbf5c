package io.leasehold.aws;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Credentials of AWS: what {@code creds/NAME} and {@code sts/NAME} answer. Its text form shows no secret.
 *
 * @param accessKey the id of the access key
 * @param secretKey its secret
 * @param securityToken the token that belongs to the key of a session; null for a user's
 * @param sessionToken the same token, by the name that SDKs have for it
 * @param arn whom AWS takes the session for; null for a user's key
 * @param ttl how long the session lasts; null for a user's key, which the lease ends
 */
public record AwsKeyCredentials(
        @Field("The id of the access key.") String accessKey,
        @Field("Its secret.") @Sensitive String secretKey,

        @Field("The token of a session.") @Sensitive @Nullable
        String securityToken,

        @Field("The token of a session, by its other name.") @Sensitive @Nullable
        String sessionToken,

        @Field("Whom AWS takes the session for.") @Nullable String arn,
        @Field("How long the session lasts.") @Nullable Duration ttl) {

    @Override
    public String toString() {
        return "AwsKeyCredentials[accessKey=" + accessKey + ", arn=" + arn + ", ttl=" + ttl + "]";
    }
}
