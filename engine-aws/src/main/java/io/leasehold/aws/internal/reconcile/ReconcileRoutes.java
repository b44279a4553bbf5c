package io.leasehold.aws.internal.reconcile;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Findings;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code reconcile}: compares the users of the account with the leases, and mends on request. */
public final class ReconcileRoutes {

    private final Reconciliations reconciliations;

    /**
     * The routes.
     *
     * @param reconciliations compares
     */
    public ReconcileRoutes(Reconciliations reconciliations) {
        this.reconciliations = reconciliations;
    }

    /**
     * The fields of a request.
     *
     * @param store the store whose brokers' users count as own, or null for this broker's
     * @param everyUser whether all users are looked at
     */
    public record ReconcileRequest(
            @Field(
                    "The id of another store, all of whose brokers are gone for good: its users count as this broker's own,"
                            + " and no lease knows them. By default this broker's store.")
            @Nullable
            String store,

            @Field("Whether users are looked at, one by one, whose names are not as username_template makes them now.")
            boolean everyUser) {

        /** Checks the store's id. */
        public ReconcileRequest {
            if (store != null && store.isBlank()) {
                throw new InvalidRequestException(
                        "store", "is no id of a store: give one that a report shows under other_stores");
            }
        }
    }

    /**
     * The routes.
     *
     * @return the one there is
     */
    public List<Route> routes() {
        return List.of(Route.at("reconcile")
                .on(
                        Operation.READ,
                        "Compares the users of the account with the leases.",
                        ReconcileRequest.class,
                        (call, request) -> reconcile(request, false))
                .on(
                        Operation.WRITE,
                        "Compares, removes users that no lease knows, and ends leases whose users are gone.",
                        ReconcileRequest.class,
                        (call, request) -> reconcile(request, true))
                .build());
    }

    private Reply reconcile(ReconcileRequest request, boolean repair) {
        Findings findings = reconciliations.reconcile(request.store(), request.everyUser(), repair);
        return Reply.of(findings.result(), findings.warnings());
    }
}
