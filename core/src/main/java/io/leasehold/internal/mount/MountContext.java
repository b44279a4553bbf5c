package io.leasehold.internal.mount;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.NotFoundException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.entry.MountEntries;
import io.leasehold.internal.lease.AccountReconciler;
import io.leasehold.internal.ttl.TtlLimits;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.spi.engine.AccountComparison;
import io.leasehold.spi.engine.AccountSource;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.LeaseLimits;
import io.leasehold.spi.engine.Passwords;
import io.leasehold.spi.engine.Reconciler;
import io.leasehold.spi.engine.RevocationData;
import io.leasehold.spi.engine.Targets;
import io.leasehold.spi.storage.Intent;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the engine of one mount may use. Thread-safe. */
final class MountContext implements EngineContext, Targets, Reconciler {

    private final EngineRoom.Parts parts;
    private final MountRecord mount;
    private final MountEntries entries;

    MountContext(EngineRoom.Parts parts, MountRecord mount, MountEntries entries) {
        this.parts = parts;
        this.mount = mount;
        this.entries = entries;
    }

    @Override
    public String brokerName() {
        return parts.brokerName();
    }

    @Override
    public String storeId() {
        return parts.storage().id();
    }

    @Override
    public String mountPath() {
        return mount.path();
    }

    @Override
    public EngineStorage storage() {
        return entries;
    }

    @Override
    public Instant now() {
        return parts.storage().now();
    }

    @Override
    public SecureRandom random() {
        return parts.random();
    }

    @Override
    public LeaseLimits leaseLimits() {
        TtlLimits limits = parts.limits().apply(mount.id());
        return new LeaseLimits(limits.defaultTtl(), limits.maxTtl());
    }

    @Override
    public Passwords passwords() {
        return parts.passwords();
    }

    @Override
    public Targets targets() {
        return this;
    }

    @Override
    public Reconciler reconciler() {
        return this;
    }

    @Override
    public void duty(String name, Duration interval, BooleanSupplier needed, Runnable duty) {
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidRequestException("interval", "of duty " + name + " must be at least one second");
        }
        parts.duties().start(mount.id() + "/" + name, interval, needed, duty);
    }

    @Override
    public void publish(LeaseholdEvent event) {
        parts.events().publish(event);
    }

    @Override
    public void changed(String path) {
        parts.changes().changed(mount.path() + "/" + path);
    }

    @Override
    public void limit(String targetId, int concurrency) {
        parts.gates().belongs(targetId, mount.path());
        parts.gates().limit(targetId, concurrency);
    }

    @Override
    public <T> T call(String targetId, Supplier<T> work) {
        parts.gates().belongs(targetId, mount.path());
        return parts.gates().call(targetId, parts.patience(), work);
    }

    @Override
    public void retry(String targetId) {
        parts.gates().retry(targetId);
    }

    @Override
    public void forget(String targetId) {
        parts.gates().forget(targetId);
    }

    @Override
    public long leases(String targetId) {
        return parts.storage()
                .leases()
                .count(LeaseQuery.all().withMount(mount.id()).withTarget(targetId));
    }

    @Override
    public int abandon(String targetId, String reason) {
        return parts.leasing().get().abandoner().abandon(targetId, reason);
    }

    @Override
    public AccountComparison compare(String targetId, Set<String> related, AccountSource accounts) {
        return parts.leasing().get().reconciler().compare(targetId, related, accounts);
    }

    @Override
    public boolean remove(String targetId, String account, String folder, RevocationData revocation) {
        return parts.leasing()
                .get()
                .reconciler()
                .remove(new AccountReconciler.Orphan(
                        mount.id(), this::guard, mount.path() + "/" + folder, targetId, account, revocation));
    }

    @Override
    public void end(String leaseId) {
        parts.leasing().get().reconciler().end(leaseId);
    }

    private Intent.Guard guard() {
        Mounts known = parts.mounts().readFresh();
        if (known.byId(mount.id()).filter(found -> !found.disabling()).isEmpty()) {
            throw new NotFoundException("the mount at " + mount.path() + "/ is being disabled");
        }
        return MountStore.guard(known);
    }
}
