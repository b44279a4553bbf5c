package io.leasehold.database.internal.engine;

import io.leasehold.database.internal.config.ConnectionView;
import io.leasehold.database.internal.config.Connections;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.spi.binding.Field;
import io.leasehold.spi.engine.Call;
import io.leasehold.spi.engine.Findings;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.engine.Reply;
import io.leasehold.spi.engine.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code reconcile/}: compares the accounts of a connection's servers with its leases, and mends on request. */
final class ReconcileRoutes {

    private final Connections connections;
    private final Reconciliations reconciliations;

    ReconcileRoutes(Connections connections, Reconciliations reconciliations) {
        this.connections = connections;
        this.reconciliations = reconciliations;
    }

    /**
     * The fields of a request.
     *
     * @param store the store whose brokers' accounts count as own, or null for this broker's
     */
    public record ReconcileRequest(
            @Field("The id of another store, all of whose brokers are gone for good: its accounts count as this"
                    + " broker's own, and no lease knows them. By default this broker's store.")
            @Nullable
            String store) {

        /** Checks the store's id, which stands in marks between colons. */
        public ReconcileRequest {
            if (store != null && (store.isBlank() || store.indexOf(':') >= 0)) {
                throw new InvalidRequestException(
                        "store", "is no id of a store: give one that a report shows under other_stores");
            }
        }
    }

    List<Route> routes() {
        return List.of(Route.at("reconcile/{name}")
                .on(
                        Operation.READ,
                        "Compares the accounts of a connection's servers with its leases.",
                        ReconcileRequest.class,
                        (call, request) -> reconcile(call, request, false))
                .on(
                        Operation.WRITE,
                        "Compares, removes accounts that no lease knows, and ends leases whose accounts are gone.",
                        ReconcileRequest.class,
                        (call, request) -> reconcile(call, request, true))
                .build());
    }

    private Reply reconcile(Call call, ReconcileRequest request, boolean repair) {
        String name = call.variable("name");
        ConnectionView connection = connections.find(name).orElseThrow(() -> Connections.notFound(name));
        Findings findings = reconciliations.reconcile(connection, request.store(), repair);
        return Reply.of(findings.result(), findings.warnings());
    }
}
