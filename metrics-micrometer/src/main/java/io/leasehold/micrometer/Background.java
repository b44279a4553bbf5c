package io.leasehold.micrometer;

import io.leasehold.ExpiryStatus;
import io.leasehold.SecretBroker;
import io.leasehold.alert.Alert;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.micrometer.GaugeRows.Row;
import io.leasehold.observe.LeaseTally;
import io.leasehold.observe.Measurement;
import io.leasehold.observe.Readings;
import io.leasehold.observe.TargetStatus;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the gauges show: reads it from the broker, and makes rows of it. Thread-safe. */
final class Background {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final SecretBroker broker;
    private final States states;
    private volatile @Nullable List<LeaseTally> leases;
    private volatile @Nullable ExpiryStatus expiry;
    private volatile Readings readings = Readings.NONE;
    private volatile boolean failing;

    Background(SecretBroker broker) {
        this.broker = broker;
        this.states = new States(broker);
    }

    /** Whether an event may have changed what needs no I/O to be told. */
    static boolean changesRows(LeaseholdEvent event) {
        return event instanceof LeaseholdEvent.SecretRotated
                || event instanceof LeaseholdEvent.SecretDrained
                || event instanceof LeaseholdEvent.TargetDown
                || event instanceof LeaseholdEvent.TargetUp
                || event instanceof LeaseholdEvent.AlertRaised
                || event instanceof LeaseholdEvent.AlertCleared;
    }

    /** Asks store and targets. What cannot be read is not known until the next time. */
    synchronized void read() {
        failing = readStore();
        Readings now = orNull(() -> broker.observations().measurements());
        readings = now == null ? Readings.NONE : now;
    }

    private boolean readStore() {
        leases = orNull(() -> broker.observations().leases());
        expiry = orNull(() -> broker.leases().expiry());
        return leases == null || expiry == null;
    }

    private <T> @Nullable T orNull(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (RuntimeException e) {
            // Whatever it is: numbers of before are not to be taken for those of now.
            if (failing) {
                LOG.debug("Numbers for meters could not be read", e);
            } else {
                LOG.warn("Numbers for meters could not be read; tried again at the next step: {}", e.toString());
            }
            return null;
        }
    }

    /** Shows what was read. */
    void showRead(GaugeRows gauges) {
        List<LeaseTally> counted = leases;
        if (counted == null) {
            gauges.unknown("leases");
        } else {
            gauges.show("leases", leases(counted));
        }
        ExpiryStatus status = expiry;
        if (status == null) {
            gauges.unknown("expiry");
        } else {
            gauges.show("expiry", expiry(status));
        }
        gauges.show("engines", engines(readings));
    }

    /** Shows how targets, secrets and alerts are; no I/O. */
    void showStates(GaugeRows gauges) {
        States.Look now = states.fresh();
        gauges.show("targets", targets(now));
        gauges.show("secrets", secrets(now));
        gauges.show("alerts", alerts(broker.observations().alerts()));
    }

    private static Map<GaugeRows.Key, Row> leases(List<LeaseTally> tallies) {
        Map<GaugeRows.Key, Row> rows = new LinkedHashMap<>();
        tallies.forEach(tally -> rows.put(
                new GaugeRows.Key(
                        "leasehold.leases",
                        Tags.of(
                                "mount",
                                tally.mount(),
                                "role",
                                tally.role(),
                                "state",
                                tally.state().name().toLowerCase(Locale.ROOT))),
                new Row(false, "Leases in the store, of all instances", tally::leases)));
        return rows;
    }

    private static Map<GaugeRows.Key, Row> expiry(ExpiryStatus status) {
        double paused = status.paused().isPresent() ? 1 : 0;
        return Map.of(
                new GaugeRows.Key("leasehold.expiry.paused", Tags.empty()),
                new Row(false, "1 while leases are not being expired by this process", () -> paused),
                new GaugeRows.Key("leasehold.expiry.due", Tags.empty()),
                new Row(false, "Leases past their end that are still there", status::due));
    }

    private static Map<GaugeRows.Key, Row> engines(Readings read) {
        Map<GaugeRows.Key, Row> rows = new LinkedHashMap<>();
        for (Measurement one : read.measurements()) {
            Tags tags = Tags.of(one.tags().entrySet().stream()
                    .map(tag -> Tag.of(tag.getKey(), tag.getValue()))
                    .toList());
            rows.put(
                    new GaugeRows.Key(one.name(), tags),
                    new Row(one.unit() == Measurement.Unit.SECONDS, one.description(), one::value));
        }
        return rows;
    }

    private Map<GaugeRows.Key, Row> targets(States.Look now) {
        Map<GaugeRows.Key, Row> rows = new LinkedHashMap<>();
        now.targets().values().forEach(target -> {
            String id = target.id();
            rows.put(
                    new GaugeRows.Key("leasehold.target.up", Tags.of("target", id, "mount", target.mount())),
                    new Row(
                            false,
                            "1 while a target answers, 0 while its breaker is open",
                            () -> target(id, status -> status.state() == TargetStatus.State.DOWN ? 0 : 1)));
            rows.put(
                    new GaugeRows.Key("leasehold.target.calls", Tags.of("target", id)),
                    new Row(false, "Calls that are running on a target", () -> target(id, TargetStatus::running)));
        });
        return rows;
    }

    private double target(String id, ToDoubleFunction<TargetStatus> number) {
        TargetStatus status = states.recent().targets().get(id);
        return status == null ? Double.NaN : number.applyAsDouble(status);
    }

    private Map<GaugeRows.Key, Row> secrets(States.Look now) {
        Map<GaugeRows.Key, Row> rows = new LinkedHashMap<>();
        now.secrets().keySet().forEach(path -> {
            secret(rows, path, "age", true, "Since the current secret was published", SecretState::age);
            secret(rows, path, "remaining", true, "What is left of the current secret", SecretState::remaining);
            secret(rows, path, "generation", false, "The current generation", SecretState::generation);
            secret(rows, path, "failures", false, "Failures in a row to renew or replace", SecretState::failures);
            secret(rows, path, "draining", false, "Former leases that are still held", SecretState::draining);
        });
        return rows;
    }

    private void secret(
            Map<GaugeRows.Key, Row> rows,
            String path,
            String name,
            boolean seconds,
            String description,
            ToDoubleFunction<SecretState> number) {
        rows.put(
                new GaugeRows.Key("leasehold.secret." + name, Tags.of("path", path)),
                new Row(seconds, description, () -> {
                    SecretState state = states.recent().secrets().get(path);
                    return state == null ? Double.NaN : number.applyAsDouble(state);
                }));
    }

    private static Map<GaugeRows.Key, Row> alerts(List<Alert> alerts) {
        Map<GaugeRows.Key, Row> rows = new LinkedHashMap<>();
        alerts.forEach(alert -> rows.put(
                new GaugeRows.Key("leasehold.alert", Tags.of("rule", alert.rule(), "subject", alert.subject())),
                new Row(false, "1 while an alert of the broker stands", () -> 1)));
        return rows;
    }
}
