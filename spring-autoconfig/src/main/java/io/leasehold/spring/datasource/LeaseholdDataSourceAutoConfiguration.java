package io.leasehold.spring.datasource;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.SecretBroker;
import io.leasehold.database.RotatingDataSource;
import io.leasehold.spring.LeaseholdProperties;
import io.leasehold.spring.StartPatience;
import io.leasehold.spring.declaration.DeclarationAutoConfiguration;
import io.leasehold.spring.declaration.Declarations;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Puts the application's pools on credentials of the broker: the one that Spring Boot makes, and others by the names of their beans. */
@AutoConfiguration(after = DeclarationAutoConfiguration.class, before = DataSourceAutoConfiguration.class)
@ConditionalOnClass({HikariDataSource.class, RotatingDataSource.class, JdbcConnectionDetails.class})
@ConditionalOnBooleanProperty(name = "leasehold.enabled", matchIfMissing = true)
@Conditional(OnBrokeredDataSource.class)
@EnableConfigurationProperties(LeaseholdDataSourceProperties.class)
public class LeaseholdDataSourceAutoConfiguration {

    static final String POOLS = "leaseholdPools";

    @Bean
    DataSourcePlans leaseholdDataSourcePlans(
            LeaseholdDataSourceProperties properties, LeaseholdProperties broker, Environment environment) {
        return new DataSourcePlans(properties, broker, environment);
    }

    @Bean
    @Order(DeclarationAutoConfiguration.PROPERTIES_ORDER + 1)
    Declarations leaseholdDataSourceDeclarations(DataSourcePlans plans, ObjectProvider<JdbcConnectionDetails> details) {
        return plans.declarations(plans.main().isPresent() ? foreign(details) : null);
    }

    @Bean(name = POOLS, destroyMethod = "close")
    BrokeredPools leaseholdPools(SecretBroker broker, StartPatience patience) {
        return new BrokeredPools(broker, patience);
    }

    @Bean
    static RotatingPoolPostProcessor leaseholdPoolPostProcessor(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<DataSourcePlans> plans,
            ObjectProvider<JdbcConnectionDetails> details) {
        return new RotatingPoolPostProcessor(beans, plans, details);
    }

    /** Connection details that are not ours, of a container for example. */
    static @Nullable ForeignDetails foreign(ObjectProvider<JdbcConnectionDetails> details) {
        JdbcConnectionDetails found = details.getIfUnique();
        return found == null || found instanceof BrokeredConnectionDetails
                ? null
                : new ForeignDetails(found.getJdbcUrl(), found.getUsername(), found.getPassword());
    }

    /** Brings the main database to Spring Boot. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(OnBrokeredDataSource.Main.class)
    static class MainConnection {

        @Bean
        @ConditionalOnMissingBean(JdbcConnectionDetails.class)
        BrokeredConnectionDetails leaseholdJdbcConnectionDetails(
                DataSourcePlans plans, ObjectProvider<BrokeredPools> pools) {
            return new BrokeredConnectionDetails(plans.main().orElseThrow(), pools);
        }
    }
}
