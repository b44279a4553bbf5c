package io.leasehold.spring.datasource;

import io.leasehold.database.DatabaseCredentials;
import io.leasehold.spring.LeaseholdStartException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** The main database as the broker has it now: whoever asks later gets a later login. */
final class BrokeredConnectionDetails implements JdbcConnectionDetails {

    private final DataSourcePlan plan;
    private final ObjectProvider<BrokeredPools> pools;

    BrokeredConnectionDetails(DataSourcePlan plan, ObjectProvider<BrokeredPools> pools) {
        this.plan = plan;
        this.pools = pools;
    }

    @Override
    public String getUsername() {
        return login().username();
    }

    @Override
    public String getPassword() {
        return login().password();
    }

    @Override
    public String getJdbcUrl() {
        String url = plan.url();
        if (url == null) {
            throw new LeaseholdStartException(plan.property("url"), "is missing: the JDBC URL of the database");
        }
        return url;
    }

    private DatabaseCredentials login() {
        return pools.getObject().secret(plan).current().as(DatabaseCredentials.class);
    }
}
