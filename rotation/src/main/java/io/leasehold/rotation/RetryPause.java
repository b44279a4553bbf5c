package io.leasehold.rotation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** For how long a rotation that failed is left alone: ten seconds at first, doubled by each failure, ten minutes at most. */
public final class RetryPause {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private RetryPause() {}

    /**
     * The pause after a failure.
     *
     * @param attempts tries so far, that one included
     * @param random for jitter of half the pause to either side, so that what failed together is not tried again together
     * @return the pause
     */
    public static Duration after(int attempts, RandomGenerator random) {
        Duration pause = FIRST;
        for (int i = 1; i < attempts && pause.compareTo(LONGEST) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        long millis = Math.min(pause.toMillis(), LONGEST.toMillis());
        return Duration.ofMillis(millis / 2 + (long) (random.nextDouble() * millis));
    }
}
