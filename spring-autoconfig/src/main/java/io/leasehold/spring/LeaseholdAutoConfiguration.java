package io.leasehold.spring;

import io.leasehold.SecretBroker;
import io.leasehold.error.LeaseholdException;
import io.leasehold.event.EventListener;
import io.leasehold.key.MasterKey;
import io.leasehold.spi.engine.SecretEngineProvider;
import io.leasehold.spi.storage.Storage;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Makes the broker by properties, unless the application has one of its own. Beans of the types {@link Storage}, {@link MasterKey},
 * {@link SecretEngineProvider}, {@link EventListener} and {@link LeaseholdBrokerCustomizer} are used.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "leasehold.enabled", matchIfMissing = true)
@EnableConfigurationProperties(LeaseholdProperties.class)
public class LeaseholdAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    StartPatience leaseholdStartPatience(LeaseholdProperties properties) {
        return new StartPatience(properties.startupTimeout());
    }

    @Bean
    SpringEvents leaseholdEvents(ConfigurableApplicationContext context) {
        return new SpringEvents(context);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    SecretBroker leaseholdBroker(
            LeaseholdProperties properties,
            Environment environment,
            BeanFactory beans,
            StartPatience patience,
            ObjectProvider<Storage> storage,
            ObjectProvider<MasterKey> masterKey,
            ObjectProvider<SecretEngineProvider> engines,
            ObjectProvider<EventListener> listeners,
            ObjectProvider<LeaseholdBrokerCustomizer> customizers) {
        SecretBroker.Builder builder = SecretBroker.builder();
        BrokerStart start = new BrokerStart(properties, environment, beans, patience);
        Storage shared = storage.getIfAvailable();
        BrokerStart.Opened opened = start.settings(builder).storage(builder, shared, masterKey.getIfAvailable());
        try {
            engines.orderedStream().forEach(builder::engine);
            listeners.orderedStream().forEach(builder::listener);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            // A store of the broker's own was waited for when it was opened, and is closed by an attempt that fails.
            return shared == null ? builder.build() : patience.await("the store", builder::build);
        } catch (LeaseholdException e) {
            opened.close();
            throw LeaseholdStartException.at("leasehold", e);
        } catch (RuntimeException e) {
            // A bean that cannot be made, a customizer that fails: nobody else knows of the store yet.
            opened.close();
            throw e;
        }
    }
}
