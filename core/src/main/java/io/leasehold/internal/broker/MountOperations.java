package io.leasehold.internal.broker;

import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.RevocationIncompleteException;
import io.leasehold.internal.entry.EntryFolder;
import io.leasehold.internal.entry.MountEntries;
import io.leasehold.internal.entry.SealedEntries;
import io.leasehold.internal.lease.Leasing;
import io.leasehold.internal.mount.EngineRoom;
import io.leasehold.internal.mount.EngineTypes;
import io.leasehold.internal.mount.MountRecord;
import io.leasehold.internal.mount.MountStore;
import io.leasehold.internal.mount.Mounts;
import io.leasehold.internal.routing.MountPath;
import io.leasehold.internal.ttl.TtlLimits;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.spi.engine.LeasedEngine;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.storage.Storage;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Enables, tunes and disables mounts. Thread-safe. */
public final class MountOperations {

    private static final Logger LOG = LoggerFactory.getLogger(MountOperations.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Storage storage;
    private final SealedEntries sealed;
    private final MountStore store;
    private final EngineTypes types;
    private final EngineRoom engines;
    private final Leasing leasing;
    private final SystemSettings settings;
    private final TimeSource time;
    private final Duration disableTimeout;
    private final AtomicBoolean warned = new AtomicBoolean();

    MountOperations(
            Storage storage,
            SealedEntries sealed,
            MountStore store,
            EngineTypes types,
            EngineRoom engines,
            Leasing leasing,
            SystemSettings settings,
            TimeSource time,
            Duration disableTimeout) {
        this.storage = storage;
        this.sealed = sealed;
        this.store = store;
        this.types = types;
        this.engines = engines;
        this.leasing = leasing;
        this.settings = settings;
        this.time = time;
        this.disableTimeout = disableTimeout;
    }

    /**
     * What to set on a mount; what is null is left as it is.
     *
     * @param description for people
     * @param defaultLeaseTtl its default TTL, zero for the system's
     * @param maxLeaseTtl its max TTL, zero for the system's
     */
    public record Options(
            @Nullable String description,
            @Nullable Duration defaultLeaseTtl,
            @Nullable Duration maxLeaseTtl) {}

    /**
     * Mounts an engine.
     *
     * @param rawPath where
     * @param type the engine type
     * @param options what to set
     */
    public void enable(String rawPath, String type, Options options) {
        MountPath path = MountPath.of(rawPath);
        types.provider(type);
        MountRecord mount = tuned(
                new MountRecord(
                        UUID.randomUUID().toString(), path.value(), type, "", Duration.ZERO, Duration.ZERO, false),
                options);
        store.change(mounts -> Optional.of(mounts.with(mount)));
        boolean leavesTraces = running(mount) instanceof LeasedEngine leased && leased.leavesTraces();
        if (leavesTraces && !storage.durable() && warned.compareAndSet(false, true)) {
            LOG.warn(
                    "The lease store is in memory: if this process is killed, what it created on targets stays there until"
                            + " the target's own expiry, or until it is reconciled as that of store {}. Use a durable"
                            + " store outside of tests",
                    storage.id());
        }
        LOG.info("Enabled a {} engine at {}/", type, path);
    }

    private SecretEngine running(MountRecord mount) {
        try {
            return engines.engine(mount).engine();
        } catch (RuntimeException e) {
            // No instance could ever serve it, and nothing was born behind it.
            unmount(mount);
            throw e;
        }
    }

    /**
     * Changes a mount.
     *
     * @param rawPath the mount
     * @param options what to change
     */
    public void tune(String rawPath, Options options) {
        MountPath path = MountPath.of(rawPath);
        store.change(mounts -> Optional.of(mounts.replacing(tuned(mount(mounts, path), options))));
    }

    /**
     * Lists the mounts.
     *
     * @return the mounts as they are now
     */
    public Mounts list() {
        return store.readFresh();
    }

    /**
     * The TTLs in effect at a mount.
     *
     * @param mount the mount
     * @return its limits
     */
    public TtlLimits ttls(MountRecord mount) {
        return settings.ttls().atMount(mount.defaultLeaseTtl(), mount.maxLeaseTtl());
    }

    /**
     * Disables a mount.
     *
     * @param rawPath the mount
     */
    public void disable(String rawPath) {
        MountPath path = MountPath.of(rawPath);
        Mounts mounts = store.change(before -> before.at(path)
                .filter(mount -> !mount.disabling())
                .map(mount -> before.replacing(mount.disablingNow())));
        @Nullable MountRecord mount = mounts.at(path).orElse(null);
        if (mount == null) {
            return;
        }
        LOG.info("Disabling the mount at {}/", path);
        int confirmed = revokeAll(mount);
        LOG.info("Disabled the mount at {}/; {} leases were revoked", path, confirmed);
        remove(mount);
    }

    /** Goes on with what a disable that ran out of time, or whose process died, has left. */
    void finishDisabling() {
        for (MountRecord mount : store.read().table().all().values()) {
            if (!mount.disabling()) {
                continue;
            }
            if (left(mount) == 0) {
                remove(mount);
                LOG.info("Disabled the mount at {}/: its last lease has ended", mount.path());
            } else {
                // One that is pending becomes active, or ends by itself at its deadline.
                leasing.bulk().queue(LeaseQuery.all().withMount(mount.id()).withStates(LeaseState.ACTIVE));
            }
        }
    }

    /** Revokes once all that is there, and leaves what fails to the reaper's pace while there is time. */
    private int revokeAll(MountRecord mount) {
        long start = time.nanoTime();
        int confirmed;
        @Nullable RevocationIncompleteException failure = null;
        try {
            confirmed = leasing.bulk()
                    .revoke("disabling " + mount.path() + "/", LeaseQuery.all().withMount(mount.id()))
                    .confirmed();
        } catch (RevocationIncompleteException e) {
            confirmed = e.confirmed();
            failure = e;
        }
        while (true) {
            long left = left(mount);
            if (left == 0) {
                return confirmed;
            }
            boolean timeIsUp = time.nanoTime() - start > disableTimeout.toNanos();
            if (onlyIrrevocable(mount, left) || timeIsUp || !pause()) {
                throw new RevocationIncompleteException(
                        "the mount at " + mount.path() + "/ stays disabling",
                        confirmed,
                        Math.toIntExact(Math.min(left, Integer.MAX_VALUE)),
                        failure == null ? List.of() : causes(failure));
            }
        }
    }

    private static List<LeaseholdException> causes(RevocationIncompleteException failure) {
        return failure.getCause() instanceof LeaseholdException cause ? List.of(cause) : List.of();
    }

    private boolean onlyIrrevocable(MountRecord mount, long left) {
        return leasing.reader().count(LeaseQuery.all().withMount(mount.id()).withStates(LeaseState.IRREVOCABLE))
                == left;
    }

    private boolean pause() {
        try {
            time.sleep(POLL);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long left(MountRecord mount) {
        return leasing.reader().count(LeaseQuery.all().withMount(mount.id()));
    }

    /** No lease is left, and none can be born: the mount's version guards every intent. */
    private void remove(MountRecord mount) {
        engines.end(mount.id());
        EntryFolder.under(storage.entries(), MountEntries.folder(mount.id()))
                .forEach(entry -> storage.entries().delete(entry.path(), entry.version()));
        unmount(mount);
        sealed.forgetAll();
    }

    private void unmount(MountRecord mount) {
        MountPath path = new MountPath(mount.path());
        store.change(mounts ->
                mounts.at(path).filter(now -> now.id().equals(mount.id())).map(now -> mounts.without(path)));
    }

    private MountRecord tuned(MountRecord mount, Options options) {
        Duration defaultTtl = Optional.ofNullable(options.defaultLeaseTtl()).orElse(mount.defaultLeaseTtl());
        Duration maxTtl = Optional.ofNullable(options.maxLeaseTtl()).orElse(mount.maxLeaseTtl());
        settings.ttls().checkMount(defaultTtl, maxTtl);
        return new MountRecord(
                mount.id(),
                mount.path(),
                mount.type(),
                Optional.ofNullable(options.description()).orElse(mount.description()),
                defaultTtl,
                maxTtl,
                mount.disabling());
    }

    private static MountRecord mount(Mounts mounts, MountPath path) {
        return mounts.at(path).orElseThrow(() -> new NotFoundException("nothing is mounted at " + path + "/"));
    }
}
