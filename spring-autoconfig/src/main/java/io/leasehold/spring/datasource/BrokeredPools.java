package io.leasehold.spring.datasource;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.RotatingSecret;
import io.leasehold.RotationOptions;
import io.leasehold.SecretBroker;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.database.RotatingDataSourceBuilder;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.StartPatience;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools that run on rotating credentials. Closed after the pools and before the broker: then their leases are revoked. Thread-safe.
 */
final class BrokeredPools implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BrokeredPools.class);
    private static final Duration REPLACEMENT_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Set<String> LOGIN_PROPERTIES = Set.of("user", "username", "password");

    private final SecretBroker broker;
    private final StartPatience patience;
    private final Map<String, RotatingSecret> secrets = new LinkedHashMap<>();
    private final Map<String, RotatingDataSource> dataSources = new LinkedHashMap<>();

    BrokeredPools(SecretBroker broker, StartPatience patience) {
        this.broker = broker;
        this.patience = patience;
    }

    /** The secret of a data source, fetched at first use. */
    synchronized RotatingSecret secret(DataSourcePlan plan) {
        RotatingSecret secret = secrets.get(plan.name());
        if (secret == null) {
            secret = fetch(plan);
            secrets.put(plan.name(), secret);
        }
        return secret;
    }

    private RotatingSecret fetch(DataSourcePlan plan) {
        try {
            return patience.await(
                    plan.path(),
                    () -> broker.rotating(
                            plan.path(),
                            Map.of(),
                            new RotationOptions(plan.settings().drain())));
        } catch (InvalidRequestException e) {
            throw LeaseholdStartException.of(plan.property(wrong(plan, e.field().orElse(""))), e);
        } catch (LeaseholdException e) {
            throw LeaseholdStartException.of(plan.property(origin(plan)), e);
        }
    }

    private static String wrong(DataSourcePlan plan, String field) {
        if (field.equals("drain")) {
            return field;
        }
        return field.equals("max_ttl") && plan.settings().role() != null ? "role.max-ttl" : origin(plan);
    }

    private static String origin(DataSourcePlan plan) {
        return plan.settings().path() != null ? "path" : "role";
    }

    /** Puts rotating connections under a pool that has not started. */
    synchronized void install(DataSourcePlan plan, HikariDataSource pool, @Nullable String url) {
        if (pool.getHikariPoolMXBean() != null) {
            throw new LeaseholdStartException(
                    plan.property("bean"),
                    "the pool has started already, so it cannot get rotating credentials; make it without starting it, as"
                            + " DataSourceBuilder does, instead of new HikariDataSource(config)");
        }
        try {
            RotatingDataSource rotating = dataSource(plan, pool, url);
            dataSources.put(plan.name(), rotating);
            pool.setJdbcUrl(null);
            pool.setUsername(null);
            pool.setPassword(null);
            rotating.configure(pool);
        } catch (InvalidRequestException e) {
            throw told(plan, e);
        }
    }

    private RotatingDataSource dataSource(DataSourcePlan plan, HikariDataSource pool, @Nullable String planned) {
        String url = planned != null ? planned : pool.getJdbcUrl();
        if (url == null) {
            throw new LeaseholdStartException(plan.property("url"), "is missing: the JDBC URL of the database");
        }
        RotatingDataSourceBuilder builder = RotatingDataSource.builder()
                .url(url)
                .abortAtDrainLimit(plan.settings().abortAtDrainLimit());
        pool.getDataSourceProperties().forEach((name, value) -> {
            if (!LOGIN_PROPERTIES.contains(String.valueOf(name))) {
                builder.property(String.valueOf(name), String.valueOf(value));
            }
        });
        return builder.secret(secret(plan)).build();
    }

    private static LeaseholdStartException told(DataSourcePlan plan, InvalidRequestException e) {
        String field = e.field().orElse("url");
        String property = switch (field) {
            case "url" -> plan.urlProperty();
            case "properties" -> plan.poolProperty("data-source-properties");
            case "maxLifetime", "scheduledExecutor", "jdbcUrl" ->
                plan.poolProperty(LeaseholdStartException.kebab(field));
            default -> plan.property(LeaseholdStartException.kebab(field));
        };
        return LeaseholdStartException.of(property, e);
    }

    /**
     * Gives a pool a fresh user and waits until it is in use. For the end of a migration: rights on all tables, given to a user when it
     * was made, are not on tables that were made after it. The pool itself has to be there before the migration.
     */
    void replace(DataSourcePlan plan) {
        RotatingDataSource dataSource = installed(plan);
        RotatingSecret secret = fetched(plan);
        if (dataSource == null || secret == null || secret.current().lease().isEmpty()) {
            return;
        }
        long former = dataSource.status().generation();
        secret.rotate();
        if (!patience.until(REPLACEMENT_LIMIT, PAUSE, () -> dataSource.status().generation() != former)) {
            log.warn(
                    "{} has no fresh user {} after the migration; until the next rotation it may lack rights on new tables",
                    plan.beanName(),
                    REPLACEMENT_LIMIT);
        }
    }

    private synchronized @Nullable RotatingDataSource installed(DataSourcePlan plan) {
        return dataSources.get(plan.name());
    }

    private synchronized @Nullable RotatingSecret fetched(DataSourcePlan plan) {
        return secrets.get(plan.name());
    }

    @Override
    public synchronized void close() {
        dataSources.values().forEach(RotatingDataSource::close);
        dataSources.clear();
        secrets.values().forEach(RotatingSecret::close);
        secrets.clear();
    }
}
