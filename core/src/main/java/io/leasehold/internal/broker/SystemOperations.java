package io.leasehold.internal.broker;

import io.leasehold.error.ConflictException;
import io.leasehold.error.InvalidRequestException;
import io.leasehold.internal.duty.Duties;
import io.leasehold.internal.entry.MountEntries;
import io.leasehold.internal.entry.SealedEntries;
import io.leasehold.internal.lease.LeaseInspector;
import io.leasehold.internal.lease.Leasing;
import io.leasehold.internal.mount.MountRecord;
import io.leasehold.internal.mount.MountStore;
import io.leasehold.internal.sealing.KeyRing;
import io.leasehold.internal.sealing.ResealReport;
import io.leasehold.internal.sealing.Resealer;
import io.leasehold.internal.sealing.RingStatus;
import io.leasehold.internal.sealing.SealContext;
import io.leasehold.internal.ttl.TtlLimits;
import io.leasehold.key.MasterKey;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.spi.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Operations on the broker as a whole: TTLs, expiry, keys. Thread-safe. */
public final class SystemOperations {

    private final Storage storage;
    private final SystemSettings settings;
    private final Leasing leasing;
    private final MountStore mounts;
    private final KeyRing keys;
    private final Resealer resealer;
    private final SealedEntries sealed;
    private final Duties duties;
    private final @Nullable MasterKey masterKey;

    SystemOperations(
            Storage storage,
            SystemSettings settings,
            Leasing leasing,
            MountStore mounts,
            KeyRing keys,
            SealedEntries sealed,
            Duties duties,
            @Nullable MasterKey masterKey) {
        this.storage = storage;
        this.settings = settings;
        this.leasing = leasing;
        this.mounts = mounts;
        this.keys = keys;
        this.sealed = sealed;
        this.duties = duties;
        this.masterKey = masterKey;
        this.resealer = new Resealer(
                storage,
                keys,
                entry -> Optional.of(SealContext.entry(MountEntries.mountOf(entry.path()), entry.path())));
    }

    /**
     * The store's time.
     *
     * @return the time
     */
    public Instant now() {
        return storage.now();
    }

    TtlLimits ttls() {
        return settings.ttls();
    }

    void setDefaultTtl(Duration ttl) {
        settings.setDefault(ttl);
    }

    void setMaxTtl(Duration ttl) {
        settings.setMax(ttl);
    }

    /** The mounts' UUIDs by path. */
    Map<String, String> mounts() {
        Map<String, String> ids = new TreeMap<>();
        mounts.read().table().all().forEach((path, mount) -> ids.put(path + "/", mount.id()));
        return ids;
    }

    /**
     * Whether expiry runs, and what waits for it.
     *
     * @return the state, as it is shown
     */
    SystemRecords.ExpiryState expiry() {
        Optional<String> paused = leasing.expiry().paused();
        return new SystemRecords.ExpiryState(
                paused.isPresent(),
                paused.orElse(null),
                storage.now().toString(),
                leasing.reader().due(),
                leasing.reader().count(LeaseQuery.all()));
    }

    void setPaused(boolean paused) {
        if (paused) {
            leasing.expiry().pause("an operator paused it");
        } else {
            leasing.expiry().resume();
        }
    }

    /**
     * Looks at every lease, and removes what mounts that are gone have left beside their leases. No lease is removed: its
     * account may live.
     */
    SystemRecords.Tidied tidy() {
        LeaseInspector.Found found = leasing.inspector().walk(mountIds());
        int locks = duties.removeLocksOfOthers(this::mountIds);
        return new SystemRecords.Tidied(
                found.leases(), found.unreadable(), found.changed(), found.withoutMount(), locks);
    }

    private Set<String> mountIds() {
        return mounts.readFresh().table().all().values().stream()
                .map(MountRecord::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    SystemRecords.Keys keys() {
        RingStatus status = keys.status();
        return new SystemRecords.Keys(
                status.masterKeyId(),
                keys.currentVersion(),
                status.keys().stream().map(key -> String.valueOf(key.version())).toList());
    }

    /** A new data key for everything that is sealed from now on, and then for everything that is stored. */
    SystemRecords.Resealed rotate() {
        keys.rotateDataKey();
        return reseal();
    }

    /** Seals what is still under older data keys anew. Safe to repeat, and to run on several instances. */
    SystemRecords.Resealed reseal() {
        ResealReport report = resealer.runUntilSettled();
        sealed.forgetAll();
        return new SystemRecords.Resealed(
                report.keyVersion(), report.resealed(), report.remaining(), report.unreadable());
    }

    /** Removes a data key, once nothing in the store is sealed with it or an older one any more. */
    void retire(int version, Duration replacedFor) {
        ResealReport report = resealer.runUntilSettled();
        sealed.forgetAll();
        if (report.remaining() > 0) {
            throw new ConflictException(report.remaining() + " values are still sealed with older data keys ("
                    + report.unreadable() + " of them unreadable), so none can be retired yet");
        }
        keys.retire(version, replacedFor);
    }

    void rewrap() {
        if (masterKey == null) {
            throw new InvalidRequestException("the broker has no master key to wrap the data keys with");
        }
        keys.rewrap(masterKey);
    }
}
