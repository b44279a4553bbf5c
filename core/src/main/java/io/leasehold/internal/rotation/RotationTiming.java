package io.leasehold.internal.rotation;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When a rotating secret does what: pure functions from what is left of a lease to the next step.
 *
 * <p>A lease is renewed at two thirds of what is left of it. When a renewal could not take it further (it reaches its hard
 * end, or is not renewable), it is replaced at two thirds instead, and in any case so early that those who still use it have
 * the drain time before the hard end.
 */
public final class RotationTiming {

    /** Where nothing ends a lease for good, a replaced one is let go after this time at the latest. */
    public static final Duration LONGEST_DRAIN = Duration.ofDays(1);

    /** The longest pause between tries. */
    public static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    /** How often a secret without a lease is read again. */
    public static final Duration LOOK = Duration.ofSeconds(30);

    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    /** What is answered may be two seconds less than what is left of a lease that reaches its hard end. */
    private static final Duration CAPPED = Duration.ofSeconds(3);

    private RotationTiming() {}

    /**
     * The next step.
     *
     * @param renew true to renew the lease, false to replace it
     * @param delay when, from now
     */
    public record Step(boolean renew, Duration delay) {}

    /**
     * Decides the next step for a lease that was just issued or renewed.
     *
     * @param left what is left of the lease
     * @param hardLeft what is left until its hard end, null when there is none
     * @param renewable whether it can be renewed
     * @param drain the time that users of a replaced secret need
     * @param random for jitter of up to a tenth, earlier
     * @return the step
     */
    public static Step next(
            Duration left, @Nullable Duration hardLeft, boolean renewable, Duration drain, RandomGenerator random) {
        boolean extendable = extendable(left, hardLeft, renewable);
        Duration end = end(left, hardLeft, renewable);
        Duration twoThirds = jittered(left.multipliedBy(2).dividedBy(3), random);
        Duration latest = end == null ? null : notNegative(end.minus(drain).minus(margin(end)));
        if (extendable && (latest == null || twoThirds.compareTo(latest) < 0)) {
            return new Step(true, twoThirds);
        }
        return new Step(false, latest == null || twoThirds.compareTo(latest) < 0 ? twoThirds : latest);
    }

    /**
     * Decides when to read a secret without a lease again: somebody else may rotate it at any time.
     *
     * @param left what the secret says is left until its next rotation, zero when that is due or under way; null when it
     *     does not say
     * @param random for jitter of up to a tenth, earlier
     * @return the step
     */
    public static Step look(@Nullable Duration left, RandomGenerator random) {
        Duration delay = left == null || left.compareTo(LOOK) > 0 ? LOOK : left.plus(FIRST_RETRY);
        return new Step(false, jittered(delay, random));
    }

    /**
     * When a lease ends for good, renewed as often as that takes it further.
     *
     * @param left what is left of the lease
     * @param hardLeft what is left until its hard end, null when there is none
     * @param renewable whether it can be renewed
     * @return what is left until then; null when there is no such end
     */
    public static @Nullable Duration end(Duration left, @Nullable Duration hardLeft, boolean renewable) {
        return extendable(left, hardLeft, renewable) ? hardLeft : left;
    }

    private static boolean extendable(Duration left, @Nullable Duration hardLeft, boolean renewable) {
        return renewable && (hardLeft == null || hardLeft.minus(left).compareTo(CAPPED) > 0);
    }

    /**
     * Says whether a fresh lease is too short for the drain asked for.
     *
     * @param end what is left until the lease can no longer be renewed
     * @param drain the time that users of a replaced secret need
     * @return the least life that would do, empty when this one does
     */
    public static Optional<Duration> tooShort(Duration end, Duration drain) {
        Duration least = drain.plus(margin(end)).plusSeconds(1);
        return end.compareTo(least) < 0 ? Optional.of(least) : Optional.empty();
    }

    /**
     * How long a replaced lease can be held.
     *
     * @param end what is left until it ends for good, null when there is no such end
     * @return the limit
     */
    public static Duration drainLimit(@Nullable Duration end) {
        return end == null ? LONGEST_DRAIN : notNegative(end.minus(margin(end)));
    }

    /**
     * Decides the next step after a failure.
     *
     * @param renew whether it was a renewal that failed
     * @param passing whether the failure may pass by itself; a lease whose renewal was refused is replaced
     * @param failures failures in a row, 1 or more
     * @param left what is left of the lease
     * @param drain the time that users of a replaced secret need; a renewal is not tried into it
     * @param random for jitter
     * @return the step
     */
    public static Step again(
            boolean renew, boolean passing, int failures, Duration left, Duration drain, RandomGenerator random) {
        Duration pause = retry(failures, left, random);
        boolean room = left.minus(pause).compareTo(drain.plus(margin(left))) > 0;
        return new Step(renew && passing && room, pause);
    }

    /**
     * When to try again after failures.
     *
     * @param failures failures in a row, 1 or more
     * @param left what is left of the lease
     * @param random for jitter
     * @return the pause
     */
    public static Duration retry(int failures, Duration left, RandomGenerator random) {
        Duration pause = FIRST_RETRY;
        for (int i = 1; i < failures && pause.compareTo(LONGEST_RETRY) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        pause = pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
        // The nearer the end, the more is at stake; but never a storm.
        Duration tenth = left.dividedBy(10);
        if (!left.isNegative() && tenth.compareTo(pause) < 0) {
            pause = tenth.compareTo(FIRST_RETRY) < 0 ? FIRST_RETRY : tenth;
        }
        return jittered(pause, random);
    }

    private static Duration margin(Duration end) {
        Duration tenth = end.dividedBy(10);
        return tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN;
    }

    private static Duration jittered(Duration duration, RandomGenerator random) {
        return Duration.ofNanos((long) (duration.toNanos() * (1 - random.nextDouble() / 10)));
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
