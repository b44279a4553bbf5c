package io.leasehold.database;

import io.leasehold.secret.Sensitive;
import io.leasehold.spi.binding.Field;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The login of a static role: what {@code static-creds/NAME} answers. It has no lease. Its text form shows no password.
 *
 * @param username the account; with an alternate account the one that was rotated last
 * @param password its password
 * @param ttl the time until the next rotation, zero when it is under way; null when none is planned
 * @param rotationPeriod the time from one rotation to the next; null without one
 * @param rotationSchedule the cron line by which it is rotated; null without one
 * @param rotationWindow for how long after its time a scheduled rotation may begin; null without one
 * @param lastVaultRotation when it was last rotated, as in RFC 3339; null when it never was
 */
public record StaticCredentials(
        @Field("The account.") String username,
        @Field("Its password.") @Sensitive String password,

        @Field("The time until the next rotation.") @Nullable
        Duration ttl,

        @Field("The time from one rotation to the next.") @Nullable
        Duration rotationPeriod,

        @Field("The cron line by which it is rotated.") @Nullable
        String rotationSchedule,

        @Field("For how long after its time a rotation may begin.") @Nullable
        Duration rotationWindow,

        @Field("When it was last rotated.") @Nullable String lastVaultRotation) {

    @Override
    public String toString() {
        return "StaticCredentials[username=" + username + ", password=[masked], ttl=" + ttl + "]";
    }
}
