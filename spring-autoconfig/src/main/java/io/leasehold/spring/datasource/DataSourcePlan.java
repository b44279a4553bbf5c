package io.leasehold.spring.datasource;

import io.leasehold.spring.datasource.LeaseholdDataSourceProperties.Brokered;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done with one data source. Immutable.
 *
 * @param name the entry's name
 * @param settings the entry
 * @param beanName the pool's bean
 * @param url the URL without credentials, null for what the pool was set up with
 * @param path where its credentials are read
 * @param migrationPath where a migration's are read, null for none
 */
record DataSourcePlan(
        String name,
        Brokered settings,
        String beanName,
        @Nullable String url,
        String path,
        @Nullable String migrationPath) {

    /** The entry that stands for the data source which Spring Boot configures. */
    static final String DEFAULT = "default";

    String property(String field) {
        return "leasehold.datasource." + name + "." + field;
    }

    /** The property that says, or should say, the URL. */
    String urlProperty() {
        return name.equals(DEFAULT) && settings.url() == null && url != null
                ? "spring.datasource.url"
                : property("url");
    }

    /** The property that says a field of the pool, as far as we know it: pools of others are set up anywhere. */
    String poolProperty(String field) {
        return name.equals(DEFAULT) ? "spring.datasource.hikari." + field : property("bean");
    }
}
