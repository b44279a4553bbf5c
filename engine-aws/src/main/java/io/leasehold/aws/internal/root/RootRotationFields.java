package io.leasehold.aws.internal.root;

import io.leasehold.aws.AwsRoot;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.rotation.RotationSchedule;
import java.time.Duration;

/** When and how the key of {@code config/root} is rotated, read from its fields with their defaults. Stateless. */
final class RootRotationFields {

    /**
     * A request is over by then that began with the old key, and every other process has read the new one: they look every two
     * seconds.
     */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration LONGEST_GRACE = Duration.ofDays(7);

    private RootRotationFields() {}

    static RotationSchedule schedule(AwsRoot root) {
        return RotationSchedule.of(root.rotationPeriod(), root.rotationSchedule(), root.rotationWindow());
    }

    static boolean isPaused(AwsRoot root) {
        return Boolean.TRUE.equals(root.disableAutomatedRotation());
    }

    static Duration grace(AwsRoot root) {
        return root.rotationGrace() == null ? GRACE : root.rotationGrace();
    }

    static String accessKey(AwsRoot root) {
        return root.accessKey() == null ? "" : root.accessKey();
    }

    static String secretKey(AwsRoot root) {
        return root.secretKey() == null ? "" : root.secretKey();
    }

    /** Refuses what cannot be done, when it is written. */
    static void check(AwsRoot root) {
        RotationSchedule schedule = schedule(root);
        if (!(schedule instanceof RotationSchedule.Never) && accessKey(root).isEmpty()) {
            throw new InvalidRequestException(
                    schedule instanceof RotationSchedule.Every ? "rotation_period" : "rotation_schedule",
                    "has nothing to rotate without access_key: the default credentials chain is not the broker's to rotate");
        }
        if (grace(root).isNegative() || grace(root).compareTo(LONGEST_GRACE) > 0) {
            throw new InvalidRequestException(
                    "rotation_grace", "must be 0 to " + LONGEST_GRACE.toDays() + " days: the old key works until then");
        }
    }

    /** Refuses to rotate what is not there. */
    static void requireKey(AwsRoot root) {
        if (accessKey(root).isEmpty() || secretKey(root).isEmpty()) {
            throw new InvalidRequestException(
                    "access_key",
                    "unable to rotate root credentials: config/root has no key of its own, and the default credentials"
                            + " chain is rotated where it comes from");
        }
    }
}
