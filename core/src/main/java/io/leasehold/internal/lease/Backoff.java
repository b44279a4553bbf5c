package io.leasehold.internal.lease;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When to try again: doubling pauses with jitter of half the pause either way, up to an hour. */
final class Backoff {

    /** So many refusals in a row make a lease irrevocable. A target that does not answer is never counted. */
    static final int ATTEMPTS = 6;

    /** How often an irrevocable lease is tried again by itself. */
    static final Duration IRREVOCABLE_RETRY = Duration.ofDays(1);

    private static final Duration LONGEST = Duration.ofHours(1);

    private Backoff() {}

    /**
     * The pause after a failed attempt.
     *
     * @param first the pause after the first failure, without jitter
     * @param failures failures so far, 1 or more
     * @param random for the jitter
     */
    static Duration pause(Duration first, int failures, RandomGenerator random) {
        Duration pause = first;
        for (int i = 1; i < failures && pause.compareTo(LONGEST) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        long millis = Math.min(pause.toMillis(), LONGEST.toMillis());
        return Duration.ofMillis(millis / 2 + (long) (random.nextDouble() * millis));
    }
}
