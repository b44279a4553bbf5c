package io.leasehold.aws.internal.role;

import io.leasehold.aws.AwsStaticRole;
import io.leasehold.aws.internal.arn.Arn;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.rotation.RotationSchedule;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a static role says, with its defaults. Immutable.
 *
 * @param username the user
 * @param schedule when its key is rotated by itself
 * @param grace for how long a key that was replaced stays active
 * @param leftAlone whether a new role makes no key at once
 * @param paused whether it is rotated on request only
 * @param through the role through which the user is managed; empty for the root credential itself
 */
public record StaticRoleRules(
        String username,
        RotationSchedule schedule,
        Duration grace,
        boolean leftAlone,
        boolean paused,
        Optional<CrossAccount> through) {

    /** A key is shown to be known everywhere within seconds, so that a shorter period would hardly serve any. */
    private static final Duration LEAST_PERIOD = Duration.ofMinutes(1);

    private static final Duration DEFAULT_GRACE = Duration.ofHours(1);

    /** Names of users ({@code userName} of {@code CreateUser}, IAM API reference). */
    private static final Pattern USER = Pattern.compile("[\\w+=,.@-]{1,64}");

    private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

    /**
     * A role of another account.
     *
     * @param roleArn its ARN
     * @param sessionName the name of its sessions; empty for one by the name of the static role
     * @param externalId the external id that its trust policy asks for; empty for none
     */
    public record CrossAccount(String roleArn, String sessionName, String externalId) {

        /**
         * The account that it leads to.
         *
         * @return the account's number
         */
        public String account() {
            return Arn.parse(roleArn).map(Arn::account).orElse("");
        }
    }

    /**
     * Reads a static role.
     *
     * @param role the role
     * @return its rules
     * @throws InvalidRequestException with all that is wrong with it
     */
    public static StaticRoleRules of(AwsStaticRole role) {
        Problems problems = new Problems();
        checkUsername(orEmpty(role.username()), problems);
        checkKey(role, problems);
        checkThrough(role, problems);
        RotationSchedule schedule = schedule(role, problems);
        Duration grace = grace(role, schedule, problems);
        problems.raise();
        return new StaticRoleRules(
                orEmpty(role.username()),
                schedule,
                grace,
                Boolean.TRUE.equals(role.skipImportRotation()),
                Boolean.TRUE.equals(role.disableAutomatedRotation()),
                through(role));
    }

    private static void checkUsername(String username, Problems problems) {
        if (username.isEmpty()) {
            problems.add("username", "is required: give the name of a user of IAM that exists");
        } else {
            RoleRules.checkMatch(
                    "username", username, USER, "names of 1 to 64 characters of A-Z a-z 0-9 +=,.@_-", problems);
        }
    }

    private static void checkKey(AwsStaticRole role, Problems problems) {
        String id = orEmpty(role.accessKey());
        if (id.isEmpty() != orEmpty(role.secretKey()).isEmpty()) {
            problems.add(
                    id.isEmpty() ? "access_key" : "secret_key",
                    "is missing: give both parts of the key that the user has, or none");
        }
        if (!id.isEmpty() && !id.matches("\\w{16,128}")) {
            problems.add("access_key", "is no id of an access key, which has 16 to 128 letters and digits");
        }
    }

    private static void checkThrough(AwsStaticRole role, Problems problems) {
        String arn = orEmpty(role.assumeRoleArn());
        String name = orEmpty(role.assumeRoleSessionName());
        String externalId = orEmpty(role.externalId());
        if (arn.isEmpty()) {
            requireNothing("assume_role_session_name", name, problems);
            requireNothing("external_id", externalId, problems);
            return;
        }
        if (Arn.parse(arn).filter(found -> found.isIam("role")).isEmpty()) {
            problems.add(
                    "assume_role_arn",
                    RoleRules.quoted(arn) + " is no ARN of a role: write it as arn:aws:iam::123456789012:role/Deploy");
        }
        RoleRules.checkMatch(
                "assume_role_session_name",
                name,
                SESSION_NAME,
                "names of 2 to 64 characters of A-Z a-z 0-9 +=,.@_-",
                problems);
        RoleRules.checkExternalId(externalId, problems);
    }

    private static void requireNothing(String field, String value, Problems problems) {
        if (!value.isEmpty()) {
            problems.add(field, "has no effect without assume_role_arn: give that too, or leave this out");
        }
    }

    private static Optional<CrossAccount> through(AwsStaticRole role) {
        String arn = orEmpty(role.assumeRoleArn());
        return arn.isEmpty()
                ? Optional.empty()
                : Optional.of(new CrossAccount(arn, orEmpty(role.assumeRoleSessionName()), orEmpty(role.externalId())));
    }

    private static RotationSchedule schedule(AwsStaticRole role, Problems problems) {
        RotationSchedule schedule;
        try {
            schedule = RotationSchedule.of(role.rotationPeriod(), role.rotationSchedule(), role.rotationWindow());
        } catch (InvalidRequestException wrong) {
            problems.add(wrong);
            return new RotationSchedule.Never();
        }
        if (schedule instanceof RotationSchedule.Never) {
            problems.add(
                    "rotation_period",
                    "is missing: give rotation_period or rotation_schedule; disable_automated_rotation pauses a role");
        } else if (schedule instanceof RotationSchedule.Every every
                && every.period().compareTo(LEAST_PERIOD) < 0) {
            problems.add("rotation_period", "must be 60 seconds or more");
        }
        return schedule;
    }

    private static Duration grace(AwsStaticRole role, RotationSchedule schedule, Problems problems) {
        Duration given = role.previousKeyGrace();
        Optional<Duration> gap = ScheduleGap.least(schedule);
        if (given == null || gap.isEmpty()) {
            return gap.map(least -> least.dividedBy(2))
                    .filter(half -> half.compareTo(DEFAULT_GRACE) < 0)
                    .orElse(DEFAULT_GRACE);
        }
        if (given.isNegative()) {
            problems.add("previous_key_grace", "is negative: give a time such as 1h, or 0 for none");
        } else if (given.compareTo(gap.get()) >= 0) {
            problems.add(
                    "previous_key_grace",
                    "must be shorter than the " + gap.get().toSeconds()
                            + "s from one rotation to the next: a user has two keys at most, and the next one needs the place");
        }
        return given;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
