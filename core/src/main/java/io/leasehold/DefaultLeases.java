package io.leasehold;

import io.leasehold.internal.broker.BrokerCore;
import io.leasehold.internal.broker.LeaseOperations;
import io.leasehold.internal.lease.IssuedLease;
import io.leasehold.internal.lease.LeaseReader;
import io.leasehold.internal.lease.LeaseView;
import io.leasehold.lease.LeaseQuery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lease operations of the public API. */
final class DefaultLeases implements Leases {

    private final BrokerCore core;
    private final LeaseOperations leases;

    DefaultLeases(BrokerCore core) {
        this.core = core;
        this.leases = core.leases();
    }

    @Override
    public Lease renew(String id) {
        return renewed(id, null);
    }

    @Override
    public Lease renew(String id, Duration increment) {
        return renewed(id, increment);
    }

    private Lease renewed(String id, @Nullable Duration increment) {
        IssuedLease lease = core.run(() -> leases.renew(id, increment));
        return new Lease(lease.id(), lease.duration(), lease.renewable(), lease.expiresAt());
    }

    @Override
    public void revoke(String id) {
        revokeWithWarnings(id);
    }

    @Override
    public List<String> revokeWithWarnings(String id) {
        return core.run(() -> leases.revoke(id));
    }

    @Override
    public int revokePrefix(String prefix) {
        return core.run(() -> leases.revokePrefix(prefix).confirmed());
    }

    @Override
    public int revokeForce(String prefix) {
        return core.run(() -> leases.revokeForce(prefix));
    }

    @Override
    public LeaseInfo lookup(String id) {
        return info(core.run(() -> leases.lookup(id)));
    }

    @Override
    public List<String> list(String prefix) {
        return core.run(() -> leases.list(prefix));
    }

    @Override
    public long count(String prefix) {
        return core.run(() -> leases.count(prefix));
    }

    @Override
    public LeasePage query(LeaseQuery query) {
        LeaseReader.Page page = core.run(() -> leases.query(query));
        return new LeasePage(
                page.leases().stream().map(DefaultLeases::info).toList(), Optional.ofNullable(page.next()));
    }

    @Override
    public ExpiryStatus expiry() {
        return core.run(() -> new ExpiryStatus(
                core.leasing().expiry().paused(),
                core.system().now(),
                core.leasing().reader().due(),
                core.leasing().reader().count(LeaseQuery.all())));
    }

    @Override
    public void pauseExpiry() {
        core.run(() -> {
            core.leasing().expiry().pause("an operator paused it");
            return true;
        });
    }

    @Override
    public void resumeExpiry() {
        core.run(() -> {
            core.leasing().expiry().resume();
            return true;
        });
    }

    private static LeaseInfo info(LeaseView view) {
        return new LeaseInfo(
                view.id(),
                view.path(),
                view.state(),
                view.targetId(),
                Optional.ofNullable(view.account()),
                view.issuedAt(),
                view.expiresAt(),
                Optional.ofNullable(view.hardEnd()),
                Optional.ofNullable(view.lastRenewal()),
                view.ttl(),
                view.renewable(),
                view.attempts(),
                Optional.ofNullable(view.error()));
    }
}
