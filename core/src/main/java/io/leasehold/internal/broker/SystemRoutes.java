package io.leasehold.internal.broker;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What answers below {@code sys/}: the same operations as the façade's, by path. */
final class SystemRoutes {

    private SystemRoutes() {}

    static List<Route> all(
            LeaseOperations leases,
            MountOperations mounts,
            SystemOperations system,
            QuotaRoutes quotas,
            PasswordPolicyRoutes passwords) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new LeaseRoutes(leases, system).routes());
        routes.addAll(new MountRoutes(mounts).routes());
        routes.addAll(quotas.routes());
        routes.addAll(passwords.routes());
        routes.add(Route.at("config/default-lease-ttl")
                .on(
                        Operation.READ,
                        "Reads the system's default TTL.",
                        (call, none) -> ttl(system.ttls().defaultTtl()))
                .on(Operation.WRITE, "Sets the system's default TTL.", SystemRecords.Ttl.class, (call, request) -> {
                    system.setDefaultTtl(request.ttl());
                    return Reply.none();
                })
                .build());
        routes.add(Route.at("config/max-lease-ttl")
                .on(
                        Operation.READ,
                        "Reads the system's max TTL.",
                        (call, none) -> ttl(system.ttls().maxTtl()))
                .on(Operation.WRITE, "Sets the system's max TTL.", SystemRecords.Ttl.class, (call, request) -> {
                    system.setMaxTtl(request.ttl());
                    return Reply.none();
                })
                .build());
        routes.add(Route.at("key-status")
                .on(
                        Operation.READ,
                        "Says which keys the store is sealed with.",
                        (call, none) -> Reply.of(system.keys()))
                .build());
        routes.add(Route.at("rotate")
                .on(
                        Operation.WRITE,
                        "Makes a new data key and seals everything with it.",
                        (call, none) -> Reply.of(system.rotate()))
                .build());
        routes.add(Route.at("reseal")
                .on(
                        Operation.WRITE,
                        "Seals with the current data key what is still sealed with an older one.",
                        (call, none) -> Reply.of(system.reseal()))
                .build());
        routes.add(Route.at("retire/{version}")
                .on(
                        Operation.WRITE,
                        "Removes a data key that nothing is sealed with any more.",
                        SystemRecords.Retire.class,
                        (call, request) -> {
                            system.retire(version(call.variable("version")), request.replacedFor());
                            return Reply.of(system.keys());
                        })
                .build());
        routes.add(Route.at("rewrap")
                .on(Operation.WRITE, "Wraps the data keys with the broker's current master key.", (call, none) -> {
                    system.rewrap();
                    return Reply.of(system.keys());
                })
                .build());
        return routes;
    }

    private static int version(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(
                    "version", "must be the number of a data key; sys/key-status lists them", e);
        }
    }

    private static Reply ttl(Duration ttl) {
        return Reply.of(new SystemRecords.Ttl(ttl));
    }

    /** The id of a lease, from the path or the field. */
    static String leaseId(Call call, @Nullable String inField) {
        String inPath = call.variables().get("id");
        if (inPath != null && !inPath.isEmpty()) {
            return inPath;
        }
        return inField == null ? "" : inField;
    }
}
