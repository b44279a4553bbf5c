package io.leasehold.internal.broker;

import io.leasehold.internal.limit.CountQuota;
import io.leasehold.internal.limit.Quotas;
import io.leasehold.internal.limit.RateQuota;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.util.List;

/** The limits by path: {@code sys/quotas/…}. */
final class QuotaRoutes {

    private final Quotas quotas;

    QuotaRoutes(Quotas quotas) {
        this.quotas = quotas;
    }

    List<Route> routes() {
        return List.of(
                Route.at("quotas/lease-count")
                        .on(
                                Operation.LIST,
                                "Names the lease-count limits.",
                                (call, none) -> Reply.names(quotas.counts()))
                        .build(),
                Route.at("quotas/lease-count/{name}")
                        .on(
                                Operation.READ,
                                "Reads a lease-count limit.",
                                (call, none) -> Reply.of(quotas.count(call.variable("name"))))
                        .on(Operation.WRITE, "Sets a lease-count limit.", CountQuota.class, (call, quota) -> {
                            quotas.putCount(call.variable("name"), quota);
                            return Reply.none();
                        })
                        .on(Operation.DELETE, "Removes a lease-count limit.", (call, none) -> {
                            quotas.deleteCount(call.variable("name"));
                            return Reply.none();
                        })
                        .build(),
                Route.at("quotas/rate-limit")
                        .on(Operation.LIST, "Names the rate limits.", (call, none) -> Reply.names(quotas.rates()))
                        .build(),
                Route.at("quotas/rate-limit/{name}")
                        .on(
                                Operation.READ,
                                "Reads a rate limit.",
                                (call, none) -> Reply.of(quotas.rate(call.variable("name"))))
                        .on(Operation.WRITE, "Sets a rate limit.", RateQuota.class, (call, quota) -> {
                            quotas.putRate(call.variable("name"), quota);
                            return Reply.none();
                        })
                        .on(Operation.DELETE, "Removes a rate limit.", (call, none) -> {
                            quotas.deleteRate(call.variable("name"));
                            return Reply.none();
                        })
                        .build());
    }
}
