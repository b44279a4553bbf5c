package io.leasehold.testkit.server;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.OptionsMap;
import com.datastax.oss.driver.api.core.config.TypedDriverOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Opens sessions of Cassandra's driver that start and end quickly, and wait long for a slow server. */
final class CassandraSessions {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int QUIET_MILLIS = 100;
    private static final int SHUTDOWN_MILLIS = 5_000;

    private CassandraSessions() {}

    static CqlSession open(String host, int port, String user, String password) {
        OptionsMap options = OptionsMap.driverDefaults();
        options.put(TypedDriverOption.SESSION_NAME, "leasehold-testkit");
        options.put(TypedDriverOption.REQUEST_TIMEOUT, PATIENCE);
        options.put(TypedDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, PATIENCE);
        options.put(TypedDriverOption.LOAD_BALANCING_POLICY_CLASS, "BasicLoadBalancingPolicy");
        options.put(TypedDriverOption.METADATA_SCHEMA_ENABLED, false);
        options.put(TypedDriverOption.METADATA_TOKEN_MAP_ENABLED, false);
        options.put(TypedDriverOption.CONNECTION_WARN_INIT_ERROR, false);
        options.put(TypedDriverOption.SESSION_LEAK_THRESHOLD, 0);
        options.put(TypedDriverOption.NETTY_DAEMON, true);
        options.put(TypedDriverOption.NETTY_IO_SIZE, 1);
        options.put(TypedDriverOption.NETTY_ADMIN_SIZE, 1);
        // A quiet period of none would end threads that the driver is still about to use.
        options.put(TypedDriverOption.NETTY_IO_SHUTDOWN_UNIT, TimeUnit.MILLISECONDS.name());
        options.put(TypedDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, QUIET_MILLIS);
        options.put(TypedDriverOption.NETTY_IO_SHUTDOWN_TIMEOUT, SHUTDOWN_MILLIS);
        options.put(TypedDriverOption.NETTY_ADMIN_SHUTDOWN_UNIT, TimeUnit.MILLISECONDS.name());
        options.put(TypedDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, QUIET_MILLIS);
        options.put(TypedDriverOption.NETTY_ADMIN_SHUTDOWN_TIMEOUT, SHUTDOWN_MILLIS);
        return CqlSession.builder()
                .withConfigLoader(DriverConfigLoader.fromMap(options))
                .addContactPoint(new InetSocketAddress(host, port))
                .withAuthCredentials(user, password)
                .build();
    }
}
