package io.leasehold.internal.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.event.Events;
import io.leasehold.observe.TargetStatus;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TargetGatesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicLong now = new AtomicLong();
    private final List<LeaseholdEvent> events = new CopyOnWriteArrayList<>();
    private final TargetGates gates = new TargetGates(
            2,
            new TimeSource() {
                @Override
                public long nanoTime() {
                    return now.get();
                }

                @Override
                public void sleep(Duration duration) {
                    throw new AssertionError("a gate does not sleep");
                }
            },
            new Events(List.of(events::add)));

    @Test
    void asManyCallsAsTheLimitAllowsRunAtOnceAndNoMore() throws Exception {
        int limit = 3;
        gates.limit("a", limit);
        // Only as many calls at once as the limit allows get past it; fewer would wait for ever.
        CyclicBarrier together = new CyclicBarrier(limit);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<FutureTask<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 4 * limit; i++) {
            calls.add(start(() -> gates.call("a", PATIENCE, () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                await(together);
                return running.decrementAndGet();
            })));
        }
        for (FutureTask<Integer> call : calls) {
            call.get(30, TimeUnit.SECONDS);
        }
        assertThat(most.get()).isEqualTo(limit);
    }

    @Test
    void aCallBeyondTheLimitWaitsForAPlace() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<FutureTask<Boolean>> calls = new ArrayList<>(List.of(block("a", end), block("a", end)));
        Awaitility.await().until(() -> busy("a"));
        AtomicBoolean begun = new AtomicBoolean();
        AtomicReference<Thread> waiter = new AtomicReference<>();
        calls.add(start(() -> {
            waiter.set(Thread.currentThread());
            return gates.call("a", PATIENCE, () -> begun.compareAndSet(false, true));
        }));
        Awaitility.await().until(() -> waiter.get() != null && waiter.get().getState() == Thread.State.TIMED_WAITING);
        assertThat(begun).isFalse();

        end.countDown();

        for (FutureTask<Boolean> call : calls) {
            assertThat(call.get(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(begun).isTrue();
    }

    @Test
    void theTargetsOfAMountThatIsGoneAreForgotten() {
        gates.belongs("a", "db");
        gates.belongs("b", "db/other");
        gates.limit("c", 1);

        gates.forgetOf("db");

        assertThat(gates.statuses()).extracting(TargetStatus::id).containsExactly("b", "c");
    }

    @Test
    void aBusyTargetIsReportedAsSuchAndDelaysNoOther() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        List<FutureTask<Boolean>> calls = List.of(block("a", end), block("a", end));
        Awaitility.await().until(() -> busy("a"));

        assertThatThrownBy(() -> gates.call("a", Duration.ofMillis(1), () -> true))
                .isInstanceOfSatisfying(
                        TargetUnavailableException.class,
                        e -> assertThat(e.effectPossible()).isFalse())
                .hasMessageContaining("busy: 2 calls");
        assertThat(gates.call("b", Duration.ZERO, () -> true)).isTrue();

        end.countDown();
        for (FutureTask<Boolean> call : calls) {
            call.get(30, TimeUnit.SECONDS);
        }
        assertThat(gates.call("a", Duration.ZERO, () -> true)).isTrue();
    }

    @Test
    void raisingTheLimitLetsWaitersIn() throws Exception {
        gates.limit("a", 1);
        CountDownLatch end = new CountDownLatch(1);
        FutureTask<Boolean> first = block("a", end);
        Awaitility.await().until(() -> busy("a"));
        FutureTask<Boolean> second = block("a", end);

        gates.limit("a", 2);
        end.countDown();

        assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTargetThatDoesNotAnswerIsLeftAloneAndTriedAgain() {
        assertThat(gates.room("a")).isEqualTo(2);
        fail("a");
        assertThat(gates.room("a")).as("in doubt").isEqualTo(1);
        fail("a");
        fail("a");
        assertThat(gates.room("a")).isZero();
        assertThat(gates.down()).containsExactly("a");
        assertThatThrownBy(() -> gates.call("a", PATIENCE, () -> {
                    throw new AssertionError("must not be called");
                }))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("next try is in 1000 ms");

        now.addAndGet(1_000_000_000);
        assertThat(gates.call("a", PATIENCE, () -> true)).isTrue();

        assertThat(gates.down()).isEmpty();
        assertThat(events)
                .containsExactly(new LeaseholdEvent.TargetDown("a", "no answer"), new LeaseholdEvent.TargetUp("a"));
    }

    @Test
    void aTargetWhoseConnectionWasWrittenAnewIsTriedAtOnce() {
        fail("a");
        fail("a");
        fail("a");
        assertThat(gates.down()).containsExactly("a");

        gates.retry("a");

        assertThat(gates.room("a")).as("one call to try").isEqualTo(1);
        assertThat(gates.call("a", PATIENCE, () -> true)).isTrue();
        assertThat(gates.room("a")).isEqualTo(2);
        assertThat(events)
                .containsExactly(new LeaseholdEvent.TargetDown("a", "no answer"), new LeaseholdEvent.TargetUp("a"));
    }

    @Test
    void aRefusalIsAnAnswer() {
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> gates.call("a", PATIENCE, () -> {
                        throw new TargetRefusedException("no", false, null);
                    }))
                    .isInstanceOf(TargetRefusedException.class);
        }
        assertThat(gates.down()).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void anAccountThatSomebodyElseWorksOnIsAnAnswerToo() {
        fail("a");
        fail("a");
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> gates.call("a", PATIENCE, () -> {
                        throw new TargetUnavailableException("locked", false, true, null);
                    }))
                    .isInstanceOf(TargetUnavailableException.class)
                    .hasMessage("locked");
        }
        assertThat(gates.room("a")).isEqualTo(2);
        assertThat(gates.down()).isEmpty();
        assertThat(events).isEmpty();
    }

    @Test
    void anInterruptedWaiterGivesUpAndKeepsItsFlag() throws Exception {
        gates.limit("a", 1);
        CountDownLatch end = new CountDownLatch(1);
        FutureTask<Boolean> first = block("a", end);
        Awaitility.await().until(() -> busy("a"));

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gates.call("a", PATIENCE, () -> true))
                .isInstanceOf(TargetUnavailableException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();

        end.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(gates.call("a", Duration.ZERO, () -> true)).isTrue();
    }

    @Test
    void everyWaiterHearsOfATargetThatWentDown() throws Exception {
        gates.limit("a", 1);
        fail("a");
        fail("a");
        CountDownLatch end = new CountDownLatch(1);
        FutureTask<Boolean> last = start(() -> gates.call("a", PATIENCE, () -> {
            await(end);
            throw new TargetUnavailableException("no answer", true, null);
        }));
        Awaitility.await().until(() -> busy("a"));
        List<Thread> waiting = new CopyOnWriteArrayList<>();
        Duration forLong = Duration.ofHours(1);
        List<FutureTask<Boolean>> waiters = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiters.add(start(() -> {
                waiting.add(Thread.currentThread());
                return gates.call("a", forLong, () -> true);
            }));
        }
        Awaitility.await()
                .until(() -> waiting.size() == 3
                        && waiting.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));

        end.countDown();

        assertThatThrownBy(() -> last.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
        for (FutureTask<Boolean> waiter : waiters) {
            assertThatThrownBy(() -> waiter.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .hasMessageContaining("did not answer the last calls");
        }
    }

    private boolean busy(String target) {
        try {
            gates.call(target, Duration.ZERO, () -> true);
            return false;
        } catch (TargetUnavailableException e) {
            return true;
        }
    }

    private FutureTask<Boolean> block(String target, CountDownLatch end) {
        return start(() -> gates.call(target, PATIENCE, () -> {
            await(end);
            return true;
        }));
    }

    private void fail(String target) {
        assertThatThrownBy(() -> gates.call(target, PATIENCE, () -> {
                    throw new TargetUnavailableException("no answer", true, null);
                }))
                .hasMessage("no answer");
    }

    private static <T> FutureTask<T> start(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, "test-caller");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
