package io.leasehold.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.spi.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualSchedulerTest {

    private final SettableTime time = SettableTime.manual();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final List<String> ran = new ArrayList<>();

    @Test
    void nothingRunsUntilItIsDue() {
        schedule("later", 2);
        schedule("now", 0);

        assertThat(ran).isEmpty();
        assertThat(scheduler.runDue()).isEqualTo(1);
        assertThat(ran).containsExactly("now at 0");
        assertThat(scheduler.pending()).containsExactly(new ManualScheduler.Pending("later", Duration.ofSeconds(2)));
    }

    @Test
    void advancingRunsInOrderOfTimeAndEachAtItsMoment() {
        schedule("c", 3);
        schedule("a", 1);
        schedule("b1", 2);
        schedule("b2", 2);
        schedule("never", 10);

        assertThat(scheduler.advance(Duration.ofSeconds(5))).isEqualTo(4);
        assertThat(ran).containsExactly("a at 1", "b1 at 2", "b2 at 2", "c at 3");
        assertThat(time.advanced()).isEqualTo(Duration.ofSeconds(5));
        assertThat(scheduler.pending()).containsExactly(new ManualScheduler.Pending("never", Duration.ofSeconds(5)));
    }

    @Test
    void whatIsScheduledOnTheWayRunsWhenItFallsDueInTime() {
        repeat(2);

        scheduler.advance(Duration.ofSeconds(7));

        assertThat(ran).containsExactly("tick at 2", "tick at 4", "tick at 6");
        assertThat(scheduler.pending()).hasSize(1);
    }

    @Test
    void timeMovedElsewhereMakesActionsDue() {
        schedule("a", 5);
        time.advance(Duration.ofSeconds(9));

        assertThat(scheduler.pending()).containsExactly(new ManualScheduler.Pending("a", Duration.ZERO));
        assertThat(scheduler.runDue()).isEqualTo(1);
        assertThat(ran).containsExactly("a at 9");
    }

    @Test
    void aCancelledActionDoesNotRun() {
        Scheduler.Task task = schedule("a", 1);
        schedule("b", 1);
        task.cancel();
        task.cancel();

        scheduler.advance(Duration.ofSeconds(1));

        assertThat(ran).containsExactly("b at 1");
    }

    @Test
    void aFailureReachesTheTestAfterTheOthersRan() {
        IllegalStateException failure = new IllegalStateException("first");
        scheduler.schedule("fails", Duration.ZERO, () -> {
            throw failure;
        });
        scheduler.schedule("fails too", Duration.ZERO, () -> {
            throw new AssertionError("second");
        });
        schedule("runs", 1);

        assertThatThrownBy(() -> scheduler.advance(Duration.ofSeconds(1)))
                .isSameAs(failure)
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
        assertThat(ran).containsExactly("runs at 1");
    }

    @Test
    void anActionThatNeverRestsIsReported() {
        again();

        assertThatThrownBy(scheduler::runDue).isInstanceOf(AssertionError.class).hasMessageContaining("restless");
    }

    private Scheduler.Task schedule(String name, long seconds) {
        return scheduler.schedule(
                name,
                Duration.ofSeconds(seconds),
                () -> ran.add(name + " at " + time.advanced().toSeconds()));
    }

    private void repeat(long seconds) {
        scheduler.schedule("tick", Duration.ofSeconds(seconds), () -> {
            ran.add("tick at " + time.advanced().toSeconds());
            repeat(seconds);
        });
    }

    private void again() {
        scheduler.schedule("restless", Duration.ZERO, this::again);
    }
}
