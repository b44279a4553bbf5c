package io.leasehold.spring.actuate.health;

import io.leasehold.SecretBroker;
import io.leasehold.spring.LeaseholdAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds the broker to the application's health, as {@code leasehold}; never to its liveness. */
@AutoConfiguration(
        after = LeaseholdAutoConfiguration.class,
        beforeName = {
            "org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration",
            "org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration"
        })
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBooleanProperty(name = "leasehold.enabled", matchIfMissing = true)
@ConditionalOnBean(SecretBroker.class)
@ConditionalOnEnabledHealthIndicator(LeaseholdHealthAutoConfiguration.NAME)
@EnableConfigurationProperties(LeaseholdHealthProperties.class)
public class LeaseholdHealthAutoConfiguration {

    static final String NAME = "leasehold";

    @Bean(name = NAME + "HealthContributor", destroyMethod = "close")
    @ConditionalOnMissingBean(name = {NAME + "HealthContributor", NAME + "HealthIndicator"})
    BrokerHealth leaseholdHealthContributor(SecretBroker broker, LeaseholdHealthProperties properties) {
        return new BrokerHealth(broker, properties.interval(), new Status(properties.degradedStatus()));
    }

    /** For the endpoint, where there is Actuator. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({
        HealthEndpointGroupsPostProcessor.class,
        org.springframework.boot.actuate.endpoint.SecurityContext.class
    })
    static class Endpoint {

        @Bean
        static HealthEndpointGroupsPostProcessor leaseholdLivenessWithoutTargets() {
            return new LivenessWithoutTargets();
        }

        /** Boot's own, or the configured one, which would not count a status that it does not know. */
        @Bean
        @ConditionalOnMissingBean
        StatusAggregator leaseholdStatusAggregator(
                ObjectProvider<HealthEndpointProperties> endpoint, LeaseholdHealthProperties properties) {
            HealthEndpointProperties configured = endpoint.getIfAvailable();
            List<String> order =
                    configured == null ? List.of() : configured.getStatus().getOrder();
            return StatusAggregator.of(withDegraded(order, properties.degradedStatus()));
        }

        static List<String> withDegraded(List<String> configured, String degraded) {
            List<String> order = configured.isEmpty()
                    ? Status.DEFAULT_ORDER.stream().map(Status::getCode).toList()
                    : configured;
            // As Boot compares them: "out-of-service" is OUT_OF_SERVICE.
            List<String> uniform = order.stream().map(Endpoint::uniform).toList();
            if (uniform.contains(uniform(degraded))) {
                return order;
            }
            List<String> extended = new ArrayList<>(order);
            int up = uniform.indexOf(uniform(Status.UP.getCode()));
            extended.add(up < 0 ? order.size() : up, degraded);
            return extended;
        }

        private static String uniform(String code) {
            return code.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
        }
    }
}
