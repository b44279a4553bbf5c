package io.leasehold.internal.alert;

import io.leasehold.alert.Alert;
import io.leasehold.alert.AlertRules;
import io.leasehold.event.EventListener;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.event.Events;
import io.leasehold.observe.Readings;
import io.leasehold.spi.time.Scheduler;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the conditions again and again, and says when one begins and ends to hold. Thread-safe. */
public final class AlertWatch implements EventListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);

    private final AlertRules rules;
    private final Supplier<Readings> readings;
    private final Events events;
    private final TimeSource time;
    private final Scheduler scheduler;
    private final Counted counted;
    private final Map<Finding.Key, Long> since = new HashMap<>(); // guarded by this
    private Standing standing = Standing.NONE; // guarded by this
    private Scheduler.@Nullable Task next; // guarded by this
    private boolean closed; // guarded by this

    /**
     * Creates the watch; it looks at nothing yet.
     *
     * @param rules from when on a condition holds
     * @param readings asks the engines for their numbers
     * @param events where to tell
     * @param time elapsed time
     * @param scheduler runs the looks
     */
    public AlertWatch(
            AlertRules rules, Supplier<Readings> readings, Events events, TimeSource time, Scheduler scheduler) {
        this.rules = rules;
        this.readings = readings;
        this.events = events;
        this.time = time;
        this.scheduler = scheduler;
        this.counted = new Counted(time);
    }

    @Override
    public void on(LeaseholdEvent event) {
        counted.on(event);
    }

    /** Starts looking, the first time after an interval. */
    public synchronized void start() {
        if (!closed) {
            next = scheduler.schedule("alerts", rules.interval(), this::turn);
        }
    }

    private void turn() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("The alerts could not be looked at; tried again in {}", rules.interval(), e);
        } finally {
            start();
        }
    }

    private void look() {
        Readings now = readings.get();
        List<Finding> findings = new ArrayList<>(Capacities.findings(now, rules));
        findings.addAll(counted.findings(rules));
        Standing.Change change;
        synchronized (this) {
            change = standing.with(findings, Capacities.silent(now));
            standing = change.standing();
            change.raised().forEach(finding -> since.put(finding.key(), time.nanoTime()));
            change.cleared().forEach(finding -> since.remove(finding.key()));
        }
        change.raised().forEach(this::raise);
        change.cleared().forEach(this::clear);
    }

    private void raise(Finding finding) {
        Rule rule = finding.key().rule();
        LOG.warn(
                "Alert {} for {}: {} is above {}: {}",
                rule.label(),
                finding.key().subject(),
                number(finding.value()),
                number(finding.threshold()),
                rule.advice());
        events.publish(new LeaseholdEvent.AlertRaised(
                rule.label(), finding.key().subject(), finding.value(), finding.threshold(), rule.advice()));
    }

    private void clear(Finding finding) {
        Rule rule = finding.key().rule();
        LOG.info(
                "Alert {} for {} is over: {} against {}",
                rule.label(),
                finding.key().subject(),
                number(finding.value()),
                number(finding.threshold()));
        events.publish(new LeaseholdEvent.AlertCleared(
                rule.label(), finding.key().subject(), finding.value(), finding.threshold()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /**
     * The alerts that stand.
     *
     * @return a snapshot
     */
    public synchronized List<Alert> alerts() {
        long now = time.nanoTime();
        return standing.alerts().values().stream()
                .map(finding -> new Alert(
                        finding.key().rule().label(),
                        finding.key().subject(),
                        finding.value(),
                        finding.threshold(),
                        finding.key().rule().advice(),
                        Duration.ofNanos(now - since.getOrDefault(finding.key(), now))))
                .toList();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }
}
