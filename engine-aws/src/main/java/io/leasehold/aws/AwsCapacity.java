package io.leasehold.aws;

import io.leasehold.spi.binding.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many users of IAM the account has, against how many it may have: what {@code capacity} answers. All users of the account
 * count, whoever made them.
 *
 * @param activeLeases leases of users of the mount, in any state, as the store counts them
 * @param users users of the account, as AWS counts them
 * @param maxUsers users that it may have
 * @param usedPercent the users in percent of that, rounded down
 * @param warningPercent from which percentage on it is time to act
 * @param userLimit from how many users on this mount makes no further one; null when {@code user_limit_percent} is 0
 */
public record AwsCapacity(
        @Field("Leases of users of the mount.") long activeLeases,
        @Field("Users of the account.") long users,
        @Field("Users that the account may have.") long maxUsers,
        @Field("The users in percent of that.") int usedPercent,

        @Field("From which percentage on it is time to act.")
        int warningPercent,

        @Field("From how many users on this mount makes no further one.") @Nullable
        Long userLimit) {

    /** From 80 percent on it is time to act. */
    public static final int WARNING_PERCENT = 80;

    private static final int WHOLE = 100;

    /**
     * Compares the numbers.
     *
     * @param leases leases of users of the mount
     * @param users users of the account
     * @param most users that it may have
     * @param userLimit from how many on no further one is made, or null
     * @return the comparison
     */
    public static AwsCapacity of(long leases, long users, long most, @Nullable Long userLimit) {
        long percent = users * WHOLE / Math.max(1, most);
        return new AwsCapacity(
                leases, users, most, (int) Math.min(Integer.MAX_VALUE, percent), WARNING_PERCENT, userLimit);
    }

    /**
     * What an operator should know.
     *
     * @return a sentence from the warning percentage on, otherwise nothing
     */
    public List<String> warnings() {
        return usedPercent < WARNING_PERCENT
                ? List.of()
                : List.of("the account has " + users + " users, " + usedPercent + " % of the " + maxUsers
                        + " that it may have: switch roles to credential_type assumed_role, which makes no users, shorten"
                        + " leases, or have AWS raise the quota");
    }
}
