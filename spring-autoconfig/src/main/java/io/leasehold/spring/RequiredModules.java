package io.leasehold.spring;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Which properties need which module: without it they would have no effect, and nobody would be told. */
final class RequiredModules {

    private static final List<Need> NEEDS = List.of(
            new Need("leasehold.datasource", "io.leasehold.database.RotatingDataSource", "leasehold-engine-database"),
            new Need(
                    "leasehold.mongodb",
                    "io.leasehold.database.RotatingMongoClient",
                    "leasehold-engine-database and mongodb-driver-sync"),
            new Need("leasehold.aws", "io.leasehold.aws.RotatingAwsCredentials", "leasehold-engine-aws"),
            new Need("leasehold.tls", "io.leasehold.pki.tls.RotatingTls", "leasehold-engine-pki"));

    private RequiredModules() {}

    private record Need(String prefix, String type, String artifact) {}

    static void check(Environment environment, @Nullable ClassLoader loader) {
        Binder binder = Binder.get(environment);
        for (Need need : NEEDS) {
            boolean set = binder.bind(need.prefix(), Bindable.mapOf(String.class, Object.class))
                    .isBound();
            if (set && !ClassUtils.isPresent(need.type(), loader)) {
                throw new LeaseholdStartException(
                        need.prefix(), "has no effect without " + need.artifact() + ": add it to the class path");
            }
        }
    }
}
