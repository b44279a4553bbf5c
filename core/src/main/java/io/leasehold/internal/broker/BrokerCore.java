package io.leasehold.internal.broker;

import io.leasehold.alert.Alert;
import io.leasehold.alert.AlertRules;
import io.leasehold.error.LeaseholdException;
import io.leasehold.event.Origin;
import io.leasehold.internal.alert.AlertWatch;
import io.leasehold.internal.duty.Duties;
import io.leasehold.internal.entry.SealedEntries;
import io.leasehold.internal.event.Events;
import io.leasehold.internal.lease.Leasing;
import io.leasehold.internal.limit.Quotas;
import io.leasehold.internal.mount.EngineRoom;
import io.leasehold.internal.mount.EngineTypes;
import io.leasehold.internal.mount.MountRecord;
import io.leasehold.internal.mount.MountStore;
import io.leasehold.internal.mount.PathChanges;
import io.leasehold.internal.observe.EngineReadings;
import io.leasehold.internal.password.PasswordPolicies;
import io.leasehold.internal.policy.PolicyTexts;
import io.leasehold.internal.schedule.ThreadScheduler;
import io.leasehold.internal.sealing.KeyRing;
import io.leasehold.internal.sealing.Sealer;
import io.leasehold.internal.target.TargetGates;
import io.leasehold.internal.text.RandomText;
import io.leasehold.internal.ttl.TtlLimits;
import io.leasehold.key.MasterKey;
import io.leasehold.lease.LeaseQuery;
import io.leasehold.lease.LeaseState;
import io.leasehold.observe.LeaseTally;
import io.leasehold.observe.Readings;
import io.leasehold.observe.TargetStatus;
import io.leasehold.spi.engine.Caller;
import io.leasehold.spi.engine.Measured;
import io.leasehold.spi.engine.Operation;
import io.leasehold.spi.storage.Storage;
import io.leasehold.spi.time.Scheduler;
import io.leasehold.spi.time.TimeSource;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running broker, put together from its settings. The façade stands on it. Thread-safe. */
public final class BrokerCore {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerCore.class);
    private static final Duration HOUSEKEEPING = Duration.ofSeconds(5);

    /** Beside the revocations: the reaper's own look, duties, rotating secrets. */
    private static final int MORE_THREADS = 4;

    private final BrokerSettings settings;
    private final Caller self;
    private final SecureRandom random = new SecureRandom();
    private final Storage storage;
    private final @Nullable ThreadScheduler ownScheduler;
    private final Scheduler scheduler;
    private final Events events;
    private final PathChanges changes = new PathChanges();
    private final KeyRing keys;
    private final EngineRoom engines;
    private final Duties duties;
    private final Leasing leasing;
    private final LeaseOperations leases;
    private final MountOperations mounts;
    private final SystemOperations system;
    private final Pipeline pipeline;
    private final InFlight requests = new InFlight();
    private final TargetGates gates;
    private final EngineReadings readings;
    private final @Nullable AlertWatch alerts;
    private volatile Scheduler.@Nullable Task housekeeping;
    private volatile long closingSince;
    private volatile boolean closing;

    private BrokerCore(BrokerSettings settings) {
        this.settings = settings;
        this.self = new Caller(settings.name());
        this.storage = settings.storage();
        this.events = new Events(settings.listeners());
        this.keys = KeyRing.open(storage, masterKeys(settings));
        this.ownScheduler = settings.scheduler() == null
                ? new ThreadScheduler(settings.name(), settings.workers() + MORE_THREADS)
                : null;
        this.scheduler = ownScheduler == null ? Objects.requireNonNull(settings.scheduler()) : ownScheduler;
        TimeSource time = settings.time();
        Sealer sealer = new Sealer(keys);
        SealedEntries sealed = new SealedEntries(storage, sealer, time);
        this.gates = new TargetGates(settings.targetConcurrency(), time, events);
        MountStore mountStore = new MountStore(sealed);
        SystemSettings systemSettings =
                new SystemSettings(sealed, new TtlLimits(settings.defaultLeaseTtl(), settings.maxLeaseTtl()));
        EngineTypes types = new EngineTypes(settings.engines());
        this.duties = new Duties(storage, sealed, scheduler, RandomText.base62(random, 16));
        PasswordPolicies passwords = new PasswordPolicies(sealed, storage.entries(), PolicyTexts.installed(), random);
        // The engines and the lease operations need each other: engines may give up a target's leases, leases their
        // engine.
        AtomicReference<Leasing> leasingLater = new AtomicReference<>();
        this.engines = new EngineRoom(new EngineRoom.Parts(
                settings.name(),
                types,
                mountStore,
                storage,
                sealed,
                gates,
                settings.creationTimeout(),
                duties,
                random,
                changes,
                events,
                passwords,
                mountId -> mountTtls(mountStore, systemSettings, mountId),
                leasingLater::get));
        this.leasing = Leasing.create(
                new Leasing.Setup(
                        storage,
                        sealer,
                        keys,
                        gates,
                        events,
                        time,
                        scheduler,
                        random,
                        settings.creationTimeout(),
                        settings.revocationTimeout(),
                        settings.revocationBackoff(),
                        settings.expiryInterval(),
                        settings.workers(),
                        settings.startPaused()),
                engines,
                mountId -> mountTtls(mountStore, systemSettings, mountId));
        leasingLater.set(leasing);
        Quotas quotas = new Quotas(sealed, storage.entries(), time);
        this.leases = new LeaseOperations(leasing);
        this.mounts = new MountOperations(
                storage, sealed, mountStore, types, engines, leasing, systemSettings, time, settings.closeTimeout());
        this.system = new SystemOperations(
                storage, systemSettings, leasing, mountStore, keys, sealed, duties, settings.masterKey());
        this.pipeline = new Pipeline(
                mountStore,
                engines,
                SystemRoutes.all(leases, mounts, system, new QuotaRoutes(quotas), new PasswordPolicyRoutes(passwords)),
                leasing,
                quotas,
                mounts,
                sealed,
                events,
                time);
        this.readings = new EngineReadings(settings.name(), this::measured);
        this.alerts = watch(settings.alerts(), time);
    }

    private @Nullable AlertWatch watch(@Nullable AlertRules rules, TimeSource time) {
        if (rules == null) {
            return null;
        }
        AlertWatch watch = new AlertWatch(rules, readings::read, events, time, scheduler);
        events.subscribe(watch);
        return watch;
    }

    private Map<String, Measured> measured() {
        Map<String, Measured> able = new TreeMap<>();
        engines.running().forEach(running -> {
            if (running.engine() instanceof Measured engine) {
                able.put(running.path(), engine);
            }
        });
        return able;
    }

    /**
     * Starts a broker.
     *
     * @param settings its settings
     * @return the broker, with its background work begun
     */
    public static BrokerCore start(BrokerSettings settings) {
        try {
            BrokerCore core = new BrokerCore(settings);
            core.leasing.reaper().start();
            core.leasing.inspector().start();
            core.keepHouse(Duration.ZERO);
            if (core.alerts != null) {
                core.alerts.start();
            }
            return core;
        } catch (RuntimeException e) {
            if (settings.storageOwned()) {
                settings.storage().close();
            }
            throw e;
        }
    }

    private static List<MasterKey> masterKeys(BrokerSettings settings) {
        List<MasterKey> all = new ArrayList<>();
        MasterKey given = settings.masterKey();
        all.add(given == null ? VolatileKey.get() : given);
        all.addAll(settings.formerMasterKeys());
        return all;
    }

    private static TtlLimits mountTtls(MountStore mounts, SystemSettings settings, String mountId) {
        MountRecord mount = mounts.read().byId(mountId).orElse(null);
        return mount == null ? settings.ttls() : settings.ttls().atMount(mount.defaultLeaseTtl(), mount.maxLeaseTtl());
    }

    /**
     * Notices key rotations, new and disabled mounts of other instances, and ends mounts whose last lease is gone. The first turn
     * comes at once and in the background: it begins the engines, which have duties that no request asks for.
     */
    private void keepHouse(Duration delay) {
        housekeeping = scheduler.schedule("housekeeping", delay, () -> {
            if (closing) {
                return;
            }
            try {
                keepHouse(keys::refresh);
                keepHouse(mounts::finishDisabling);
                keepHouse(engines::keepUp);
            } finally {
                keepHouse(HOUSEKEEPING);
            }
        });
    }

    /** A part that fails again and again, such as a mount that cannot be disabled, does not keep the others from being done. */
    private static void keepHouse(Runnable part) {
        try {
            part.run();
        } catch (LeaseholdException e) {
            LOG.warn("Housekeeping is tried again in {}: {}", HOUSEKEEPING, e.getMessage());
        }
    }

    /**
     * Answers a request of the embedding application.
     *
     * @param operation what is asked
     * @param path the path
     * @param fields the fields by snake_case name
     * @return the answer
     */
    public Response handle(Operation operation, String path, Map<String, Object> fields) {
        return run(() -> pipeline.handle(operation, path, fields, self));
    }

    /**
     * Runs an operation as a request: refused when the broker is closed, waited for when it closes.
     *
     * @param operation what to run
     * @param <T> the result's type
     * @return its result
     */
    public <T> T run(Supplier<T> operation) {
        return requests.run(operation);
    }

    /**
     * Refuses requests from now on and waits for those under way.
     *
     * @return false when that was done before
     */
    public boolean stopRequests() {
        if (!requests.close()) {
            return false;
        }
        closingSince = settings.time().nanoTime();
        // Whoever waits for numbers of a target that hangs is not worth waiting for.
        readings.close();
        if (!requests.await(settings.closeTimeout())) {
            LOG.warn(
                    "Some requests were still under way after {}; what they made is left to the store",
                    settings.closeTimeout());
        }
        return true;
    }

    /**
     * Whether the time for closing, which began with {@link #stopRequests()}, is not up yet.
     *
     * @return true while something may still be begun
     */
    public boolean timeToClose() {
        return settings.time().nanoTime() - closingSince
                < settings.closeTimeout().toNanos();
    }

    /** Ends everything, after {@link #stopRequests()}. */
    public void close() {
        closing = true;
        Scheduler.Task task = housekeeping;
        if (task != null) {
            task.cancel();
        }
        if (alerts != null) {
            alerts.close();
        }
        duties.close();
        leasing.inspector().close();
        leasing.reaper().close();
        if (!storage.durable()) {
            revokeAll();
        }
        if (ownScheduler != null && !ownScheduler.close(settings.closeTimeout())) {
            LOG.warn("Some background work did not end within {}", settings.closeTimeout());
        }
        engines.close();
        if (settings.storageOwned()) {
            storage.close();
        }
    }

    /** What a volatile store knows is forgotten with it, so its leases end now. */
    private void revokeAll() {
        try {
            leasing.bulk().revoke("closing the broker", LeaseQuery.all(), this::timeToClose);
            long left = leasing.reader().count(LeaseQuery.all());
            if (left > 0) {
                LOG.error(
                        "Closing: {} leases were not reached within {} and stay on the targets until their own expiry",
                        left,
                        settings.closeTimeout());
            }
        } catch (LeaseholdException e) {
            LOG.error("Closing: {}; what is left on the targets stays until their own expiry", e.getMessage());
        }
    }

    /**
     * Counts the leases in the store by kind.
     *
     * @return the kinds, in order
     */
    public List<LeaseTally> tally() {
        record Kind(String mount, String role, LeaseState state) {}
        Map<Kind, Long> counts = new TreeMap<>(
                Comparator.comparing(Kind::mount).thenComparing(Kind::role).thenComparing(Kind::state));
        storage.leases().tally().forEach(one -> {
            Origin origin = engines.origin(one.mountId(), one.folder() + "/");
            counts.merge(new Kind(origin.mount(), origin.role(), one.state()), one.leases(), Long::sum);
        });
        return counts.entrySet().stream()
                .map(kind -> new LeaseTally(
                        kind.getKey().mount(),
                        kind.getKey().role(),
                        kind.getKey().state(),
                        kind.getValue()))
                .toList();
    }

    /**
     * How the targets are doing.
     *
     * @return a snapshot
     */
    public List<TargetStatus> targets() {
        return gates.statuses();
    }

    /**
     * Asks the engines for their numbers.
     *
     * @return what could be had
     */
    public Readings measurements() {
        return readings.read();
    }

    /**
     * The alerts that stand.
     *
     * @return a snapshot; empty when none are watched for
     */
    public List<Alert> alerts() {
        return alerts == null ? List.of() : alerts.alerts();
    }

    /**
     * Lease operations.
     *
     * @return operations by id and prefix
     */
    public LeaseOperations leases() {
        return leases;
    }

    /**
     * Mount operations.
     *
     * @return operations by path
     */
    public MountOperations mounts() {
        return mounts;
    }

    /**
     * Operations on the broker as a whole.
     *
     * @return operations
     */
    public SystemOperations system() {
        return system;
    }

    /**
     * The lease protocol's parts, for rotating secrets.
     *
     * @return the parts
     */
    public Leasing leasing() {
        return leasing;
    }

    /**
     * The scheduler of background work.
     *
     * @return the scheduler
     */
    public Scheduler scheduler() {
        return scheduler;
    }

    /**
     * Who wants to know of values that changed.
     *
     * @return the listeners
     */
    public PathChanges changes() {
        return changes;
    }

    /**
     * The dispatcher of events.
     *
     * @return the dispatcher
     */
    public Events events() {
        return events;
    }

    /**
     * Randomness.
     *
     * @return the source
     */
    public SecureRandom random() {
        return random;
    }
}
