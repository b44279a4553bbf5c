package io.leasehold.spring.datasource;

import io.leasehold.SecretBroker;
import io.leasehold.spring.LeaseholdStartException;
import io.leasehold.spring.StartPatience;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Scope;

/**
 * Gives Flyway and Liquibase credentials of their own, taken before a migration and revoked after. Their data sources are seen by
 * qualifier only, so that the application's stays the one that Spring Boot makes. They are prototypes, because Actuator's health
 * connects to every data source that is a singleton, and each connection of these makes a user.
 */
@AutoConfiguration(
        after = LeaseholdDataSourceAutoConfiguration.class,
        before = DataSourceAutoConfiguration.class,
        beforeName = {
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration"
        })
@ConditionalOnBean(DataSourcePlans.class)
@Conditional(OnBrokeredDataSource.Migration.class)
@ImportRuntimeHints(MigrationRuntimeHints.class)
public class LeaseholdMigrationAutoConfiguration {

    private static MigrationOwner owner(
            DataSourcePlans plans,
            SecretBroker broker,
            StartPatience patience,
            ObjectProvider<JdbcConnectionDetails> details) {
        DataSourcePlan plan = plans.main().orElseThrow();
        ForeignDetails foreign = LeaseholdDataSourceAutoConfiguration.foreign(details);
        String url = foreign != null ? foreign.url() : plan.url();
        return new MigrationOwner(new MigrationDataSource(
                broker, patience, required(plan, "migration", plan.migrationPath()), required(plan, "url", url)));
    }

    private static void migrated(BeanFactory beans, String owner) {
        beans.getBean(owner, MigrationOwner.class).dataSource().migrated();
        beans.getBean(DataSourcePlans.class)
                .main()
                .ifPresent(plan -> beans.getBean(BrokeredPools.class).replace(plan));
    }

    private static String required(DataSourcePlan plan, String field, @Nullable String value) {
        if (value == null) {
            throw new LeaseholdStartException(plan.property(field), "is missing");
        }
        return value;
    }

    /** For Flyway. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = {"org.flywaydb.core.Flyway", "org.springframework.boot.flyway.autoconfigure.FlywayDataSource"})
    static class FlywayMigration {

        private static final String OWNER = "leaseholdFlywayMigration";

        @Bean(name = OWNER, destroyMethod = "close")
        MigrationOwner leaseholdFlywayMigration(
                DataSourcePlans plans,
                SecretBroker broker,
                StartPatience patience,
                ObjectProvider<JdbcConnectionDetails> details) {
            return owner(plans, broker, patience, details);
        }

        @Bean(defaultCandidate = false, destroyMethod = "")
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        @FlywayDataSource
        DataSource leaseholdFlywayDataSource(@Qualifier(OWNER) MigrationOwner owner) {
            return owner.dataSource();
        }

        @Bean
        static MigrationEnd leaseholdFlywayEnd(BeanFactory beans) {
            return new MigrationEnd(
                    "org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer",
                    () -> migrated(beans, OWNER));
        }
    }

    /** For Liquibase. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(
            name = {
                "liquibase.integration.spring.SpringLiquibase",
                "org.springframework.boot.liquibase.autoconfigure.LiquibaseDataSource"
            })
    static class LiquibaseMigration {

        private static final String OWNER = "leaseholdLiquibaseMigration";

        @Bean(name = OWNER, destroyMethod = "close")
        MigrationOwner leaseholdLiquibaseMigration(
                DataSourcePlans plans,
                SecretBroker broker,
                StartPatience patience,
                ObjectProvider<JdbcConnectionDetails> details) {
            return owner(plans, broker, patience, details);
        }

        @Bean(defaultCandidate = false, destroyMethod = "")
        @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
        @LiquibaseDataSource
        DataSource leaseholdLiquibaseDataSource(@Qualifier(OWNER) MigrationOwner owner) {
            return owner.dataSource();
        }

        @Bean
        static MigrationEnd leaseholdLiquibaseEnd(BeanFactory beans) {
            return new MigrationEnd("liquibase.integration.spring.SpringLiquibase", () -> migrated(beans, OWNER));
        }
    }
}
