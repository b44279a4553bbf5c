package io.leasehold.spring.tls;

import io.leasehold.SecretBroker;
import io.leasehold.pki.tls.RotatingTls;
import io.leasehold.spring.StartPatience;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.io.ResourceLoader;

/** Registers SSL bundles whose certificates the PKI engine issues and replaces. */
@AutoConfiguration(afterName = "io.leasehold.spring.LeaseholdAutoConfiguration")
@ConditionalOnClass({RotatingTls.class, SslBundleRegistrar.class})
@ConditionalOnBooleanProperty(name = "leasehold.enabled", matchIfMissing = true)
@ConditionalOnBean(SecretBroker.class)
@EnableConfigurationProperties(LeaseholdTlsProperties.class)
public class LeaseholdTlsAutoConfiguration {

    /** Made when SSL bundles are, which ask for it. */
    @Bean(destroyMethod = "close")
    @Lazy
    @ConditionalOnMissingBean
    TlsBundles leaseholdTlsBundles(
            SecretBroker broker,
            LeaseholdTlsProperties properties,
            ResourceLoader resources,
            ObjectProvider<StartPatience> patience) {
        return new TlsBundles(broker, properties, resources, patience.getIfAvailable(() -> StartPatience.NONE));
    }

    /** Without bundles the broker is not asked for: SSL bundles are made early, and perhaps on the broker's own way up. */
    @Bean
    SslBundleRegistrar leaseholdSslBundleRegistrar(
            LeaseholdTlsProperties properties, ObjectProvider<TlsBundles> bundles) {
        return registry -> {
            if (!properties.bundles().isEmpty()) {
                bundles.getObject().register(registry);
            }
        };
    }
}
