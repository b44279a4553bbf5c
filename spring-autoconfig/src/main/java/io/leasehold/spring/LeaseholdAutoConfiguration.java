package io.leasehold.spring;

import io.leasehold.SecretBroker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Makes the broker by properties, unless the application has one of its own. */
@AutoConfiguration
@EnableConfigurationProperties(LeaseholdProperties.class)
public class LeaseholdAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    SecretBroker leaseholdBroker(
            LeaseholdProperties properties, ObjectProvider<LeaseholdBrokerCustomizer> customizers) {
        SecretBroker.Builder builder = SecretBroker.builder().name(properties.name());
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }
}
