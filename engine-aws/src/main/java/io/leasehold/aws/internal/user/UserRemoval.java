package io.leasehold.aws.internal.user;

import io.leasehold.aws.internal.client.AwsClients;
import io.leasehold.aws.internal.client.AwsErrors;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.spi.engine.Revocation;
import io.leasehold.spi.engine.Revoked;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.User;

/**
 * Removes a user: keys first, so that access ends whatever fails later; then what else AWS wants gone before it deletes a user
 * ({@code DeleteUser}, IAM API reference); then the user; then a look. Each step may find its work done. Thread-safe.
 */
public final class UserRemoval {

    private final TimeSource time;

    /**
     * Removals.
     *
     * @param time passes between tries
     */
    public UserRemoval(TimeSource time) {
        this.time = time;
    }

    /**
     * Removes a user.
     *
     * @param clients the root credential's
     * @param name the user
     * @param mark whose it is
     * @param revocation limits of the attempt
     * @return that it is not there; where it was not there to begin with, a request for it may still be under way
     */
    public Revoked remove(AwsClients clients, String name, UserMark mark, Revocation revocation) {
        Steps steps = new Steps(limit(revocation.timeLimit()), time);
        IamClient iam = clients.iam();
        Optional<User> found = find(iam, name, steps);
        if (found.isEmpty()) {
            return Revoked.seen();
        }
        if (!mark.isIn(found.get().tags())) {
            if (revocation.creationUncertain()) {
                // Somebody else's, who had the name first: this lease never made one.
                return Revoked.seen();
            }
            throw new TargetRefusedException(
                    "GetUser: user " + name
                            + " does not carry the tags of its lease, so that it may be another one of the same"
                            + " name: if it is the lease's, give it back its tags " + UserMark.STORE + " and "
                            + UserMark.LEASE + "; if not, drop the lease by force",
                    false,
                    null);
        }
        removeKeys(iam, name, steps);
        UserPolicies.remove(iam, name, steps);
        delete(iam, name, steps);
        if (find(iam, name, steps).isPresent()) {
            throw new TargetRefusedException(
                    "GetUser: user " + name + " is still there after it was deleted", true, null);
        }
        // A lease's user is asked for once: where it was, no request for it can be under way any more.
        return Revoked.verified();
    }

    private Supplier<Duration> limit(Duration limit) {
        long start = time.nanoTime();
        return () -> {
            Duration left = limit.minusNanos(time.nanoTime() - start);
            return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
        };
    }

    private static Optional<User> find(IamClient iam, String name, Steps steps) {
        try {
            return Optional.of(iam.getUser(request -> request.userName(name).overrideConfiguration(steps.limit()))
                    .user());
        } catch (SdkException failure) {
            if (AwsErrors.isAbsent(failure)) {
                return Optional.empty();
            }
            throw AwsErrors.of("GetUser", false, failure);
        }
    }

    private static void removeKeys(IamClient iam, String name, Steps steps) {
        List<String> keys = Absent.orEmpty(
                "ListAccessKeys",
                () -> iam
                        .listAccessKeysPaginator(
                                request -> request.userName(name).overrideConfiguration(steps.limit()))
                        .accessKeyMetadata()
                        .stream()
                        .map(key -> key.accessKeyId())
                        .toList());
        for (String key : keys) {
            steps.remove(
                    "DeleteAccessKey",
                    () -> iam.deleteAccessKey(
                            request -> request.userName(name).accessKeyId(key).overrideConfiguration(steps.limit())));
        }
    }

    /** What somebody gave the user by hand is only looked for when it is in the way. */
    private static void delete(IamClient iam, String name, Steps steps) {
        Runnable deletion =
                () -> iam.deleteUser(request -> request.userName(name).overrideConfiguration(steps.limit()));
        try {
            deletion.run();
        } catch (SdkException failure) {
            if (AwsErrors.isAbsent(failure)) {
                return;
            }
            if (AwsErrors.isBlocked(failure)) {
                OtherCredentials.remove(iam, name, steps);
            } else if (!AwsErrors.wantsItAgain(failure)) {
                throw AwsErrors.of("DeleteUser", true, failure);
            }
            steps.remove("DeleteUser", deletion);
        }
    }
}
