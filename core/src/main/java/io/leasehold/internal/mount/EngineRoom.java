package io.leasehold.internal.mount;

import io.leasehold.error.InvalidRequestException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.event.Origin;
import io.leasehold.internal.duty.Duties;
import io.leasehold.internal.entry.MountEntries;
import io.leasehold.internal.entry.SealedEntries;
import io.leasehold.internal.event.Events;
import io.leasehold.internal.lease.EngineDirectory;
import io.leasehold.internal.lease.Leasing;
import io.leasehold.internal.routing.Router;
import io.leasehold.internal.target.TargetGates;
import io.leasehold.internal.ttl.TtlLimits;
import io.leasehold.spi.engine.LeasedEngine;
import io.leasehold.spi.engine.Passwords;
import io.leasehold.spi.engine.SecretEngine;
import io.leasehold.spi.storage.Storage;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engines that run in this process. Those of all mounts begin in the background ({@link #keepUp()}), because engines have duties
 * that nobody asks for; one that is needed earlier is made then. Thread-safe.
 */
public final class EngineRoom implements EngineDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(EngineRoom.class);

    private final Parts parts;
    private final Map<String, MountedEngine> engines = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * What engines are made of.
     *
     * @param brokerName the broker's name
     * @param types the engine types known
     * @param mounts the mount table
     * @param storage the store
     * @param sealed sealed entries
     * @param gates limits and breakers of targets
     * @param patience how long a call waits for a place on a target
     * @param duties work once per cluster
     * @param random randomness
     * @param changes who wants to know of changed values
     * @param events whom to tell of what engines notice
     * @param passwords passwords by named policies
     * @param limits the TTLs in effect at a mount, by its UUID
     * @param leasing the lease operations; asked for when they are needed
     */
    public record Parts(
            String brokerName,
            EngineTypes types,
            MountStore mounts,
            Storage storage,
            SealedEntries sealed,
            TargetGates gates,
            Duration patience,
            Duties duties,
            SecureRandom random,
            PathChanges changes,
            Events events,
            Passwords passwords,
            Function<String, TtlLimits> limits,
            Supplier<Leasing> leasing) {}

    /**
     * Creates the room, empty.
     *
     * @param parts what engines are made of
     */
    public EngineRoom(Parts parts) {
        this.parts = parts;
    }

    /**
     * The engine of a mount.
     *
     * @param mount the mount
     * @return the engine, made now if it was not running yet
     */
    public MountedEngine engine(MountRecord mount) {
        MountedEngine running = engines.get(mount.id());
        return running != null ? running : engines.computeIfAbsent(mount.id(), id -> make(mount));
    }

    @Override
    public LeasedEngine leasedEngine(String mountId) {
        MountedEngine running = engines.get(mountId);
        if (running == null) {
            MountRecord mount = parts.mounts()
                    .read()
                    .byId(mountId)
                    .or(() -> parts.mounts().readFresh().byId(mountId))
                    .orElseThrow(() -> new NotFoundException("no mount has the id " + mountId));
            running = engine(mount);
        }
        if (running.engine() instanceof LeasedEngine leased) {
            return leased;
        }
        throw new InvalidRequestException("the engine of mount " + mountId + " has no leases");
    }

    @Override
    public boolean isMounted(String mountId) {
        return parts.mounts().readFresh().byId(mountId).isPresent();
    }

    @Override
    public Origin origin(@Nullable String mountId, String leaseId) {
        MountedEngine running = mountId == null ? null : engines.get(mountId);
        return Origin.ofLease(running == null ? mountOf(leaseId) : running.path(), leaseId);
    }

    /**
     * The mount whose path the id starts with, of which there is one at most; the id's first segment when there is none. The table
     * is asked last: it may be just the store that does not answer.
     */
    private String mountOf(String leaseId) {
        return within(engines.values().stream().map(MountedEngine::path), leaseId)
                .or(() -> within(knownPaths(), leaseId))
                .orElseGet(
                        () -> leaseId.substring(0, leaseId.indexOf('/') < 0 ? leaseId.length() : leaseId.indexOf('/')));
    }

    private static Optional<String> within(Stream<String> paths, String leaseId) {
        return paths.filter(path -> leaseId.startsWith(path + "/")).findFirst();
    }

    private Stream<String> knownPaths() {
        try {
            return parts.mounts().read().table().all().values().stream().map(MountRecord::path);
        } catch (LeaseholdException e) {
            LOG.debug("The mounts cannot be read now", e);
            return Stream.empty();
        }
    }

    /**
     * The engines that run now.
     *
     * @return a copy
     */
    public List<MountedEngine> running() {
        return List.copyOf(engines.values());
    }

    /**
     * Ends the engine of a mount that is gone.
     *
     * @param mountId the mount's UUID
     */
    public void end(String mountId) {
        MountedEngine running = engines.remove(mountId);
        parts.duties().stop(mountId + "/");
        if (running != null) {
            close(running);
            forgetTargets(running.path());
        }
    }

    /** Nobody calls the targets of a mount that is gone, so nothing would ever show them as up again. */
    private void forgetTargets(String path) {
        if (engines.values().stream().noneMatch(other -> other.path().equals(path))) {
            parts.gates().forgetOf(path);
        }
    }

    /**
     * Follows the mount table: ends the engines of mounts that other instances have disabled, and begins those of all others that do
     * not run here yet, so that their duties are done without any request. Reads one entry, whatever the mounts hold. A mount whose
     * engine cannot be made is told of once, and tried again at each call; it hurts no other one.
     */
    public void keepUp() {
        // The engines first: one whose mount is missing from a later look at the table is gone for good.
        Set<String> known = Set.copyOf(engines.keySet());
        Mounts mounts = parts.mounts().readFresh();
        known.stream().filter(id -> mounts.byId(id).isEmpty()).forEach(this::end);
        failing.removeIf(id -> mounts.byId(id).isEmpty());
        for (MountRecord mount : mounts.table().all().values()) {
            if (!mount.disabling() && !engines.containsKey(mount.id())) {
                begin(mount);
            }
        }
    }

    private void begin(MountRecord mount) {
        if (closed) {
            return;
        }
        try {
            engine(mount);
            failing.remove(mount.id());
        } catch (RuntimeException | LinkageError e) {
            if (failing.add(mount.id())) {
                LOG.warn(
                        "The {} engine at {}/ cannot begin here, so that its duties are not done by this process: {}",
                        mount.type(),
                        mount.path(),
                        e.toString());
            }
        }
        if (closed) {
            // The room was closed while the engine was made: nobody else would end it.
            end(mount.id());
        }
    }

    /** Ends all engines, for good. */
    public void close() {
        closed = true;
        Set.copyOf(engines.keySet()).forEach(this::end);
    }

    private MountedEngine make(MountRecord mount) {
        MountEntries entries =
                new MountEntries(mount.id(), parts.sealed(), parts.storage().entries());
        SecretEngine engine = parts.types().provider(mount.type()).create(new MountContext(parts, mount, entries));
        return new MountedEngine(
                mount.id(), mount.path(), engine, Router.compile(mount.path(), engine.routes()), entries);
    }

    private static void close(MountedEngine running) {
        try {
            running.engine().close();
        } catch (RuntimeException e) {
            LOG.warn("The engine of mount {} could not be closed cleanly", running.mountId(), e);
        }
    }
}
