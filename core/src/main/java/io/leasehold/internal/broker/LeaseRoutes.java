package io.leasehold.internal.broker;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.lease.BulkRevoker;
import io.leasehold.internal.lease.IssuedLease;
import io.leasehold.internal.lease.LeaseReader;
import io.leasehold.internal.lease.LeaseView;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The lease operations by path: {@code sys/leases/…}, and {@code sys/renew} and {@code sys/revoke} as older clients call. */
final class LeaseRoutes {

    private static final int DEFAULT_LIMIT = 10_000;

    private final LeaseOperations leases;
    private final SystemOperations system;

    LeaseRoutes(LeaseOperations leases, SystemOperations system) {
        this.leases = leases;
        this.system = system;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.at("leases")
                .on(
                        Operation.READ,
                        "Lists irrevocable leases with their errors.",
                        SystemRecords.LeaseFilter.class,
                        this::irrevocable)
                .build());
        routes.add(Route.at("leases/count")
                .on(
                        Operation.READ,
                        "Counts leases, in all or irrevocable ones.",
                        SystemRecords.LeaseFilter.class,
                        this::count)
                .build());
        routes.add(Route.at("leases/expiry")
                .on(
                        Operation.READ,
                        "Says whether expiry runs and what waits for it.",
                        (call, none) -> Reply.of(system.expiry()))
                .on(Operation.WRITE, "Pauses or resumes expiry.", SystemRecords.Expiry.class, (call, request) -> {
                    system.setPaused(Boolean.TRUE.equals(request.paused()));
                    return Reply.none();
                })
                .build());
        routes.add(Route.at("leases/tidy")
                .on(
                        Operation.WRITE,
                        "Looks at every lease and counts those that something is wrong with; removes none.",
                        (call, none) -> Reply.of(system.tidy()))
                .build());
        routes.add(Route.at("leases/lookup")
                .on(Operation.WRITE, "Looks a lease up.", SystemRecords.LeaseId.class, this::lookup)
                .on(Operation.LIST, "Lists the first level of leases.", (call, none) -> Reply.names(leases.list("")))
                .build());
        routes.add(Route.at("leases/lookup/{id*}")
                .on(Operation.WRITE, "Looks a lease up.", SystemRecords.LeaseId.class, this::lookup)
                .on(Operation.READ, "Looks a lease up.", SystemRecords.LeaseId.class, this::lookup)
                .on(
                        Operation.LIST,
                        "Lists one level of leases.",
                        (call, none) -> Reply.names(leases.list(call.variable("id"))))
                .build());
        for (String base : List.of("leases/renew", "renew")) {
            routes.add(writeOnly(base, "Renews a lease.", SystemRecords.Renew.class, this::renew));
            routes.add(writeOnly(base + "/{id*}", "Renews a lease.", SystemRecords.Renew.class, this::renew));
        }
        for (String base : List.of("leases/revoke", "revoke")) {
            routes.add(writeOnly(base, "Revokes a lease.", SystemRecords.Revoke.class, this::revoke));
            routes.add(writeOnly(base + "/{id*}", "Revokes a lease.", SystemRecords.Revoke.class, this::revoke));
        }
        for (String base : List.of("leases/", "")) {
            routes.add(Route.at(base + "revoke-prefix/{prefix*}")
                    .on(Operation.WRITE, "Revokes all leases under a path.", (call, none) -> revokePrefix(call))
                    .build());
            routes.add(Route.at(base + "revoke-force/{prefix*}")
                    .on(
                            Operation.WRITE,
                            "Drops all leases under a path, whatever their targets say.",
                            (call, none) ->
                                    Reply.of(new SystemRecords.Revoked(leases.revokeForce(call.variable("prefix")))))
                    .build());
        }
        return routes;
    }

    private static <T extends Record> Route writeOnly(
            String template, String summary, Class<T> request, Route.Handler<T> handler) {
        return Route.at(template).on(Operation.WRITE, summary, request, handler).build();
    }

    private Reply lookup(Call call, SystemRecords.LeaseId request) {
        return Reply.of(SystemRecords.Lease.of(leases.lookup(SystemRoutes.leaseId(call, request.leaseId()))));
    }

    private Reply renew(Call call, SystemRecords.Renew request) {
        IssuedLease lease = leases.renew(SystemRoutes.leaseId(call, request.leaseId()), request.increment());
        return Reply.of(
                new SystemRecords.RenewedLease(lease.id(), lease.duration().toSeconds(), lease.renewable()),
                lease.warnings());
    }

    private Reply revoke(Call call, SystemRecords.Revoke request) {
        String id = SystemRoutes.leaseId(call, request.leaseId());
        if (Boolean.FALSE.equals(request.sync())) {
            leases.revokeLater(id);
            return Reply.none();
        }
        return Reply.of(Map.of(), leases.revoke(id));
    }

    private Reply revokePrefix(Call call) {
        BulkRevoker.Outcome outcome = leases.revokePrefix(call.variable("prefix"));
        return Reply.of(new SystemRecords.Revoked(outcome.confirmed()), outcome.warnings());
    }

    private Reply irrevocable(Call call, SystemRecords.LeaseFilter request) {
        requireIrrevocable(request.type(), true);
        int limit = limit(request.limit());
        LeaseQuery query = LeaseQuery.under(prefix(request))
                .withStates(LeaseState.IRREVOCABLE)
                .orderedBy(LeaseQuery.Order.EXPIRES_AT, false);
        long total = leases.query(query.limitedTo(1)).leases().isEmpty() ? 0 : leases.count(query);
        List<Map<String, Object>> found = new ArrayList<>();
        LeaseQuery.@Nullable Cursor next = null;
        do {
            LeaseReader.Page page = leases.query(query.after(next));
            page.leases().stream().limit(limit - (long) found.size()).forEach(lease -> found.add(row(lease)));
            next = page.next();
        } while (next != null && found.size() < limit);
        List<String> warnings = total > found.size()
                ? List.of("only " + found.size() + " of " + total
                        + " irrevocable leases are listed; raise limit for more")
                : List.of();
        return Reply.of(new SystemRecords.Irrevocable(total, found), warnings);
    }

    private Reply count(Call call, SystemRecords.LeaseFilter request) {
        requireIrrevocable(request.type(), false);
        LeaseQuery all = LeaseQuery.under(prefix(request));
        LeaseQuery query = request.type() == null ? all : all.withStates(LeaseState.IRREVOCABLE);
        Map<String, Object> perMount = new TreeMap<>();
        system.mounts().forEach((path, id) -> perMount.put(path, leases.count(query.withMount(id))));
        return Reply.of(new SystemRecords.Count(leases.count(query), perMount));
    }

    private static Map<String, Object> row(LeaseView lease) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("lease_id", lease.id());
        row.put("mount_id", lease.mountId());
        row.put("error", lease.error() == null ? "" : lease.error());
        return row;
    }

    private static String prefix(SystemRecords.LeaseFilter request) {
        return request.prefix() == null ? "" : request.prefix();
    }

    private static int limit(@Nullable String limit) {
        if (limit == null || limit.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        if (limit.equals("none")) {
            return Integer.MAX_VALUE;
        }
        try {
            int number = Integer.parseInt(limit);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidRequestException("limit", "must be a positive number or none", e);
        }
        throw new InvalidRequestException("limit", "must be a positive number or none");
    }

    private static void requireIrrevocable(@Nullable String type, boolean required) {
        if (type == null ? required : !type.equals("irrevocable")) {
            throw new InvalidRequestException("type", "must be irrevocable");
        }
    }
}
