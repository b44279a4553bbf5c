package io.leasehold.database.internal.mongoclient;

import io.leasehold.database.internal.drain.BackgroundWork;
import io.leasehold.database.internal.drain.Retention;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Waits until nobody uses a replaced client any more, and has it ended at the limit. Its steps run one after the other on the
 * background threads.
 */
final class ClientDrain {

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final ClientGeneration old;
    private final Retention retention;
    private final BackgroundWork work;
    private final TimeSource time;
    private final Consumer<ClientGeneration> atLimit;

    ClientDrain(
            ClientGeneration old,
            Retention retention,
            BackgroundWork work,
            TimeSource time,
            Consumer<ClientGeneration> atLimit) {
        this.old = old;
        this.retention = retention;
        this.work = work;
        this.time = time;
        this.atLimit = atLimit;
    }

    void start() {
        work.after(Duration.ZERO, this::step);
    }

    private void step() {
        if (old.isDrained() || old.isClosed()) {
            return;
        }
        old.endAbandoned();
        Duration left = retention.left(time.nanoTime());
        if (left.isZero() || left.isNegative()) {
            atLimit.accept(old);
        } else {
            work.after(left.compareTo(INTERVAL) < 0 ? left : INTERVAL, this::step);
        }
    }
}
