package io.leasehold.spring.actuate.health;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the health of the broker says. Immutable.
 *
 * @param interval How often the lease store is asked in the background for what the health shows, 1 second to 1 hour.
 * @param degradedStatus Status of what works and needs somebody to look at it; "UP" for who knows no other, then the details say it.
 */
@ConfigurationProperties("leasehold.health")
public record LeaseholdHealthProperties(
        @DefaultValue("60s") Duration interval,
        @DefaultValue("DEGRADED") String degradedStatus) {

    /** Checks both. */
    public LeaseholdHealthProperties {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0 || interval.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("leasehold.health.interval must be from 1s to 1h, was " + interval);
        }
        if (!degradedStatus.matches("[A-Z][A-Z0-9_]*")) {
            throw new IllegalArgumentException(
                    "leasehold.health.degraded-status must be a status such as DEGRADED or UP, in capitals");
        }
    }
}
