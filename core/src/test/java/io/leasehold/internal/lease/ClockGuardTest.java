package io.leasehold.internal.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockGuardTest {

    private final ClockGuard guard = new ClockGuard();
    private Instant store = Instant.parse("2026-03-01T12:00:00Z");
    private long nano = Long.MAX_VALUE - Duration.ofSeconds(90).toNanos();

    @Test
    void aSteadyClockIsTrusted() {
        assertThat(look()).isTrue();
        for (int i = 0; i < 1_000; i++) {
            pass(1);
            assertThat(look()).isTrue();
        }
        pass(1_000_000);
        assertThat(look()).as("after a long pause of the process").isTrue();
    }

    @Test
    void smallCorrectionsAreTrusted() {
        look();
        for (int i = 0; i < 20; i++) {
            pass(1);
            jump(i % 2 == 0 ? 59 : -59);
            assertThat(look()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {61, 3_600, 31_536_000, -61, -31_536_000})
    void aJumpIsBelievedAfterTwoReadingsAMinuteApart(long seconds) {
        look();
        pass(1);
        jump(seconds);
        assertThat(look()).isFalse();
        assertThat(guard.jump()).isEqualTo(Duration.ofSeconds(seconds));
        pass(59);
        assertThat(look()).as("too soon").isFalse();
        pass(1);
        assertThat(look()).as("one agreement").isFalse();
        pass(30);
        assertThat(look()).isFalse();
        pass(30);
        assertThat(look()).as("two agreements").isTrue();
        assertThat(guard.jump()).isZero();
    }

    @Test
    void aClockThatJumpsBackIsTrustedAtOnce() {
        look();
        jump(7_200);
        assertThat(look()).isFalse();
        pass(5);
        jump(-7_200);
        assertThat(look()).isTrue();
    }

    @Test
    void aClockThatJumpsAgainStartsTheWaitAnew() {
        look();
        jump(7_200);
        look();
        pass(61);
        assertThat(look()).isFalse();
        jump(7_200);
        assertThat(look()).isFalse();
        assertThat(guard.jump()).isEqualTo(Duration.ofHours(4));
        pass(61);
        assertThat(look()).isFalse();
        pass(61);
        assertThat(look()).isTrue();
    }

    @Test
    void anOperatorCanConfirm() {
        look();
        jump(7_200);
        look();
        guard.confirm();
        assertThat(look()).isTrue();
    }

    private boolean look() {
        return guard.trusts(store, nano);
    }

    private void pass(long seconds) {
        jump(seconds);
        nano += Duration.ofSeconds(seconds).toNanos();
    }

    private void jump(long seconds) {
        store = store.plusSeconds(seconds);
    }
}
