package io.leasehold.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** For how long a rotation that failed is left alone. */
class RetryPauseTest {

    /** A generator whose {@code nextDouble()} is the given number, as near as 53 bits go. */
    private static RandomGenerator drawing(double drawn) {
        long bits = (long) (drawn * (1L << 53)) << 11;
        return () -> bits;
    }

    @Test
    void pausesDoubleUpToTenMinutes() {
        RandomGenerator middle = drawing(0.5);
        assertThat(RetryPause.after(1, middle)).isEqualTo(Duration.ofSeconds(10));
        assertThat(RetryPause.after(2, middle)).isEqualTo(Duration.ofSeconds(20));
        assertThat(RetryPause.after(6, middle)).isEqualTo(Duration.ofSeconds(320));
        assertThat(RetryPause.after(7, middle)).isEqualTo(Duration.ofMinutes(10));
        assertThat(RetryPause.after(1_000_000, middle)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void theyAreSpreadByHalfToEitherSide() {
        assertThat(RetryPause.after(1, drawing(0))).isEqualTo(Duration.ofSeconds(5));
        assertThat(RetryPause.after(1, drawing(0.9999999)))
                .isBetween(Duration.ofMillis(14_990), Duration.ofSeconds(15));
    }
}
