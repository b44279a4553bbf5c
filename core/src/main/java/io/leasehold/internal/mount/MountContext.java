package io.leasehold.internal.mount;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.entry.MountEntries;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.spi.engine.EngineContext;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Passwords;
import io.leasehold.spi.engine.Targets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the engine of one mount may use. Thread-safe. */
final class MountContext implements EngineContext, Targets {

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
    public Passwords passwords() {
        return parts.passwords();
    }

    @Override
    public Targets targets() {
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
    public void changed(String path) {
        parts.changes().changed(mount.path() + "/" + path);
    }

    @Override
    public void limit(String targetId, int concurrency) {
        parts.gates().limit(targetId, concurrency);
    }

    @Override
    public <T> T call(String targetId, Supplier<T> work) {
        return parts.gates().call(targetId, parts.patience(), work);
    }

    @Override
    public void retry(String targetId) {
        parts.gates().retry(targetId);
    }

    @Override
    public long leases(String targetId) {
        return parts.storage()
                .leases()
                .count(LeaseQuery.all().withMount(mount.id()).withTarget(targetId));
    }

    @Override
    public int abandon(String targetId, String reason) {
        return parts.abandoner().get().abandon(targetId, reason);
    }
}
