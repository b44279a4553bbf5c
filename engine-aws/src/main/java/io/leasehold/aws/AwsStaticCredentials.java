package io.leasehold.aws;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The key of a static role: what {@code static-creds/NAME} answers. It has no lease. Its text form shows no secret.
 *
 * @param accessKey the id of the access key
 * @param secretKey its secret
 * @param username the user that it is a key of
 * @param ttl the time until the next rotation, zero when that is due; null when none is planned. The key stays active for the role's
 *     grace after it
 * @param expiration when the next rotation is due, as in RFC 3339; null when none is planned
 * @param rotationPeriod the time from one rotation to the next; null without one
 * @param rotationSchedule the cron line by which it is rotated; null without one
 * @param rotationWindow for how long after its time a scheduled rotation may begin; null without one
 * @param lastVaultRotation when it was last rotated, as in RFC 3339; null when it never was
 */
public record AwsStaticCredentials(
        @Field("The id of the access key.") String accessKey,
        @Field("Its secret.") @Sensitive String secretKey,
        @Field("The user.") String username,

        @Field("The time until the next rotation.") @Nullable
        Duration ttl,

        @Field("When the next rotation is due.") @Nullable String expiration,

        @Field("The time from one rotation to the next.") @Nullable
        Duration rotationPeriod,

        @Field("The cron line by which it is rotated.") @Nullable
        String rotationSchedule,

        @Field("For how long after its time a rotation may begin.") @Nullable
        Duration rotationWindow,

        @Field("When it was last rotated.") @Nullable String lastVaultRotation) {

    @Override
    public String toString() {
        return "AwsStaticCredentials[accessKey=" + accessKey + ", username=" + username + ", ttl=" + ttl + "]";
    }
}
