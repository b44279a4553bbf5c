package io.leasehold.spring.datasource;

import com.zaxxer.hikari.HikariDataSource;
import io.leasehold.spring.LeaseholdStartException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Puts rotating connections under pools by the names of their beans, before they start and after Spring Boot has set them up: after
 * the binding of {@code spring.datasource.hikari} and after the connection details.
 */
final class RotatingPoolPostProcessor implements BeanPostProcessor, PriorityOrdered, SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;
    private final ObjectProvider<DataSourcePlans> plans;
    private final ObjectProvider<JdbcConnectionDetails> details;

    RotatingPoolPostProcessor(
            ConfigurableListableBeanFactory beans,
            ObjectProvider<DataSourcePlans> plans,
            ObjectProvider<JdbcConnectionDetails> details) {
        this.beans = beans;
        this.plans = plans;
        this.details = details;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String beanName) {
        if (bean instanceof DataSource dataSource) {
            plan(beanName).ifPresent(plan -> install(plan, dataSource, beanName));
        }
        return bean;
    }

    private Optional<DataSourcePlan> plan(String beanName) {
        return plans.getObject().all().stream()
                .filter(plan -> plan.beanName().equals(beanName))
                .findFirst();
    }

    private void install(DataSourcePlan plan, DataSource dataSource, String beanName) {
        if (!(dataSource instanceof HikariDataSource pool)) {
            throw new LeaseholdStartException(
                    plan.property("bean"),
                    "must name a HikariDataSource, \"" + beanName + "\" is a "
                            + dataSource.getClass().getName());
        }
        // A pool of this bean's lives shorter than what it stands on.
        beans.registerDependentBean(LeaseholdDataSourceAutoConfiguration.POOLS, beanName);
        beans.getBean(LeaseholdDataSourceAutoConfiguration.POOLS, BrokeredPools.class)
                .install(plan, pool, url(plan));
    }

    private @Nullable String url(DataSourcePlan plan) {
        ForeignDetails foreign = plan.name().equals(DataSourcePlan.DEFAULT)
                ? LeaseholdDataSourceAutoConfiguration.foreign(details)
                : null;
        return foreign != null ? foreign.url() : plan.url();
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (DataSourcePlan plan : plans.getObject().all()) {
            if (!beans.containsBean(plan.beanName())) {
                throw new LeaseholdStartException(
                        plan.property("bean"),
                        "there is no bean named \"" + plan.beanName() + "\" that could run on these credentials");
            }
        }
    }

    /** After the binding of properties, and after what brings connection details to the pool, which is second. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 3;
    }
}
