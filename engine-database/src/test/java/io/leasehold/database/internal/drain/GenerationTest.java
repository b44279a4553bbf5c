package io.leasehold.database.internal.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.leasehold.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GenerationTest {

    private final AtomicInteger drained = new AtomicInteger();
    private final Generation generation = generation();

    private Generation generation() {
        Generation made = new Generation(1, Secret.of(Map.of(), Set.of(), null, List.of()));
        made.retain(new Retention(() -> {}, 0, Duration.ofSeconds(1), drained::incrementAndGet));
        return made;
    }

    @Test
    void retiredAndUnusedIsDrainedAndCannotBeEntered() {
        generation.retire();
        assertThat(drained).hasValue(1);
        assertThat(generation.enter()).isFalse();
    }

    @Test
    void theLastToLeaveDrainsIt() {
        assertThat(generation.enter()).isTrue();
        generation.retire();
        assertThat(generation.isDrained()).isFalse();
        // An open that read this generation before the swap is let in, and finds it retired when it has connected.
        assertThat(generation.enter()).isTrue();
        generation.leave();
        assertThat(drained).hasValue(0);
        generation.leave();
        assertThat(drained).hasValue(1);
    }

    @Test
    void withoutUsersButCurrentItStays() {
        assertThat(generation.enter()).isTrue();
        generation.leave();
        assertThat(generation.isDrained()).isFalse();
        assertThat(generation.enter()).isTrue();
    }

    @Test
    void racingUsersDrainItExactlyOnceAndNobodyIsInsideThen() throws Exception {
        for (int round = 0; round < 300; round++) {
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger insideWhenDrained = new AtomicInteger(-1);
            AtomicInteger times = new AtomicInteger();
            Generation raced = new Generation(1, Secret.of(Map.of(), Set.of(), null, List.of()));
            raced.retain(new Retention(() -> {}, 0, Duration.ofSeconds(1), () -> {
                insideWhenDrained.set(inside.get());
                times.incrementAndGet();
            }));
            CyclicBarrier start = new CyclicBarrier(4);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                threads.add(started(start, () -> {
                    for (int n = 0; n < 20 && raced.enter(); n++) {
                        inside.incrementAndGet();
                        inside.decrementAndGet();
                        raced.leave();
                    }
                }));
            }
            threads.add(started(start, raced::retire));
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(times).hasValue(1);
            assertThat(insideWhenDrained).hasValue(0);
        }
    }

    private static Thread started(CyclicBarrier start, Runnable work) {
        Thread thread = new Thread(() -> {
            try {
                start.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            work.run();
        });
        thread.start();
        return thread;
    }
}
