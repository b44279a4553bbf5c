package io.leasehold.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Gauges that come and go. Those of one part are replaced together: a gauge that is still there gets its new value, one that is
 * not is removed. Thread-safe.
 */
final class GaugeRows {

    private final MeterRegistry registry;
    private final Tags common;
    private final Map<String, Map<Key, Shown>> parts = new HashMap<>(); // guarded by this
    private boolean closed; // guarded by this

    GaugeRows(MeterRegistry registry, Tags common) {
        this.registry = registry;
        this.common = common;
    }

    /**
     * What a gauge is.
     *
     * @param name its name
     * @param tags its own tags
     */
    record Key(String name, Tags tags) {}

    /**
     * What a gauge shows.
     *
     * @param seconds whether it is a time
     * @param description one sentence
     * @param value its value; no I/O
     */
    record Row(boolean seconds, String description, DoubleSupplier value) {}

    /** A gauge in the registry, whose value is exchanged under it. */
    private static final class Shown {

        private volatile DoubleSupplier value;
        private Meter meter;

        @SuppressWarnings("NullAway.Init") // the meter needs this object first
        Shown(DoubleSupplier value) {
            this.value = value;
        }

        double now() {
            return value.getAsDouble();
        }
    }

    /** Replaces all gauges of a part. */
    synchronized void show(String part, Map<Key, Row> rows) {
        if (closed) {
            return;
        }
        Map<Key, Shown> shown = parts.computeIfAbsent(part, name -> new LinkedHashMap<>());
        Iterator<Map.Entry<Key, Shown>> former = shown.entrySet().iterator();
        while (former.hasNext()) {
            Map.Entry<Key, Shown> one = former.next();
            if (!rows.containsKey(one.getKey())) {
                registry.remove(one.getValue().meter);
                former.remove();
            }
        }
        rows.forEach((key, row) -> {
            Shown present = shown.get(key);
            if (present == null) {
                shown.put(key, register(key, row));
            } else {
                present.value = row.value();
            }
        });
    }

    /** Says that the values of a part are not known now. */
    synchronized void unknown(String part) {
        parts.getOrDefault(part, Map.of()).values().forEach(shown -> shown.value = () -> Double.NaN);
    }

    private Shown register(Key key, Row row) {
        Shown shown = new Shown(row.value());
        Tags tags = common.and(key.tags());
        shown.meter = row.seconds()
                ? TimeGauge.builder(key.name(), shown::now, TimeUnit.SECONDS)
                        .tags(tags)
                        .description(row.description())
                        .register(registry)
                : Gauge.builder(key.name(), shown::now)
                        .tags(tags)
                        .description(row.description())
                        .register(registry);
        return shown;
    }

    synchronized void close() {
        closed = true;
        parts.values().forEach(part -> part.values().forEach(shown -> registry.remove(shown.meter)));
        parts.clear();
    }
}
