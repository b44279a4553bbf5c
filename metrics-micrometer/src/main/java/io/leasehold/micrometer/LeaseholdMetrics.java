package io.leasehold.micrometer;

import io.leasehold.SecretBroker;
import io.leasehold.Subscription;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.event.LeaseholdEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meters of a broker: counters and timers of what this process does, and gauges of leases, targets, rotating secrets and
 * what engines know. {@code docs/metrics.md} lists them. Meters hold no secret and no lease id.
 *
 * <pre>{@code
 * LeaseholdMetrics metrics = LeaseholdMetrics.of(broker);
 * metrics.bindTo(registry);
 * ...
 * metrics.close(); // before the broker
 * }</pre>
 *
 * <p>What the store and targets have to be asked for is read in the background, once per step; a scrape waits for nobody. A gauge
 * of what is gone is removed; counters of roles and secrets without an event go after a day. With several brokers on one registry,
 * give each a tag. Thread-safe.
 */
public final class LeaseholdMetrics implements MeterBinder, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseholdMetrics.class);

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final SecretBroker broker;
    private final Duration step;
    private final Tags common;
    private final Background background;
    private final List<Bound> bound = new CopyOnWriteArrayList<>();
    private final AtomicBoolean lightRefresh = new AtomicBoolean();
    private @Nullable ScheduledExecutorService thread; // guarded by this
    private @Nullable Subscription subscription; // guarded by this
    private boolean closed; // guarded by this

    private LeaseholdMetrics(SecretBroker broker, Duration step, Tags common) {
        this.broker = broker;
        this.step = step;
        this.common = common;
        this.background = new Background(broker);
    }

    /** What one registry was given. */
    private record Bound(EventMeters events, GaugeRows gauges) {

        void close() {
            events.close();
            gauges.close();
        }
    }

    /**
     * Meters of a broker, read once a minute.
     *
     * @param broker the broker
     * @return the meters, bound to no registry yet
     */
    public static LeaseholdMetrics of(SecretBroker broker) {
        return builder(broker).build();
    }

    /**
     * Starts a configuration.
     *
     * @param broker the broker
     * @return a builder; not thread-safe
     */
    public static Builder builder(SecretBroker broker) {
        return new Builder(broker);
    }

    /**
     * Adds the meters to a registry, and starts reading if that is the first one. Returns at once: numbers that have to be read
     * appear a moment later.
     *
     * @param registry the registry; each one once
     */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        if (closed) {
            return;
        }
        bound.add(new Bound(new EventMeters(registry, common), new GaugeRows(registry, common)));
        ScheduledExecutorService running = thread;
        if (running == null) {
            subscription = broker.subscribe(this::on);
            running = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread made = new Thread(work, "leasehold-metrics");
                made.setDaemon(true);
                return made;
            });
            thread = running;
            // Ends with its thread; what a turn throws is logged by it.
            var unused = running.scheduleWithFixedDelay(this::turn, 0, step.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            running.execute(this::turn);
        }
    }

    private void on(LeaseholdEvent event) {
        bound.forEach(one -> one.events().on(event));
        if (Background.changesRows(event)) {
            refreshSoon();
        }
    }

    /** What needs no I/O is told at once when it changes, on the background's thread; events in a row share one look. */
    private synchronized void refreshSoon() {
        ScheduledExecutorService running = thread;
        if (running != null && lightRefresh.compareAndSet(false, true)) {
            try {
                running.execute(() -> {
                    lightRefresh.set(false);
                    bound.forEach(one -> background.showStates(one.gauges()));
                });
            } catch (RejectedExecutionException ended) {
                lightRefresh.set(false);
            }
        }
    }

    private void turn() {
        try {
            refresh();
        } catch (RuntimeException e) {
            // An executor that sees it would never run this again.
            LOG.warn("The meters could not be brought up to date; tried again in {}", step, e);
        }
    }

    /**
     * Reads everything now, on the caller's thread: asks the store, and targets for ten seconds at most. The background does so once
     * per step; this is for tests, and for who cannot wait for it. Never fails: what cannot be read is not a number.
     */
    public void refresh() {
        background.read();
        bound.forEach(one -> {
            background.showStates(one.gauges());
            background.showRead(one.gauges());
            one.events().forgetIdle();
        });
    }

    /** Stops reading and removes the meters from all registries. May be called repeatedly. */
    @Override
    public synchronized void close() {
        closed = true;
        if (subscription != null) {
            subscription.close();
        }
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
        bound.forEach(Bound::close);
        bound.clear();
    }

    /** Configures the meters. Not thread-safe. */
    public static final class Builder {

        private final SecretBroker broker;
        private Duration step = Duration.ofSeconds(60);
        private Tags tags = Tags.empty();

        private Builder(SecretBroker broker) {
            this.broker = broker;
        }

        /**
         * Sets how often store and targets are asked.
         *
         * @param every one second to one hour; default 60 seconds
         * @return this builder
         * @throws InvalidRequestException when it is out of its range
         */
        public Builder step(Duration every) {
            if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
                throw new InvalidRequestException("step", "must be from PT1S to PT1H, was " + every);
            }
            this.step = every;
            return this;
        }

        /**
         * Adds tags to all meters, such as the broker's name where there are several.
         *
         * @param more the tags
         * @return this builder
         */
        public Builder tags(Iterable<Tag> more) {
            this.tags = tags.and(more);
            return this;
        }

        /**
         * Makes the meters.
         *
         * @return the meters, bound to no registry yet
         */
        public LeaseholdMetrics build() {
            return new LeaseholdMetrics(broker, step, tags);
        }
    }
}
