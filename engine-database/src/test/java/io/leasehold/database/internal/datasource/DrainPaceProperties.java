package io.leasehold.database.internal.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.internal.datasource.DrainPace.Step;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A pool that never replaces anything and whose connections never leave: the worst case of every wait. */
class DrainPaceProperties {

    @Property
    void everyConnectionIsAskedByHalfOfTheTimeAndNothingIsAskedAfterTheLimit(
            @ForAll @IntRange(min = 1, max = 200) int connections,
            @ForAll @IntRange(min = 1, max = 600) int totalSeconds) {
        long total = Duration.ofSeconds(totalSeconds).toMillis();
        long step = Math.max(1, total / 10_000);
        int asked = 0;
        long askedAt = 0;
        long lastAsk = 0;
        Step next = Step.WAIT;
        for (long now = 0; now <= total; now += step) {
            next = new DrainPace(
                            Duration.ofMillis(total - now),
                            Duration.ofMillis(total),
                            connections,
                            connections - asked,
                            asked,
                            Duration.ofMillis(now - askedAt),
                            true,
                            Duration.ofMillis(now - askedAt))
                    .next();
            if (next == Step.ASK_NEXT) {
                asked++;
                askedAt = now;
                lastAsk = now;
            }
        }
        assertThat(asked).isEqualTo(connections);
        // Each wait may come out one step of this loop late.
        assertThat(lastAsk).isLessThanOrEqualTo(total / 2 + connections * step);
        assertThat(next).isIn(Step.ABORT, Step.WAIT);
    }
}
