package io.leasehold.database.internal.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PermitsTest {

    private final AtomicInteger limit = new AtomicInteger(2);
    private final Permits permits = new Permits(limit::get);

    @Test
    void noMoreThanTheLimitAreOut() throws SQLException {
        Permits.Permit one = permits.acquire(Duration.ZERO);
        permits.acquire(Duration.ZERO);
        assertThatThrownBy(() -> permits.acquire(Duration.ofMillis(10)))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .hasMessageContaining("10 ms")
                .hasMessageContaining("2 of 2");
        one.release();
        permits.acquire(Duration.ZERO);
        assertThat(permits.taken()).isEqualTo(2);
    }

    @Test
    void releasedTwiceCountsOnce() throws SQLException {
        Permits.Permit one = permits.acquire(Duration.ZERO);
        permits.acquire(Duration.ZERO);
        one.release();
        one.release();
        assertThat(permits.taken()).isEqualTo(1);
    }

    @Test
    void aRaisedLimitLetsWaitersIn() throws Exception {
        permits.acquire(Duration.ZERO);
        permits.acquire(Duration.ZERO);
        ConcurrentLinkedQueue<Permits.Permit> got = new ConcurrentLinkedQueue<>();
        Thread waiter = waiter(got);
        limit.set(3);
        permits.limitChanged();
        waiter.join();
        assertThat(got).hasSize(1);
    }

    @Test
    void closingLetsWaitersGoOn() throws Exception {
        permits.acquire(Duration.ZERO);
        permits.acquire(Duration.ZERO);
        ConcurrentLinkedQueue<Permits.Permit> got = new ConcurrentLinkedQueue<>();
        Thread waiter = waiter(got);
        permits.close();
        waiter.join();
        assertThat(got).hasSize(1);
    }

    @Test
    void manyThreadsNeverExceedTheLimitAndLeakNothing() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger peak = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                for (int round = 0; round < 2_000; round++) {
                    try {
                        Permits.Permit permit = permits.acquire(Duration.ofSeconds(30));
                        peak.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        inside.decrementAndGet();
                        permit.release();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(peak.get()).isBetween(1, 2);
        assertThat(permits.taken()).isZero();
    }

    private Thread waiter(ConcurrentLinkedQueue<Permits.Permit> got) {
        Thread waiter = new Thread(() -> {
            try {
                got.add(permits.acquire(Duration.ofSeconds(30)));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        return waiter;
    }
}
