package io.leasehold.database.internal.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.config.OptionsMap;
import com.datastax.oss.driver.api.core.config.TypedDriverOption;
import com.datastax.oss.driver.api.core.loadbalancing.NodeDistance;
import io.leasehold.database.internal.admin.TimeLimit;
import io.leasehold.database.internal.cassandra.CassandraAddress.Host;
import io.leasehold.database.internal.tls.ClientTls;
import io.leasehold.secret.SecretText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes sessions of the driver. Nothing is read from the application's configuration files; names and passwords go to the driver
 * as credentials. Immutable.
 */
final class SessionOpener {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LOGIN = Duration.ofSeconds(10);
    private static final Duration LONGEST_RECONNECTION = Duration.ofSeconds(10);

    private final CassandraAddress address;
    private final CassandraOptions options;
    private final Optional<ClientTls> tls;
    private final DefaultConsistencyLevel consistency;
    private final String connectionName;
    private final String applicationName;

    SessionOpener(
            CassandraAddress address,
            CassandraOptions options,
            DefaultConsistencyLevel consistency,
            String connectionName,
            String applicationName) {
        this.address = address;
        this.options = options;
        this.tls = CassandraTls.of(options);
        this.consistency = consistency;
        this.connectionName = connectionName;
        this.applicationName = applicationName;
    }

    /** Opens a session with a connection to each node, for work. The caller closes it. */
    CqlSession open(String username, SecretText password, TimeLimit limit) throws CommandException {
        CqlSessionBuilder builder = builder(address.hosts(), username, password, limit);
        if (options.localDatacenter() != null && !options.localDatacenter().isBlank()) {
            builder.withLocalDatacenter(options.localDatacenter().strip());
        }
        return opened(builder, "connect to " + address.displayUrl(), limit);
    }

    /** Logs in to one node, with a single connection that is closed before this returns. */
    void tryLogin(Host host, String username, SecretText password, TimeLimit limit) throws CommandException {
        // The one connection there always is has been logged in when the session is there.
        CqlSessionBuilder builder = builder(List.of(host), username, password, limit)
                .withNodeDistanceEvaluator((node, datacenter) -> NodeDistance.IGNORED);
        opened(builder, "log in to " + host, limit).close();
    }

    private CqlSessionBuilder builder(List<Host> hosts, String username, SecretText password, TimeLimit limit) {
        CqlSessionBuilder builder = new CarefulBuilder()
                .withConfigLoader(DriverConfigLoader.fromMap(configuration(limit)))
                .withAuthCredentials(username, password.reveal());
        hosts.forEach(host -> builder.addContactPoint(host.resolve()));
        tls.ifPresent(own -> builder.withSslEngineFactory(new NodeTls(own)));
        return applicationName.isEmpty() ? builder : builder.withApplicationName(applicationName);
    }

    private OptionsMap configuration(TimeLimit limit) {
        OptionsMap map = OptionsMap.driverDefaults();
        Duration left = limit.left();
        Duration connect =
                options.connectTimeout() == null || options.connectTimeout().isZero()
                        ? CONNECT
                        : options.connectTimeout();
        // Threads are leasehold-NAME-io-0, -admin-0 and -timer-0.
        map.put(TypedDriverOption.SESSION_NAME, "leasehold-" + connectionName);
        map.put(TypedDriverOption.NETTY_DAEMON, true);
        map.put(TypedDriverOption.NETTY_IO_SIZE, 1);
        map.put(TypedDriverOption.NETTY_ADMIN_SIZE, 1);
        map.put(TypedDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0);
        map.put(TypedDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0);
        map.put(TypedDriverOption.SESSION_LEAK_THRESHOLD, 0);
        map.put(TypedDriverOption.CONNECTION_WARN_INIT_ERROR, false);
        map.put(TypedDriverOption.CONNECTION_CONNECT_TIMEOUT, shorter(connect, left));
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
        if (options.protocolVersion() != null) {
            map.put(TypedDriverOption.PROTOCOL_VERSION, "V" + options.protocolVersion());
        }
        return map;
    }

    private boolean keepsAlive() {
        return options.socketKeepAlive() != null && !options.socketKeepAlive().isZero();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static CqlSession opened(CqlSessionBuilder builder, String step, TimeLimit limit) throws CommandException {
        CompletableFuture<CqlSession> opening;
        try {
            opening = builder.buildAsync().toCompletableFuture();
        } catch (RuntimeException failure) {
            throw new CommandException(step, CassandraFailure.ofOpening(failure));
        }
        try {
            return opening.get(limit.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            throw new CommandException(step, CassandraFailure.ofOpening(cause));
        } catch (TimeoutException tooLong) {
            closeWhenOpen(opening);
            throw new CommandException(
                    step, CassandraFailure.ofOpening(new TimeoutException("no node has answered in time")));
        } catch (InterruptedException interrupted) {
            closeWhenOpen(opening);
            Thread.currentThread().interrupt();
            throw new CommandException(step, CassandraFailure.ofOpening(interrupted));
        }
    }

    private static void closeWhenOpen(CompletableFuture<CqlSession> opening) {
        opening.thenAccept(CqlSession::forceCloseAsync);
    }
}
