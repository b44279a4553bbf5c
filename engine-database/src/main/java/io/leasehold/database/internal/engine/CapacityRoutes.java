package io.leasehold.database.internal.engine;

import io.leasehold.database.TargetCapacity;
import io.leasehold.database.internal.config.ConnectionView;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.database.internal.root.AdminLogins;
import io.leasehold.database.spi.DatabaseTarget;
import io.leasehold.database.spi.ServerCapacity;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import io.leasehold.spi.engine.Targets;
import java.util.List;
import java.util.OptionalInt;

/** {@code capacity/}: how many leases a connection's target holds, against what its server can bear. */
final class CapacityRoutes {

    private final Connections connections;
    private final AdminLogins logins;
    private final Targets targets;

    CapacityRoutes(Connections connections, AdminLogins logins, Targets targets) {
        this.connections = connections;
        this.logins = logins;
        this.targets = targets;
    }

    List<Route> routes() {
        return List.of(Route.at("capacity/{name}")
                .on(
                        Operation.READ,
                        "Counts the leases of a connection's target against the connections that its server accepts.",
                        (call, none) -> read(call))
                .build());
    }

    private Reply read(Call call) {
        String name = call.variable("name");
        ConnectionView connection = connections.find(name).orElseThrow(() -> Connections.notFound(name));
        String target = connection.entry().value().currentTarget();
        ConnectionView.Current current = connection.current().orElseThrow(() -> Connections.notFound(name));
        OptionalInt most = targets.call(
                target, () -> logins.use(name, target, current.connection(), CapacityRoutes::maxConnections));
        TargetCapacity capacity = TargetCapacity.of(targets.leases(target), most);
        return Reply.of(capacity, capacity.warnings());
    }

    private static OptionalInt maxConnections(DatabaseTarget target) {
        return target instanceof ServerCapacity server ? server.maxConnections() : OptionalInt.empty();
    }
}
