package io.leasehold.aws.internal.key;

import io.leasehold.aws.internal.client.AwsErrors;
import io.leasehold.aws.internal.user.Steps;
import io.leasehold.error.TargetRefusedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.model.User;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * The user whose key is rotated.
 *
 * @param name the user's name; empty for an account's root user
 * @param id the unique id
 */
record KeyUser(String name, String id) {

    /** Finds out, and refuses another user than the owner expects. */
    static KeyUser of(KeyAccess access, KeyOwner owner, Steps steps) {
        KeyUser found = owner.userName().isEmpty() ? caller(access, steps) : named(access, owner.userName(), steps);
        if (!owner.expectedUserId().isEmpty() && !owner.expectedUserId().equals(found.id())) {
            throw new TargetRefusedException(
                    owner.describe() + ": user " + found.name() + " is another one now, with the id " + found.id()
                            + " instead of " + owner.expectedUserId() + ", and was left alone: it was deleted and made"
                            + " anew, or the credential leads to another account",
                    false,
                    null);
        }
        return found;
    }

    /** Needs no permission. */
    private static KeyUser caller(KeyAccess access, Steps steps) {
        try {
            GetCallerIdentityResponse caller = access.clients()
                    .sts(sts -> sts.getCallerIdentity(request -> request.overrideConfiguration(steps.limit())));
            return new KeyUser(nameIn(caller.arn()), caller.userId());
        } catch (SdkException failure) {
            throw AwsErrors.of("GetCallerIdentity", false, failure);
        }
    }

    private static String nameIn(String arn) {
        String resource = arn.substring(arn.lastIndexOf(':') + 1);
        if (resource.equals("root")) {
            return "";
        }
        if (!resource.startsWith("user/")) {
            throw new TargetRefusedException(
                    "GetCallerIdentity: " + arn + " is no user, so that it has no keys to rotate", false, null);
        }
        return resource.substring(resource.lastIndexOf('/') + 1);
    }

    private static KeyUser named(KeyAccess access, String name, Steps steps) {
        try {
            User user = access.clients()
                    .iam()
                    .getUser(request -> request.userName(name).overrideConfiguration(steps.limit()))
                    .user();
            return new KeyUser(user.userName(), user.userId());
        } catch (SdkException failure) {
            throw AwsErrors.of("GetUser", false, failure);
        }
    }
}
