package io.leasehold.database.internal.cassandra;

import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.context.DriverContext;
import com.datastax.oss.driver.api.core.retry.RetryPolicy;
import com.datastax.oss.driver.api.core.session.ProgrammaticArguments;
import com.datastax.oss.driver.internal.core.context.DefaultDriverContext;
import java.util.HashMap;
import java.util.Map;

/**
 * Builds sessions that never send a statement twice. Otherwise a policy is named in the configuration and made by reflection,
 * which modules do not allow.
 */
final class CarefulBuilder extends CqlSessionBuilder {

    @Override
    protected DriverContext buildContext(DriverConfigLoader configuration, ProgrammaticArguments arguments) {
        return new DefaultDriverContext(configuration, arguments) {
            @Override
            protected Map<String, RetryPolicy> buildRetryPolicies() {
                Map<String, RetryPolicy> policies = new HashMap<>();
                super.buildRetryPolicies().keySet().forEach(profile -> policies.put(profile, new NeverAgain()));
                return policies;
            }
        };
    }
}
