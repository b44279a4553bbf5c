package io.leasehold.internal.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerTest {

    private final Breaker breaker = new Breaker();

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000_000_000L, Long.MAX_VALUE - 500_000_000L})
    void threeFailuresInARowOpenItForASecond(long start) {
        assertThat(fail(start)).isFalse();
        assertThat(fail(start)).isFalse();
        assertThat(breaker.suspect()).isTrue();
        assertThat(breaker.closedTo(start)).isFalse();
        assertThat(fail(start)).isTrue();

        assertThat(breaker.closedTo(start)).isTrue();
        assertThat(breaker.tryStart(start + nanos(1) - 1)).isFalse();
        assertThat(breaker.untilTrial(start)).isEqualTo(Duration.ofSeconds(1));
        assertThat(breaker.untilTrial(start + nanos(1))).isZero();
        assertThat(breaker.closedTo(start + nanos(1))).isFalse();
        assertThat(breaker.tryStart(start + nanos(1))).isTrue();
    }

    @Test
    void anAnswerBetweenFailuresStartsTheCountAnew() {
        fail(0);
        fail(0);
        assertThat(breaker.answered()).isFalse();
        assertThat(breaker.suspect()).isFalse();
        fail(0);
        fail(0);
        assertThat(breaker.tryStart(0)).isTrue();
    }

    @Test
    void oneTrialIsLetThroughAtATime() {
        open(0);
        assertThat(breaker.tryStart(nanos(2))).isTrue();
        assertThat(breaker.tryStart(nanos(2))).isFalse();
        assertThat(breaker.closedTo(nanos(50))).isTrue();
    }

    @Test
    void aFailedTrialDoublesThePauseUpToAMinute() {
        open(0);
        long now = 0;
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(breaker.tryStart(now + nanos(seconds) - 1)).isFalse();
            now += nanos(seconds);
            assertThat(breaker.tryStart(now)).isTrue();
            assertThat(breaker.unanswered(now)).as("opened already").isFalse();
        }
    }

    @Test
    void aTrialThatIsAnsweredClosesItAndForgetsThePauses() {
        open(0);
        breaker.tryStart(nanos(1));
        breaker.unanswered(nanos(1));
        breaker.tryStart(nanos(3));
        assertThat(breaker.answered()).isTrue();
        assertThat(breaker.suspect()).isFalse();

        open(nanos(10));
        assertThat(breaker.untilTrial(nanos(10))).isEqualTo(Breaker.FIRST_PAUSE);
    }

    @Test
    void aCallThatWasUnderWayWhenItOpenedDoesNotLengthenThePause() {
        open(0);
        breaker.unanswered(nanos(0.5));
        assertThat(breaker.tryStart(nanos(1))).isTrue();
    }

    @Test
    void aPauseCanBeEndedAndTheNextCallIsATrial() {
        assertThat(breaker.retryNow(0)).as("nothing to end").isFalse();
        open(0);
        for (int seconds : new int[] {1, 3, 7}) {
            breaker.tryStart(nanos(seconds));
            breaker.unanswered(nanos(seconds));
        }
        assertThat(breaker.closedTo(nanos(8))).isTrue();

        assertThat(breaker.retryNow(nanos(8))).isTrue();

        assertThat(breaker.closedTo(nanos(8))).isFalse();
        assertThat(breaker.tryStart(nanos(8))).isTrue();
        assertThat(breaker.tryStart(nanos(8))).as("one at a time").isFalse();
        assertThat(breaker.answered()).as("closed by the answer").isTrue();
    }

    @Test
    void aTrialThatHangsDoesNotKeepALaterOneFromClosingIt() {
        open(0);
        assertThat(breaker.tryStart(nanos(1))).isTrue();
        breaker.retryNow(nanos(2));
        assertThat(breaker.tryStart(nanos(2))).isTrue();
        assertThat(breaker.unanswered(nanos(3))).as("the one that hung").isFalse();

        assertThat(breaker.answered()).isTrue();
        assertThat(breaker.tryStart(nanos(3))).isTrue();
    }

    private boolean fail(long now) {
        assertThat(breaker.tryStart(now)).isTrue();
        return breaker.unanswered(now);
    }

    private void open(long now) {
        for (int i = 0; i < Breaker.FAILURES_TO_OPEN; i++) {
            fail(now);
        }
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }
}
