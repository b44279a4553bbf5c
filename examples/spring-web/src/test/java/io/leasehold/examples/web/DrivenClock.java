package io.leasehold.examples.web;

import io.leasehold.spi.storage.Storage;
import io.leasehold.spring.LeaseholdBrokerCustomizer;
import io.leasehold.storage.InMemoryStorage;
import io.leasehold.testkit.time.ManualScheduler;
import io.leasehold.testkit.time.SettableTime;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/** A broker's clock that a test moves, with a thread that does what has come due by it, as the broker's own threads would. */
final class DrivenClock implements ApplicationContextInitializer<GenericApplicationContext>, AutoCloseable {

    private static final long PAUSE = Duration.ofMillis(2).toNanos();

    private final SettableTime time = SettableTime.manual();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final Thread worker = new Thread(this::work, "driven-clock");
    private volatile boolean closed;

    DrivenClock() {
        worker.start();
    }

    private void work() {
        while (!closed) {
            scheduler.runDue();
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** The store has to follow the clock: so it is one in memory. */
    @Override
    public void initialize(GenericApplicationContext context) {
        context.registerBean(Storage.class, () -> new InMemoryStorage(time));
        context.registerBean(
                LeaseholdBrokerCustomizer.class,
                () -> builder -> builder.timeSource(time).scheduler(scheduler));
    }

    void advance(Duration duration) {
        time.advance(duration);
    }

    @Override
    public void close() {
        closed = true;
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
