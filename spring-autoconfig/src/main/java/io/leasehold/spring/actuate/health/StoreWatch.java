package io.leasehold.spring.actuate.health;

import io.leasehold.SecretBroker;
import io.leasehold.Subscription;
import io.leasehold.error.LeaseholdException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.lease.LeaseState;
import io.leasehold.observe.LeaseTally;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the lease store in the background, so that nobody who asks for the health waits for it: at an interval, and at once when the
 * broker tells that the answer has changed. Thread-safe.
 */
final class StoreWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

    private final SecretBroker broker;
    private final ScheduledExecutorService thread;
    private final Subscription subscription;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile StoreReading last = StoreReading.NONE;

    StoreWatch(SecretBroker broker, Duration interval) {
        this.broker = broker;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, "leasehold-health");
            made.setDaemon(true);
            return made;
        });
        this.subscription = broker.subscribe(this::on);
        // It ends with its thread, and never fails.
        var unused = thread.scheduleWithFixedDelay(this::read, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The last answer; no I/O. */
    StoreReading last() {
        return last;
    }

    private void on(LeaseholdEvent event) {
        boolean changes = event instanceof LeaseholdEvent.ExpiryPaused
                || event instanceof LeaseholdEvent.ExpiryResumed
                || event instanceof LeaseholdEvent.LeaseIrrevocable
                || event instanceof LeaseholdEvent.LeaseForgotten;
        if (changes && asked.compareAndSet(false, true)) {
            try {
                thread.execute(this::read);
            } catch (RejectedExecutionException ended) {
                LOG.trace("The watch of the store has ended", ended);
            }
        }
    }

    /** Reads now, on the caller's thread. Never fails: what cannot be read is not known. */
    void read() {
        asked.set(false);
        try {
            long irrevocable = broker.observations().leases().stream()
                    .filter(tally -> tally.state() == LeaseState.IRREVOCABLE)
                    .mapToLong(LeaseTally::leases)
                    .sum();
            last = new StoreReading(broker.leases().expiry(), irrevocable, null);
        } catch (LeaseholdException e) {
            last = new StoreReading(null, null, e.getMessage());
        } catch (RuntimeException e) {
            // An executor that sees it would never run this again.
            LOG.warn("The lease store could not be asked for its health; tried again later", e);
            last = new StoreReading(null, null, e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        subscription.close();
        thread.shutdownNow();
    }
}
