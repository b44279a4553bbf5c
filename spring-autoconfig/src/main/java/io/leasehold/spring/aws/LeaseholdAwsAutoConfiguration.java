package io.leasehold.spring.aws;

import io.leasehold.SecretBroker;
import io.leasehold.aws.RotatingAwsCredentials;
import io.leasehold.aws.RotatingAwsCredentialsProvider;
import io.leasehold.spring.StartPatience;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Makes rotating credentials of AWS the application's {@link AwsCredentialsProvider}, and others by name. */
@AutoConfiguration(
        afterName = "io.leasehold.spring.LeaseholdAutoConfiguration",
        beforeName = "io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration")
@ConditionalOnClass({RotatingAwsCredentials.class, AwsCredentialsProvider.class})
@ConditionalOnBooleanProperty(name = "leasehold.enabled", matchIfMissing = true)
@ConditionalOnBean(SecretBroker.class)
@EnableConfigurationProperties(LeaseholdAwsProperties.class)
@Import(NamedCredentialsRegistrar.class)
public class LeaseholdAwsAutoConfiguration {

    @Bean(NamedCredentialsRegistrar.FACTORY)
    AwsCredentialsFactory leaseholdAwsCredentialsFactory(
            SecretBroker broker, LeaseholdAwsProperties properties, ObjectProvider<StartPatience> patience) {
        return new AwsCredentialsFactory(broker, properties, patience.getIfAvailable(() -> StartPatience.NONE));
    }

    /** The application's own ones. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("leasehold.aws.path")
    @ConditionalOnMissingBean(AwsCredentialsProvider.class)
    static class Own {

        @Bean(destroyMethod = "close")
        @Primary
        RotatingAwsCredentials leaseholdAwsCredentials(AwsCredentialsFactory factory) {
            return factory.own();
        }

        @Bean
        @Primary
        RotatingAwsCredentialsProvider leaseholdAwsCredentialsProvider(RotatingAwsCredentials leaseholdAwsCredentials) {
            return leaseholdAwsCredentials.provider();
        }
    }
}
