package io.leasehold.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class TokenBucketProperties {

    /** The model: whole tokens, counted from the times of the takes that succeeded. */
    @Property
    void noWindowLetsMoreThroughThanCapacityAndRefill(
            @ForAll @IntRange(min = 1, max = 20) int rate,
            @ForAll @IntRange(min = 1, max = 60) int seconds,
            @ForAll @LongRange(min = Long.MAX_VALUE - 10_000_000_000L, max = Long.MAX_VALUE) long start,
            @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 3_000) Long> pauses) {
        Duration interval = Duration.ofSeconds(seconds);
        TokenBucket bucket = new TokenBucket(rate, interval, start);
        Deque<Long> taken = new ArrayDeque<>();
        long elapsed = 0;
        for (long pause : pauses) {
            elapsed += pause * 1_000_000;
            if (!bucket.take(start + elapsed).isZero()) {
                continue;
            }
            taken.addLast(elapsed);
            int inWindow = 0;
            for (Iterator<Long> back = taken.descendingIterator(); back.hasNext(); ) {
                long at = back.next();
                inWindow++;
                double refilled = (double) (elapsed - at) / interval.toNanos() * rate;
                assertThat((double) inWindow).isLessThanOrEqualTo(rate + refilled + 1e-6 + 1);
            }
        }
        double allowed = rate + (double) elapsed / interval.toNanos() * rate;
        assertThat((double) taken.size()).isLessThanOrEqualTo(allowed + 1e-6);
    }

    @Property
    void whoWaitsAsToldIsServedAndNotEarlier(
            @ForAll @IntRange(min = 1, max = 1_000) int rate,
            @ForAll @IntRange(min = 1, max = 86_400) int seconds,
            @ForAll long start) {
        TokenBucket bucket = new TokenBucket(rate, Duration.ofSeconds(seconds), start);
        for (int i = 0; i < rate; i++) {
            assertThat(bucket.take(start)).as("within the allowance").isZero();
        }
        Duration wait = bucket.take(start);
        long each = Duration.ofSeconds(seconds).toNanos() / rate;
        assertThat(wait.toNanos()).isBetween(each, each + 2);

        assertThat(bucket.take(start + wait.toNanos() / 2)).isPositive();
        assertThat(bucket.take(start + wait.toNanos() + 2)).isZero();
        assertThat(bucket.take(start + wait.toNanos() + 2)).isPositive();
    }

    @Property
    void aLongPauseFillsItNoFurtherThanItsCapacity(@ForAll @IntRange(min = 1, max = 50) int rate) {
        TokenBucket bucket = new TokenBucket(rate, Duration.ofSeconds(1), 0);
        long later = Duration.ofDays(30).toNanos();
        for (int i = 0; i < rate; i++) {
            assertThat(bucket.take(later)).isZero();
        }
        assertThat(bucket.take(later)).isPositive();
    }
}
