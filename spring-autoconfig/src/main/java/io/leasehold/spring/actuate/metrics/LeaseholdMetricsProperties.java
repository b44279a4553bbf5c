package io.leasehold.spring.actuate.metrics;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The meters of the broker. Immutable.
 *
 * @param enabled Whether the broker's meters are in the meter registry.
 * @param step How often the store and the targets are asked for numbers, in the background, 1 second to 1 hour.
 * @param tags Further tags of all meters of the broker, by name.
 */
@ConfigurationProperties("leasehold.metrics")
public record LeaseholdMetricsProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("60s") Duration step,
        @DefaultValue Map<String, String> tags) {

    /** Checks the step, and takes a copy. */
    public LeaseholdMetricsProperties {
        tags = Map.copyOf(tags);
        if (step.compareTo(Duration.ofSeconds(1)) < 0 || step.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("leasehold.metrics.step must be from 1s to 1h, was " + step);
        }
    }
}
