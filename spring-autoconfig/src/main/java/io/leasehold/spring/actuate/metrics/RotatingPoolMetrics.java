package io.leasehold.spring.actuate.metrics;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.micrometer.RotatingDataSourceMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The meters of every rotating data source that is a bean, or that a pool which is a bean opens its connections with; each one once.
 * The tag {@code pool} is the pool's name, or else the bean's. Starts no pool. Thread-safe.
 */
public final class RotatingPoolMetrics implements MeterBinder, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RotatingPoolMetrics.class);

    private final ListableBeanFactory beans;
    private final Tags tags;
    private final List<RotatingDataSourceMetrics> bound = new CopyOnWriteArrayList<>();

    RotatingPoolMetrics(ListableBeanFactory beans, Tags tags) {
        this.beans = beans;
        this.tags = tags;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        names().forEach((source, pool) -> {
            RotatingDataSourceMetrics metrics = new RotatingDataSourceMetrics(source, pool, tags);
            metrics.bindTo(registry);
            bound.add(metrics);
        });
    }

    private IdentityHashMap<RotatingDataSource, String> names() {
        IdentityHashMap<RotatingDataSource, String> found = new IdentityHashMap<>();
        // Pools first: their names are what their other meters are found by. Lazy beans and prototypes are not made for
        // this.
        Map<String, DataSource> sources = beans.getBeansOfType(DataSource.class, false, false);
        sources.forEach((name, source) -> {
            HikariDataSource pool = pool(source);
            if (pool != null && pool.getDataSource() instanceof RotatingDataSource rotating) {
                String poolName = pool.getPoolName();
                found.putIfAbsent(rotating, poolName == null ? name : poolName);
            }
        });
        beans.getBeansOfType(RotatingDataSource.class, false, false)
                .forEach((name, rotating) -> found.putIfAbsent(rotating, name));
        return found;
    }

    private static @Nullable HikariDataSource pool(DataSource source) {
        try {
            if (source instanceof HikariDataSource pool) {
                return pool;
            }
            return source.isWrapperFor(HikariDataSource.class) ? source.unwrap(HikariDataSource.class) : null;
        } catch (SQLException | RuntimeException e) {
            LOG.debug("A data source does not say what it wraps, and gets no meters of rotation", e);
            return null;
        }
    }

    /** Removes the meters. May be called repeatedly. */
    @Override
    public void close() {
        bound.forEach(RotatingDataSourceMetrics::close);
        bound.clear();
    }
}
