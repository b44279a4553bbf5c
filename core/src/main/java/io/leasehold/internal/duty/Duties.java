package io.leasehold.internal.duty;

import io.leasehold.error.ConflictException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.internal.entry.EntryFolder;
import io.leasehold.internal.entry.SealedEntries;
import io.leasehold.spi.engine.Versioned;
import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.Storage;
import io.leasehold.spi.time.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again by one instance of all that share a store, under a lock there. A lock whose holder died
 * lapses after {@link #HOLD}; a duty must therefore bear to be run twice. Thread-safe.
 */
public final class Duties {

    private static final Logger LOG = LoggerFactory.getLogger(Duties.class);
    private static final String ROOT = "core/duty/";
    private static final Duration HOLD = Duration.ofMinutes(10);

    private final Storage storage;
    private final SealedEntries sealed;
    private final Scheduler scheduler;
    private final String instance;
    private final Map<String, Scheduler.Task> next = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Creates the duties of one instance.
     *
     * @param storage the store
     * @param sealed sealed entries
     * @param scheduler background work
     * @param instance names this instance; random
     */
    public Duties(Storage storage, SealedEntries sealed, Scheduler scheduler, String instance) {
        this.storage = storage;
        this.sealed = sealed;
        this.scheduler = scheduler;
        this.instance = instance;
    }

    /**
     * Starts a duty.
     *
     * @param name its name, unique in the store
     * @param interval from the end of a run to the start of the next
     * @param duty what to do
     */
    public void start(String name, Duration interval, Runnable duty) {
        start(name, interval, () -> true, duty);
    }

    /**
     * Starts a duty that has something to do at times only.
     *
     * @param name its name, unique in the store
     * @param interval from the end of a turn to the start of the next
     * @param needed whether there is something to do; asked before the lock is
     * @param duty what to do
     */
    public void start(String name, Duration interval, BooleanSupplier needed, Runnable duty) {
        if (!closed) {
            next.put(name, schedule(name, interval, needed, duty));
        }
    }

    private Scheduler.Task schedule(String name, Duration interval, BooleanSupplier needed, Runnable duty) {
        return scheduler.schedule("duty " + name, interval, () -> turn(name, interval, needed, duty));
    }

    /**
     * Stops the duties of a mount.
     *
     * @param prefix what their names start with
     */
    public void stop(String prefix) {
        for (String name : Set.copyOf(next.keySet())) {
            if (name.startsWith(prefix)) {
                Optional.ofNullable(next.remove(name)).ifPresent(Scheduler.Task::cancel);
            }
        }
    }

    /** Stops all duties. Those under way end by themselves. */
    public void close() {
        closed = true;
        next.values().forEach(Scheduler.Task::cancel);
    }

    /**
     * Removes the locks of duties whose owners are gone for good.
     *
     * @param owners what the names of duties may begin with, up to their first slash; asked for after the locks were read, so
     *     that those of a new owner are not taken for leftovers
     * @return how many were removed
     */
    public int removeLocksOfOthers(Supplier<Set<String>> owners) {
        List<EntryStore.Entry> locks = EntryFolder.under(storage.entries(), ROOT);
        Set<String> known = owners.get();
        int removed = 0;
        for (EntryStore.Entry lock : locks) {
            String name = lock.path().substring(ROOT.length());
            int slash = name.indexOf('/');
            boolean owned = slash < 0 || known.contains(name.substring(0, slash));
            if (!owned && storage.entries().delete(lock.path(), lock.version())) {
                removed++;
            }
        }
        return removed;
    }

    private void turn(String name, Duration interval, BooleanSupplier needed, Runnable duty) {
        if (closed || !next.containsKey(name)) {
            return;
        }
        try {
            if (needed.getAsBoolean()) {
                take(name, interval).ifPresent(held -> run(name, duty, held));
            }
            failing.remove(name);
        } catch (ConflictException e) {
            LOG.debug("Duty {} is done by another instance", name);
        } catch (LeaseholdException e) {
            // Once, and not at every turn: a store that is down is told of elsewhere too.
            if (failing.add(name)) {
                LOG.warn("Duty {} could not be begun, and is tried again at each turn: {}", name, e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.warn("Duty {} could not be begun", name, e);
        } finally {
            // In one step, so that a stop which comes meanwhile finds either the last turn or the next one.
            next.computeIfPresent(name, (same, last) -> closed ? last : schedule(name, interval, needed, duty));
        }
    }

    private Optional<Versioned<DutyLock>> take(String name, Duration interval) {
        long now = storage.now().toEpochMilli();
        Optional<Versioned<DutyLock>> found = sealed.getFresh("", ROOT + name, DutyLock.class);
        DutyLock lock = found.map(Versioned::value).orElse(new DutyLock("", 0, 0));
        boolean held = !lock.holder().isEmpty() && lock.heldUntil() > now;
        // Half an interval of slack, so that instances in step do not skip every other turn.
        boolean justDone = lock.finishedAt() > now - interval.toMillis() / 2;
        if (held || justDone) {
            return Optional.empty();
        }
        return Optional.of(sealed.put(
                "",
                ROOT + name,
                new DutyLock(instance, now + HOLD.toMillis(), lock.finishedAt()),
                found.map(Versioned::version).orElse(EntryStore.ABSENT)));
    }

    private void run(String name, Runnable duty, Versioned<DutyLock> held) {
        try {
            duty.run();
        } catch (RuntimeException e) {
            LOG.warn("Duty {} failed and is tried again at its next turn", name, e);
        }
        long now = storage.now().toEpochMilli();
        sealed.put("", ROOT + name, new DutyLock("", 0, now), held.version());
    }
}
