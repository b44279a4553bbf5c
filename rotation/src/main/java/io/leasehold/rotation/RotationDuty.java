package io.leasehold.rotation;

import io.leasehold.error.ConflictException;
import io.leasehold.error.LeaseholdException;
import io.leasehold.error.NotFoundException;
import io.leasehold.error.TargetUnavailableException;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rotates what is due, again and again. What is rotated on one target goes one after the other, on different targets side by side,
 * so that one that does not answer holds up no other. Thread-safe.
 *
 * <p>When something is due is read once and then remembered: a thousand roles cost nothing while none is due. Whoever changes
 * a schedule in this process says so; what another process changed is noticed within {@link #REMEMBERED}.
 */
public final class RotationDuty implements AutoCloseable {

    /** From one look to the next. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    /** For how long a due time that was read is relied on. */
    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int THREADS = 8;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(RotationDuty.class);

    private final List<Rotations> kinds;
    private final Supplier<Instant> clock;
    private final TimeSource time;
    private final Map<Job, Known> known = new ConcurrentHashMap<>();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor workers;

    /**
     * A duty of a mount.
     *
     * @param kinds what is rotated
     * @param clock the store's time
     * @param time elapsed time
     * @param mount the mount's path, for the names of threads
     */
    public RotationDuty(List<Rotations> kinds, Supplier<Instant> clock, TimeSource time, String mount) {
        this.kinds = List.copyOf(kinds);
        this.clock = clock;
        this.time = time;
        AtomicInteger number = new AtomicInteger();
        this.workers = new ThreadPoolExecutor(
                0, THREADS, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "leasehold-" + mount + "-rotation-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    private record Job(Rotations kind, String name) {}

    private record Known(Optional<Rotations.Due> due, long readAt) {}

    /**
     * Whether something is due.
     *
     * @return whether {@link #run} would begin something
     */
    public boolean isNeeded() {
        return !due().isEmpty();
    }

    /** Begins to rotate what is due, and returns. */
    public void run() {
        due().forEach(this::begin);
    }

    /** What is due, by the target that it needs; targets that are being worked on are left out. */
    private Map<String, List<Job>> due() {
        Instant now = clock.get();
        Map<String, List<Job>> due = new LinkedHashMap<>();
        for (Rotations kind : kinds) {
            List<String> names = kind.names();
            known.keySet().removeIf(job -> job.kind() == kind && !names.contains(job.name()));
            for (String name : names) {
                Job job = new Job(kind, name);
                look(job, now)
                        .filter(found -> !found.at().isAfter(now))
                        .map(Rotations.Due::target)
                        .filter(target -> !busy.contains(target))
                        .ifPresent(target -> due.computeIfAbsent(target, none -> new ArrayList<>())
                                .add(job));
            }
        }
        return due;
    }

    /**
     * Says that something was written that may change when it is due.
     *
     * @param kind the kind of what changed
     * @param name its name
     */
    public void changed(Rotations kind, String name) {
        known.remove(new Job(kind, name));
    }

    private Optional<Rotations.Due> look(Job job, Instant now) {
        Known remembered = known.get(job);
        long read = time.nanoTime();
        if (remembered == null
                || read - remembered.readAt() > REMEMBERED.toNanos()
                || remembered.due().map(due -> !due.at().isAfter(now)).orElse(false)) {
            remembered = new Known(job.kind().due(job.name()), read);
            known.put(job, remembered);
        }
        return remembered.due();
    }

    private void begin(String target, List<Job> jobs) {
        if (!busy.add(target)) {
            return;
        }
        try {
            workers.execute(() -> {
                try {
                    rotate(jobs);
                } finally {
                    busy.remove(target);
                }
            });
        } catch (RejectedExecutionException full) {
            // All workers wait for targets; the next look tries again.
            busy.remove(target);
        }
    }

    private void rotate(List<Job> jobs) {
        for (Job job : jobs) {
            changed(job.kind(), job.name());
            try {
                job.kind().rotate(job.name());
            } catch (TargetUnavailableException down) {
                LOG.debug("The rest of this target waits: {}", down.getMessage());
                return;
            } catch (ConflictException | NotFoundException overtaken) {
                LOG.debug("A rotation was overtaken: {}", overtaken.getMessage());
            } catch (LeaseholdException recorded) {
                LOG.debug("The rotation of {} {} failed: {}", job.kind().kind(), job.name(), recorded.getMessage());
            } catch (RuntimeException failure) {
                LOG.warn("The rotation of {} {} failed unexpectedly", job.kind().kind(), job.name(), failure);
            }
        }
    }

    /** Interrupts what is under way; whoever comes next finishes it. */
    @Override
    public void close() {
        workers.shutdownNow();
    }
}
