package io.leasehold.spring.actuate.metrics;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.SecretBroker;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.micrometer.LeaseholdMetrics;
import io.leasehold.spring.LeaseholdAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts the meters of the broker into the application's registry. Spring Boot binds them, once, when all beans are there; they are
 * closed before the broker.
 */
@AutoConfiguration(
        after = LeaseholdAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass({MeterRegistry.class, LeaseholdMetrics.class})
@ConditionalOnBean({SecretBroker.class, MeterRegistry.class})
@ConditionalOnBooleanProperty(
        name = {"leasehold.enabled", "leasehold.metrics.enabled"},
        matchIfMissing = true)
@EnableConfigurationProperties(LeaseholdMetricsProperties.class)
public class LeaseholdMetricsAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    LeaseholdMetrics leaseholdMetrics(SecretBroker broker, LeaseholdMetricsProperties properties) {
        return LeaseholdMetrics.builder(broker)
                .step(properties.step())
                .tags(tags(properties))
                .build();
    }

    private static Tags tags(LeaseholdMetricsProperties properties) {
        List<Tag> tags = properties.tags().entrySet().stream()
                .map(tag -> Tag.of(tag.getKey(), tag.getValue()))
                .toList();
        return Tags.of(tags);
    }

    /** For what runs on rotating connections. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({RotatingDataSource.class, HikariDataSource.class})
    static class DataSources {

        @Bean(destroyMethod = "close")
        @ConditionalOnMissingBean
        RotatingPoolMetrics leaseholdPoolMetrics(ListableBeanFactory beans, LeaseholdMetricsProperties properties) {
            return new RotatingPoolMetrics(beans, tags(properties));
        }
    }
}
