package io.leasehold.spring.actuate.endpoint;

import io.leasehold.SecretBroker;
import io.leasehold.spring.LeaseholdAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/** Adds the endpoint {@code leasehold} where Actuator exposes it. */
@AutoConfiguration(after = LeaseholdAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBooleanProperty(name = "leasehold.enabled", matchIfMissing = true)
@ConditionalOnBean(SecretBroker.class)
@ConditionalOnAvailableEndpoint(LeaseholdEndpoint.class)
@EnableConfigurationProperties(LeaseholdEndpointProperties.class)
@ImportRuntimeHints(EndpointRuntimeHints.class)
public class LeaseholdEndpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    LeaseholdEndpoint leaseholdEndpoint(SecretBroker broker, LeaseholdEndpointProperties properties) {
        return new LeaseholdEndpoint(broker, properties);
    }

    @Bean
    @ConditionalOnBean(LeaseholdEndpoint.class)
    @ConditionalOnMissingBean
    LeaseholdEndpointWebExtension leaseholdEndpointWebExtension(LeaseholdEndpoint endpoint) {
        return new LeaseholdEndpointWebExtension(endpoint);
    }
}
