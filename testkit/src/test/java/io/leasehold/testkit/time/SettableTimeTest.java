package io.leasehold.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SettableTimeTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final SettableTime time = SettableTime.manual();

    @Test
    void advancingMovesBothClocksAlike() {
        long before = time.nanoTime();

        time.advance(HOUR);
        time.advance(Duration.ofMillis(1));

        assertThat(time.nanoTime() - before).isGreaterThanOrEqualTo(HOUR.toNanos() + 1_000_000);
        assertThat(time.millis()).isEqualTo(HOUR.toMillis() + 1);
        assertThat(time.advanced()).isEqualTo(HOUR.plusMillis(1));
    }

    @Test
    void jumpingMovesTheStoresClockAlone() {
        long before = time.nanoTime();

        time.jump(HOUR.negated());

        assertThat(time.millis()).isEqualTo(-HOUR.toMillis());
        assertThat(time.nanoTime() - before).isLessThan(HOUR.toNanos());
        assertThat(time.advanced()).isZero();
    }

    @Test
    void timeNeverGoesBackAndIsNotSplitFinerThanMilliseconds() {
        assertThatThrownBy(() -> time.advance(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> time.advance(Duration.ofNanos(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> time.jump(Duration.ofNanos(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSleeperWaitsUntilTheTimeWasMovedFarEnough() throws Exception {
        CompletableFuture<Void> sleeper = CompletableFuture.runAsync(() -> sleep(time, HOUR));

        time.advance(HOUR.dividedBy(2));
        assertThatThrownBy(() -> sleeper.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        // The sleeper may have begun after any of the halves.
        Awaitility.await().until(() -> {
            time.advance(HOUR.dividedBy(2));
            return sleeper.isDone();
        });
        sleeper.get();
    }

    @Test
    void aSleeperCanBeInterrupted() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread sleeper = new Thread(() -> {
            try {
                time.sleep(HOUR);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        sleeper.start();
        sleeper.interrupt();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anAutomaticTimeMovesByWhatIsSlept() {
        SettableTime automatic = SettableTime.automatic();
        long before = TimeSource.system().nanoTime();

        sleep(automatic, HOUR.plusNanos(1));

        assertThat(automatic.advanced()).isEqualTo(HOUR.plusMillis(1));
        assertThat(TimeSource.system().nanoTime() - before).isLessThan(HOUR.toNanos());
    }

    private static void sleep(TimeSource source, Duration duration) {
        try {
            source.sleep(duration);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
