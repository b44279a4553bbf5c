package io.leasehold;

import io.leasehold.alert.Alert;
import io.leasehold.internal.broker.BrokerCore;
import io.leasehold.observe.LeaseTally;
import io.leasehold.observe.Readings;
import io.leasehold.observe.TargetStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What a running broker and its rotating secrets say of themselves. */
final class DefaultObservations implements Observations {

    private final BrokerCore core;
    private final Collection<DefaultRotatingSecret> rotating;

    DefaultObservations(BrokerCore core, Collection<DefaultRotatingSecret> rotating) {
        this.core = core;
        this.rotating = rotating;
    }

    @Override
    public List<LeaseTally> leases() {
        return core.run(core::tally);
    }

    @Override
    public List<TargetStatus> targets() {
        return core.targets();
    }

    @Override
    public List<RotationStatus> secrets() {
        return rotating.stream()
                .filter(DefaultRotatingSecret::isOpen)
                .map(DefaultRotatingSecret::status)
                .sorted(Comparator.comparing(RotationStatus::path))
                .toList();
    }

    @Override
    public Readings measurements() {
        return core.run(core::measurements);
    }

    @Override
    public List<Alert> alerts() {
        return core.alerts();
    }
}
