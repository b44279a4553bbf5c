package io.leasehold.database.internal.cassandra;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.config.OptionsMap;
import com.datastax.oss.driver.api.core.config.TypedDriverOption;
import io.leasehold.database.internal.admin.TimeLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How the driver is configured. Nothing is read from the application's configuration files. Immutable.
 *
 * @param fields the connection's own fields
 * @param consistency what statements on data ask for
 * @param connectionName the connection's name, which threads are named by
 */
record DriverConfiguration(CassandraOptions fields, DefaultConsistencyLevel consistency, String connectionName) {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LOGIN = Duration.ofSeconds(10);
    private static final int QUIET_MILLIS = 100;
    private static final int SHUTDOWN_MILLIS = 5_000;
    private static final Duration LONGEST_RECONNECTION = Duration.ofSeconds(10);

    /** The driver's options; it does not try longer to connect than there is time. */
    OptionsMap options(TimeLimit limit) {
        OptionsMap map = OptionsMap.driverDefaults();
        Duration connect =
                fields.connectTimeout() == null || fields.connectTimeout().isZero() ? CONNECT : fields.connectTimeout();
        // Threads are leasehold-NAME-io-0, -admin-0 and -timer-0.
        map.put(TypedDriverOption.SESSION_NAME, "leasehold-" + connectionName);
        map.put(TypedDriverOption.NETTY_DAEMON, true);
        map.put(TypedDriverOption.NETTY_IO_SIZE, 1);
        map.put(TypedDriverOption.NETTY_ADMIN_SIZE, 1);
        // A quiet period of none would end threads that the driver is still about to use.
        map.put(TypedDriverOption.NETTY_IO_SHUTDOWN_UNIT, TimeUnit.MILLISECONDS.name());
        map.put(TypedDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, QUIET_MILLIS);
        map.put(TypedDriverOption.NETTY_IO_SHUTDOWN_TIMEOUT, SHUTDOWN_MILLIS);
        map.put(TypedDriverOption.NETTY_ADMIN_SHUTDOWN_UNIT, TimeUnit.MILLISECONDS.name());
        map.put(TypedDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, QUIET_MILLIS);
        map.put(TypedDriverOption.NETTY_ADMIN_SHUTDOWN_TIMEOUT, SHUTDOWN_MILLIS);
        map.put(TypedDriverOption.SESSION_LEAK_THRESHOLD, 0);
        map.put(TypedDriverOption.CONNECTION_WARN_INIT_ERROR, false);
        map.put(TypedDriverOption.CONNECTION_CONNECT_TIMEOUT, shorter(connect, limit.left()));
        map.put(TypedDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, LOGIN);
        map.put(TypedDriverOption.CONTROL_CONNECTION_TIMEOUT, LOGIN);
        map.put(TypedDriverOption.SOCKET_KEEP_ALIVE, keepsAlive());
        map.put(TypedDriverOption.RECONNECTION_MAX_DELAY, LONGEST_RECONNECTION);
        map.put(TypedDriverOption.REQUEST_CONSISTENCY, consistency.name());
        map.put(TypedDriverOption.LOAD_BALANCING_POLICY_CLASS, "BasicLoadBalancingPolicy");
        map.put(TypedDriverOption.TIMESTAMP_GENERATOR_CLASS, "ServerSideTimestampGenerator");
        map.put(TypedDriverOption.METADATA_SCHEMA_ENABLED, false);
        map.put(TypedDriverOption.METADATA_TOKEN_MAP_ENABLED, false);
        map.put(TypedDriverOption.MONITOR_REPORTING_ENABLED, false);
        if (fields.protocolVersion() != null) {
            map.put(TypedDriverOption.PROTOCOL_VERSION, "V" + fields.protocolVersion());
        }
        return map;
    }

    /** The data centre whose nodes are used; empty for those of all. */
    Optional<String> localDatacenter() {
        return Optional.ofNullable(fields.localDatacenter()).map(String::strip).filter(name -> !name.isEmpty());
    }

    private boolean keepsAlive() {
        return fields.socketKeepAlive() != null && !fields.socketKeepAlive().isZero();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
