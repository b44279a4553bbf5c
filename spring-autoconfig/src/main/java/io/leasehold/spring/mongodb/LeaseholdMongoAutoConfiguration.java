package io.leasehold.spring.mongodb;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import io.leasehold.SecretBroker;
import io.leasehold.database.RotatingMongoClient;
import io.leasehold.spring.StartPatience;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mongodb.autoconfigure.MongoAutoConfiguration;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.boot.mongodb.autoconfigure.MongoConnectionDetails;
import org.springframework.boot.mongodb.autoconfigure.MongoProperties;
import org.springframework.context.annotation.Bean;

/**
 * Makes the application's {@link MongoClient} one whose credential rotates. Address, settings, customizers and connection details
 * stay Boot's, whose own client backs off.
 */
@AutoConfiguration(before = MongoAutoConfiguration.class, afterName = "io.leasehold.spring.LeaseholdAutoConfiguration")
@ConditionalOnClass({MongoClient.class, RotatingMongoClient.class, MongoAutoConfiguration.class})
@ConditionalOnBooleanProperty(name = "leasehold.enabled", matchIfMissing = true)
@ConditionalOnProperty("leasehold.mongodb.path")
@ConditionalOnBean(SecretBroker.class)
@ConditionalOnMissingBean(value = MongoClient.class, type = "org.springframework.data.mongodb.MongoDatabaseFactory")
@EnableConfigurationProperties(LeaseholdMongoProperties.class)
public class LeaseholdMongoAutoConfiguration {

    @Bean(destroyMethod = "close")
    RotatingMongoClient leaseholdMongoClient(
            SecretBroker broker,
            LeaseholdMongoProperties properties,
            MongoProperties mongo,
            MongoConnectionDetails details,
            MongoClientSettings settings,
            ObjectProvider<MongoClientSettingsBuilderCustomizer> customizers,
            ObjectProvider<StartPatience> patience) {
        return new MongoClientAssembly(
                        properties,
                        details,
                        mongo.getAuthenticationDatabase(),
                        patience.getIfAvailable(() -> StartPatience.NONE))
                .make(broker, settings, customizers.orderedStream().toList());
    }
}
