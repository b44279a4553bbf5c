package io.leasehold.database.internal.engine;

import io.leasehold.database.internal.config.ConnectionDefaults;
import io.leasehold.database.internal.config.ConnectionView;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.root.AdminLogins;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ServerCapacity;
import io.leasehold.database.spi.ServerSessions;
import io.leasehold.error.TargetRefusedException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.observe.Measurement;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.Measured;
import io.leasehold.spi.name.NameSign;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each connection of a mount tells in numbers: its leases by the store, its sessions by the server. Thread-safe. */
final class ConnectionProbes implements Measured {

    private static final Duration LIMIT = Duration.ofSeconds(8);
    private static final String CONNECTION = "connection";

    private final EngineContext context;
    private final Connections connections;
    private final AdminLogins logins;

    ConnectionProbes(EngineContext context, Connections connections, AdminLogins logins) {
        this.context = context;
        this.connections = connections;
        this.logins = logins;
    }

    @Override
    public List<Probe> probes() {
        List<ConnectionView> all = connections.names().stream()
                .flatMap(name -> connections.find(name).stream())
                .toList();
        List<Probe> probes = new ArrayList<>();
        if (!all.isEmpty()) {
            // By the store alone, so that they are known while a server is down.
            probes.add(new Probe("", () -> all.stream().map(this::leases).toList()));
        }
        for (ConnectionView connection : all) {
            connection
                    .current()
                    .filter(current -> !ConnectionDefaults.isSelfManaged(current.connection()))
                    .ifPresent(
                            current -> probes.add(new Probe(connection.name(), () -> ofServer(connection, current))));
        }
        return probes;
    }

    private Measurement leases(ConnectionView connection) {
        return Measurement.count(
                "leasehold.database.leases",
                Map.of(CONNECTION, connection.name()),
                (double) context.targets().leases(connection.entry().value().currentTarget()),
                "Leases of a connection's database, of all instances");
    }

    private List<Measurement> ofServer(ConnectionView connection, ConnectionView.Current current) {
        String name = connection.name();
        String target = connection.entry().value().currentTarget();
        return context.targets()
                .call(target, () -> logins.use(name, target, current.connection(), server -> of(name, server)));
    }

    private List<Measurement> of(String connection, DatabaseTarget server) {
        Map<String, String> tags = Map.of(CONNECTION, connection);
        List<Measurement> numbers = new ArrayList<>();
        boolean answers = server instanceof ServerCapacity;
        if (server instanceof ServerCapacity capacity) {
            capacity.maxConnections()
                    .ifPresent(most -> numbers.add(Measurement.count(
                            "leasehold.database.connections.max", tags, most, "Connections that a database accepts")));
        }
        if (server instanceof ServerSessions able) {
            ServerSessions.Sessions sessions = answers ? sessions(able) : able.sessions(LIMIT);
            numbers.add(Measurement.count(
                    "leasehold.database.connections.used",
                    tags,
                    sessions.used(),
                    "Connections of a database that are in use, whoever uses them"));
            BrokeredSessions.of(sessions, user -> isOwn(connection, user))
                    .forEach((kind, many) -> numbers.add(Measurement.count(
                            "leasehold.database.connections",
                            Map.of(CONNECTION, connection, "user", kind.user(), "state", kind.state()),
                            many,
                            "Connections of the users that were made here, by what they do")));
        }
        return numbers;
    }

    /**
     * For a server that has just answered: that its list of sessions takes too long says little of it, and its breaker would pause
     * issuing. If it has gone down meanwhile, those find out who need it.
     */
    private static ServerSessions.Sessions sessions(ServerSessions server) {
        try {
            return server.sessions(LIMIT);
        } catch (TargetUnavailableException e) {
            throw new TargetRefusedException("its sessions could not be listed: " + e.getMessage(), false, e);
        }
    }

    /** Whether a broker of this store made the user: by its mark, or without any mark by the sign in its name. */
    private boolean isOwn(String connection, ServerSessions.OfUser user) {
        Optional<LeaseMark> mark = LeaseMark.parse(user.mark());
        return mark.map(found -> found.storeId().equals(context.storeId()))
                .orElseGet(
                        () -> new NameSign(context.storeId(), context.mountPath(), connection).isIn(user.username()));
    }
}
