package io.leasehold.micrometer;

import io.leasehold.database.DataSourceStatus;
import io.leasehold.database.RotatingDataSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The meters of a {@link RotatingDataSource}: its physical connections by generation, and those that were aborted. They come on top
 * of the pool's own. No I/O. Thread-safe.
 */
public final class RotatingDataSourceMetrics implements MeterBinder, AutoCloseable {

    private final RotatingDataSource source;
    private final Tags tags;
    private final List<Bound> bound = new CopyOnWriteArrayList<>();

    private record Bound(MeterRegistry registry, List<Meter> meters) {}

    /**
     * Meters of a data source.
     *
     * @param source the data source
     * @param pool the value of the tag {@code pool}, such as the pool's name; different for each data source
     * @param more further tags of all its meters
     */
    public RotatingDataSourceMetrics(RotatingDataSource source, String pool, Iterable<Tag> more) {
        this.source = source;
        this.tags = Tags.of("pool", pool).and(more);
    }

    /**
     * Meters of a data source without further tags.
     *
     * @param source the data source
     * @param pool the value of the tag {@code pool}, such as the pool's name; different for each data source
     */
    public RotatingDataSourceMetrics(RotatingDataSource source, String pool) {
        this(source, pool, Tags.empty());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bound.add(new Bound(
                registry,
                List.of(
                        connections(registry, true),
                        connections(registry, false),
                        Gauge.builder(
                                        "leasehold.pool.places",
                                        () -> source.status().places())
                                .tags(tags)
                                .description("Physical connections at most, opening, open and closing ones together")
                                .register(registry),
                        FunctionCounter.builder(
                                        "leasehold.pool.aborted",
                                        source,
                                        observed -> observed.status().aborted())
                                .tags(tags)
                                .description("Connections that outlived their credential and were aborted")
                                .register(registry))));
    }

    private Meter connections(MeterRegistry registry, boolean current) {
        return Gauge.builder("leasehold.pool.connections", () -> count(source.status(), current))
                .tags(tags.and("generation", current ? "current" : "former"))
                .description("Physical connections, by the credential that they were opened with")
                .register(registry);
    }

    private static int count(DataSourceStatus status, boolean current) {
        return status.connections().entrySet().stream()
                .filter(generation -> (generation.getKey() == status.generation()) == current)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** Removes the meters from all registries. The data source stays as it is. */
    @Override
    public void close() {
        bound.forEach(one -> one.meters().forEach(one.registry()::remove));
        bound.clear();
    }
}
