package io.leasehold.internal.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class RotationTimingProperties {

    private static final Duration MONTH = Duration.ofDays(32);

    @Property
    void nothingIsDoneAfterTheLeaseHasEnded(
            @ForAll("lives") Duration left,
            @ForAll("hardEnds") @Nullable Duration hardLeft,
            @ForAll boolean renewable,
            @ForAll("drains") Duration drain,
            @ForAll long seed) {
        RotationTiming.Step step = RotationTiming.next(left, hardLeft, renewable, drain, new Random(seed));

        assertThat(step.delay()).isGreaterThanOrEqualTo(Duration.ZERO).isLessThan(left);
        assertThat(step.renew()).isIn(false, renewable);
    }

    @Property
    void aLeaseThatIsLongEnoughLeavesTheDrainWhenItIsReplaced(
            @ForAll("lives") Duration left,
            @ForAll("hardEnds") @Nullable Duration hardLeft,
            @ForAll boolean renewable,
            @ForAll("drains") Duration drain,
            @ForAll long seed) {
        // No lease outlives its hard end.
        Duration hard = hardLeft != null && hardLeft.compareTo(left) < 0 ? left : hardLeft;
        Duration end = RotationTiming.end(left, hard, renewable);
        Assume.that(end == null || RotationTiming.tooShort(end, drain).isEmpty());

        RotationTiming.Step step = RotationTiming.next(left, hard, renewable, drain, new Random(seed));

        if (!step.renew() && end != null) {
            assertThat(end.minus(step.delay())).isGreaterThanOrEqualTo(drain);
        }
        if (step.renew() && end != null) {
            assertThat(end.minus(step.delay()))
                    .as("a renewal leaves time to replace the lease as well")
                    .isGreaterThan(drain);
        }
    }

    @Property
    void aLeaseIsRenewedOnlyIfThatTakesItFurther(
            @ForAll("lives") Duration left, @ForAll("lives") Duration more, @ForAll long seed) {
        RotationTiming.Step capped = RotationTiming.next(left, left, true, Duration.ZERO, new Random(seed));
        assertThat(capped.renew()).isFalse();
        RotationTiming.Step fixed = RotationTiming.next(left, left.plus(more), false, Duration.ZERO, new Random(seed));
        assertThat(fixed.renew()).isFalse();
        RotationTiming.Step endless = RotationTiming.next(left, null, true, MONTH, new Random(seed));
        assertThat(endless.renew()).isTrue();
    }

    /** Follows a renewable lease to its replacement. */
    @Property(tries = 300)
    void aLeaseIsRenewedAFewTimesAndThenReplacedInTime(
            @ForAll @IntRange(min = 5, max = 100_000) int ttl,
            @ForAll @IntRange(min = 1, max = 60) int factor,
            @ForAll("drains") Duration drain,
            @ForAll long seed) {
        Duration hard = Duration.ofSeconds((long) ttl * factor);
        Assume.that(RotationTiming.tooShort(hard, drain).isEmpty());
        Random random = new Random(seed);
        Duration left = Duration.ofSeconds(ttl);
        int renewals = 0;
        RotationTiming.Step step = RotationTiming.next(left, hard, true, drain, random);
        while (step.renew()) {
            renewals++;
            assertThat(step.delay()).isPositive().isLessThan(left);
            hard = hard.minus(step.delay());
            left = hard.compareTo(Duration.ofSeconds(ttl)) < 0 ? hard : Duration.ofSeconds(ttl);
            step = RotationTiming.next(left, hard, true, drain, random);
        }
        assertThat(hard.minus(step.delay())).isGreaterThanOrEqualTo(drain);
        assertThat(renewals).isLessThanOrEqualTo(2 * factor);
    }

    @Property
    void aRetryComesWithinAMinuteAndNeverAtOnce(
            @ForAll @IntRange(min = 1, max = 10_000) int failures, @ForAll("lives") Duration left, @ForAll long seed) {
        Duration pause = RotationTiming.retry(failures, left, new Random(seed));
        assertThat(pause).isBetween(Duration.ofMillis(900), RotationTiming.LONGEST_RETRY);
        if (left.compareTo(Duration.ofSeconds(10)) >= 0) {
            assertThat(pause).isLessThanOrEqualTo(left.dividedBy(10));
        }
    }

    @Property
    void aFailedRenewalIsRepeatedOnlyWhereAReplacementStillHasTime(
            @ForAll boolean renew,
            @ForAll boolean passing,
            @ForAll @IntRange(min = 1, max = 50) int failures,
            @ForAll("lives") Duration left,
            @ForAll("drains") Duration drain,
            @ForAll long seed) {
        RotationTiming.Step step = RotationTiming.again(renew, passing, failures, left, drain, new Random(seed));
        if (step.renew()) {
            assertThat(renew && passing).isTrue();
            assertThat(left.minus(step.delay())).isGreaterThan(drain);
        } else if (renew && passing) {
            assertThat(left.minus(step.delay())).isLessThanOrEqualTo(drain.plusSeconds(5));
        }
    }

    @Property
    void whatIsTooShortSaysWhatWouldDo(@ForAll("lives") Duration end, @ForAll("drains") Duration drain) {
        RotationTiming.tooShort(end, drain).ifPresent(least -> {
            assertThat(least).isGreaterThan(end).isGreaterThan(drain);
            // The margin grows with the life, by a tenth at most.
            assertThat(RotationTiming.tooShort(least.plus(least.dividedBy(5)), drain))
                    .isEmpty();
        });
    }

    @Property
    void theDrainLimitIsBeforeTheEnd(@ForAll("lives") Duration end) {
        assertThat(RotationTiming.drainLimit(end)).isBetween(Duration.ZERO, end.minusMillis(1));
        assertThat(RotationTiming.drainLimit(null)).isEqualTo(RotationTiming.LONGEST_DRAIN);
        assertThat(RotationTiming.drainLimit(end.negated())).isZero();
    }

    @Provide
    Arbitrary<Duration> lives() {
        return Arbitraries.longs().between(1_000, MONTH.toMillis()).map(Duration::ofMillis);
    }

    @Provide
    Arbitrary<Duration> hardEnds() {
        return lives().injectNull(0.2);
    }

    @Provide
    Arbitrary<Duration> drains() {
        return Arbitraries.longs().between(0, 600_000).map(Duration::ofMillis);
    }
}
