package io.leasehold.examples.snippet;

import io.leasehold.SecretBroker;
import io.leasehold.lease.Reconciliation;
import java.util.function.Consumer;

/** The snippet of the page on reconciling. */
final class Reconcile {

    private Reconcile() {}

    static Reconciliation run(SecretBroker broker, Consumer<Reconciliation> operator) {
        // tag::snippet[]
        Reconciliation report = broker.read("database/reconcile/shop").as(Reconciliation.class);
        operator.accept(report);
        if (!report.agrees()) {
            report = broker.write("database/reconcile/shop").as(Reconciliation.class);
        }
        // end::snippet[]
        return report;
    }
}
