package io.leasehold.spring.actuate.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.RotatingSecret;
import io.leasehold.SecretBroker;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.micrometer.LeaseholdMetrics;
import io.leasehold.spring.actuate.KeptEngine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class LeaseholdMetricsAutoConfigurationTest {

    private final SecretBroker broker = new KeptEngine().broker();
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    LeaseholdMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class))
            .withBean(SecretBroker.class, () -> broker, definition -> definition.setDestroyMethodName(""));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ApplicationContextRunner metered = runner.withBean(MeterRegistry.class, () -> registry);

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void theMetersAreBoundOnceWithTheirTagsAndGoneWithTheContext() {
        metered.withPropertyValues("leasehold.metrics.tags.broker=billing").run(context -> {
            assertThat(context).hasSingleBean(LeaseholdMetrics.class);
            broker.read(KeptEngine.PATH);
            Awaitility.await().until(() -> registry.find("leasehold.expiry.due").gauge() != null);
            assertThat(registry.get("leasehold.credentials.issued")
                            .tags("broker", "billing", "mount", "team/kept")
                            .counter()
                            .count())
                    .as("counted once")
                    .isEqualTo(1);
        });
        assertThat(registry.find("leasehold.expiry.due").gauge()).isNull();
    }

    @Test
    void aRegistryForEachSystemCountsEachOnce() {
        SimpleMeterRegistry other = new SimpleMeterRegistry();
        metered.withBean("other", MeterRegistry.class, () -> other).run(context -> {
            broker.read(KeptEngine.PATH);
            assertThat(registry.get("leasehold.credentials.issued").counter().count())
                    .isEqualTo(1);
            assertThat(other.get("leasehold.credentials.issued").counter().count())
                    .isEqualTo(1);
        });
    }

    @Test
    void nothingIsThereWhenLeaseholdIsDisabled() {
        metered.withPropertyValues("leasehold.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(LeaseholdMetrics.class));
    }

    @Test
    void itStandsAside() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(LeaseholdMetricsAutoConfiguration.class))
                .withBean(SecretBroker.class, () -> broker, definition -> definition.setDestroyMethodName(""))
                .run(context -> assertThat(context).as("no registry").doesNotHaveBean(LeaseholdMetrics.class));
        metered.withPropertyValues("leasehold.metrics.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(LeaseholdMetrics.class)
                        .doesNotHaveBean(RotatingPoolMetrics.class));
        LeaseholdMetrics own = LeaseholdMetrics.of(broker);
        metered.withBean(LeaseholdMetrics.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(LeaseholdMetrics.class)).isSameAs(own));
        metered.withClassLoader(new FilteredClassLoader(LeaseholdMetrics.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("leaseholdMetrics"));
        metered.withClassLoader(new FilteredClassLoader(RotatingDataSource.class))
                .run(context -> assertThat(context)
                        .hasSingleBean(LeaseholdMetrics.class)
                        .doesNotHaveBean(RotatingPoolMetrics.class));
        metered.withClassLoader(new FilteredClassLoader(HikariDataSource.class))
                .run(context -> assertThat(context)
                        .hasSingleBean(LeaseholdMetrics.class)
                        .doesNotHaveBean(RotatingPoolMetrics.class));
    }

    @Test
    void aStepOutOfRangeFailsTheStart() {
        metered.withPropertyValues("leasehold.metrics.step=2h")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("leasehold.metrics.step must be from 1s to 1h, was PT2H"));
    }

    @Test
    void aPoolOnOrdinaryConnectionsHasNoMetersOfRotationAndIsNotStarted() {
        HikariDataSource pool = new HikariDataSource();
        metered.withBean(HikariDataSource.class, () -> pool).run(context -> {
            assertThat(context).hasSingleBean(RotatingPoolMetrics.class);
            assertThat(registry.find("leasehold.pool.places").gauge()).isNull();
            assertThat(pool.getHikariPoolMXBean()).isNull();
        });
        try (RotatingSecret secret = broker.rotating(KeptEngine.PATH)) {
            assertThat(secret.current())
                    .as("the broker is not closed with the meters")
                    .isNotNull();
        }
    }
}
