package io.leasehold.database.internal.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.database.internal.datasource.DrainPace.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainPaceTest {

    private static final Duration TOTAL = Duration.ofSeconds(30);

    /** Ten connections of which all are left, half-way through nothing. */
    private static DrainPace pace(
            Duration untilLimit, int candidates, int missing, long leftMillis, boolean stays, long askedMillis) {
        return new DrainPace(
                untilLimit,
                TOTAL,
                10,
                candidates,
                missing,
                Duration.ofMillis(leftMillis),
                stays,
                Duration.ofMillis(askedMillis));
    }

    @Test
    void theNextIsAskedWhenTheLastWasReplaced() {
        assertThat(pace(TOTAL, 9, 0, 20, false, 30).next()).isEqualTo(Step.ASK_NEXT);
    }

    @Test
    void aMissingReplacementIsWaitedFor() {
        assertThat(pace(TOTAL, 9, 1, 1_400, false, 1_410).next()).isEqualTo(Step.WAIT_SHORTLY);
    }

    @Test
    void anIdlePoolThatOpensNothingIsNotWaitedForForever() {
        assertThat(pace(TOTAL, 9, 1, 1_500, false, 1_510).next()).isEqualTo(Step.ASK_NEXT);
    }

    @Test
    void aConnectionJustAskedGetsTimeToLeave() {
        assertThat(pace(TOTAL, 9, 0, 1_000, true, 49).next()).isEqualTo(Step.WAIT_SHORTLY);
    }

    @Test
    void aConnectionInUseHoldsUpNoOther() {
        assertThat(pace(TOTAL, 9, 0, 1_000, true, 50).next()).isEqualTo(Step.ASK_NEXT);
    }

    @Test
    void withNobodyLeftToAskItWaits() {
        assertThat(pace(TOTAL, 0, 3, 1, true, 1).next()).isEqualTo(Step.WAIT);
    }

    @Test
    void atTheLimitTheRestIsAborted() {
        assertThat(pace(Duration.ZERO, 9, 1, 1, true, 1).next()).isEqualTo(Step.ABORT);
        assertThat(pace(Duration.ofNanos(-1), 0, 0, 1, false, 1).next()).isEqualTo(Step.ABORT);
    }

    @Test
    void patienceEndsAtFiveSecondsHoweverLongTheLimit() {
        DrainPace pace =
                new DrainPace(Duration.ofHours(1), Duration.ofHours(1), 10, 9, 1, Duration.ZERO, false, Duration.ZERO);
        assertThat(pace.patience()).isEqualTo(Duration.ofSeconds(5));
    }
}
