package io.leasehold.spring.actuate.alert;

import io.leasehold.SecretBroker;
import io.leasehold.alert.AlertRules;
import io.leasehold.spring.LeaseholdAutoConfiguration;
import io.leasehold.spring.LeaseholdBrokerCustomizer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Has the broker watch the guide's conditions, with its thresholds unless properties or a bean of {@link AlertRules} say others.
 * Needs neither Actuator nor Micrometer. A broker that the application makes itself is left alone.
 */
@AutoConfiguration(before = LeaseholdAutoConfiguration.class)
@ConditionalOnMissingBean(SecretBroker.class)
@ConditionalOnBooleanProperty(
        name = {"leasehold.enabled", "leasehold.alerts.enabled"},
        matchIfMissing = true)
@EnableConfigurationProperties(LeaseholdAlertProperties.class)
public class LeaseholdAlertAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    AlertRules leaseholdAlertRules(LeaseholdAlertProperties properties) {
        return properties.rules();
    }

    /** First, so that customizers of the application have the last word. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    LeaseholdBrokerCustomizer leaseholdAlertCustomizer(AlertRules rules) {
        return builder -> builder.alerts(rules);
    }
}
