package io.leasehold;

import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.broker.BrokerCore;
import io.leasehold.internal.lease.IssuedLease;
import io.leasehold.internal.lease.LeaseView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A rotating secret's source in the broker that made it. Fetches and renewals are requests, refused once the broker closes;
 * revocations are not, as closing is what asks for them.
 */
final class BrokerSource implements SecretSource {

    private final BrokerCore core;
    private final String path;
    private final Supplier<Secret> fetch;

    BrokerSource(BrokerCore core, String path, Supplier<Secret> fetch) {
        this.core = core;
        this.path = path;
        this.fetch = fetch;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Secret fetch() {
        return fetch.get();
    }

    @Override
    public Lease renew(String leaseId) {
        IssuedLease lease = core.run(() -> core.leases().renew(leaseId, null));
        return new Lease(lease.id(), lease.duration(), lease.renewable(), lease.expiresAt());
    }

    @Override
    public void revoke(String leaseId) {
        core.leasing().revoker().revoke(leaseId, LeaseholdEvent.Cause.REVOKED);
    }

    @Override
    public Optional<Duration> untilHardEnd(Lease lease) {
        LeaseView view = core.leases().lookup(lease.id());
        Instant hardEnd = view.hardEnd();
        return hardEnd == null
                ? Optional.empty()
                : Optional.of(Duration.between(view.expiresAt(), hardEnd).plus(view.ttl()));
    }
}
