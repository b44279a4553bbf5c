package io.leasehold.aws.internal.staticrole;

import io.leasehold.aws.internal.arn.Arn;
import io.leasehold.aws.internal.client.AwsErrors;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.TargetRefusedException;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.User;

/**
 * Which user a static role is for. Its id stays with it for life, and no other user ever gets it, also not one of the same name
 * ("IAM identifiers", IAM User Guide).
 *
 * @param id the user's id, such as {@code AIDA...}
 * @param arn its ARN, for messages
 */
record PinnedUser(String id, String arn) {

    /** The account that the user is in. */
    String account() {
        return Arn.parse(arn).map(Arn::account).orElse("");
    }

    /**
     * Looks a user up for a new role.
     *
     * @throws InvalidRequestException when there is none
     */
    static PinnedUser find(IamClient iam, String username, Duration limit) {
        try {
            return look(iam, username, limit);
        } catch (SdkException failure) {
            if (AwsErrors.isAbsent(failure)) {
                throw new InvalidRequestException(
                        "username", "there is no user \"" + username + "\": make it first, or give another one");
            }
            throw AwsErrors.of("GetUser", false, failure);
        }
    }

    /**
     * Checks that the user of the name is still this one.
     *
     * @throws TargetRefusedException when it is another one, or there is none
     */
    void check(IamClient iam, String username, Duration limit) {
        PinnedUser found;
        try {
            found = look(iam, username, limit);
        } catch (SdkException failure) {
            if (AwsErrors.isAbsent(failure)) {
                throw new TargetRefusedException(
                        "GetUser: user " + username + " (" + arn + ", id " + id
                                + ") does not exist any more: delete the static role",
                        false,
                        null);
            }
            throw AwsErrors.of("GetUser", false, failure);
        }
        if (!found.id().equals(id)) {
            throw new TargetRefusedException(
                    "GetUser: user " + username + " is another one than when the static role was written: its id is "
                            + found.id() + " (" + found.arn() + "), and the role is for " + id + " (" + arn
                            + "): delete the role, and write it again if it is meant for this user",
                    false,
                    null);
        }
    }

    private static PinnedUser look(IamClient iam, String username, Duration limit) {
        User user = iam.getUser(request ->
                        request.userName(username).overrideConfiguration(overrides -> overrides.apiCallTimeout(limit)))
                .user();
        return new PinnedUser(user.userId(), user.arn());
    }
}
