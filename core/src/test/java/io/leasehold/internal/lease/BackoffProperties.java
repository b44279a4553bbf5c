package io.leasehold.internal.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BackoffProperties {

    @Property
    void aPauseIsTheDoubledFirstOneGiveOrTakeAHalfAndNeverAboveNinetyMinutes(
            @ForAll @LongRange(min = 10, max = 3_600_000) long first,
            @ForAll @IntRange(min = 1, max = 10_000) int failures,
            @ForAll long seed) {
        Duration pause = Backoff.pause(Duration.ofMillis(first), failures, new Random(seed));

        double middle = Math.min(first * Math.pow(2, failures - 1), 3_600_000);
        assertThat((double) pause.toMillis()).isBetween(middle / 2 - 1, middle * 1.5 + 1);
    }
}
