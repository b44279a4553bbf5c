package io.leasehold.internal.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class MinutesProperties {

    /** Compared with a list of all that was counted. */
    @Property
    void sumsAreThoseOfTheMinutesAskedFor(
            @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long begun,
            @ForAll @Size(max = 50) List<@IntRange(max = 20) Integer> steps,
            @ForAll @IntRange(max = 12) int from,
            @ForAll @IntRange(max = 12) int minutes) {
        int kept = 10;
        Minutes counts = new Minutes(kept, begun);
        List<Long> all = new ArrayList<>();
        long now = begun;
        for (int step : steps) {
            now += step;
            counts.count(now);
            all.add(now);
        }
        long at = now;

        long expected = all.stream()
                .filter(minute -> at - minute >= from && at - minute < Math.min(kept, from + minutes))
                .count();

        assertThat(counts.sum(now, from, minutes)).isEqualTo(expected);
        assertThat(counts.isEmpty(now + kept)).isTrue();
    }
}
