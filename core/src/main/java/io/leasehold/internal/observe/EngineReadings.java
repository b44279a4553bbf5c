package io.leasehold.internal.observe;

import io.leasehold.error.LeaseholdException;
import io.leasehold.observe.Measurement;
import io.leasehold.observe.Readings;
import io.leasehold.spi.engine.Measured;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks engines for their numbers, each probe on a thread of its own for ten seconds at most: what does not answer is left out
 * and delays nobody else. A probe that still runs is not begun again; whoever asks meanwhile shares its answer. Its threads end
 * half a minute after the last use. Thread-safe.
 */
public final class EngineReadings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineReadings.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int THREADS = 8;
    private static final long IDLE_SECONDS = 30;
    private static final String MOUNT = "mount";

    private final Supplier<Map<String, Measured>> engines;
    private final Duration limit;
    private final ThreadPoolExecutor threads;
    /** Threads wait in real time, which a driven clock does not move. */
    private final TimeSource time = TimeSource.system();

    private final Map<Asked, Asking> underWay = new ConcurrentHashMap<>();
    private final Set<Asked> silent = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private record Asked(String mount, String subject) {

        @Override
        public String toString() {
            return subject.isEmpty() ? mount : mount + "/" + subject;
        }
    }

    private record Asking(FutureTask<List<Measurement>> answer, long since) {}

    /**
     * Creates the readings; starts no thread.
     *
     * @param name the broker's name, for thread names
     * @param engines the engines that run and can tell, by the paths of their mounts
     */
    public EngineReadings(String name, Supplier<Map<String, Measured>> engines) {
        this(name, engines, LIMIT);
    }

    EngineReadings(String name, Supplier<Map<String, Measured>> engines, Duration limit) {
        this.limit = limit;
        this.engines = engines;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "leasehold-" + name + "-measure-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Asks all engines that run. Blocks for ten seconds at most, and never fails.
     *
     * @return the numbers that could be had, and what could not
     */
    public Readings read() {
        Collected collected = new Collected();
        Map<Asked, Asking> asked = new LinkedHashMap<>();
        engines.get().forEach((mount, engine) -> {
            try {
                engine.probes().forEach(probe -> {
                    Asked key = new Asked(mount, probe.subject());
                    asked.put(key, underWay.compute(key, (same, present) -> asking(present, probe)));
                });
            } catch (RuntimeException e) {
                collected.missing(new Asked(mount, ""), text(e));
            }
        });
        if (closed) {
            // It may have been closed too late for these to be asked, and too early for them to be known to it.
            asked.values().forEach(asking -> asking.answer().cancel(true));
        }
        asked.forEach((key, asking) -> collect(key, asking, collected));
        return collected.readings();
    }

    private Asking asking(@Nullable Asking present, Measured.Probe probe) {
        if (present != null && !present.answer().isDone()) {
            return present;
        }
        FutureTask<List<Measurement>> task = new FutureTask<>(probe.read()::get);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException ended) {
            task.cancel(false);
        }
        return new Asking(task, time.nanoTime());
    }

    private void collect(Asked key, Asking asking, Collected collected) {
        long left = limit.toNanos() - (time.nanoTime() - asking.since());
        try {
            collected.add(key, asking.answer().get(Math.max(0, left), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            collected.missing(key, "no answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException failed) {
            collected.missing(key, text(failed.getCause() == null ? failed : failed.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            collected.unasked(key, "interrupted");
        } catch (CancellationException ended) {
            collected.unasked(key, "the broker is closed");
        }
        if (asking.answer().isDone()) {
            underWay.remove(key, asking);
        }
    }

    private static String text(Throwable failure) {
        return failure instanceof LeaseholdException
                ? String.valueOf(failure.getMessage())
                : "the engine failed unexpectedly: " + failure.getClass().getSimpleName();
    }

    /** Ends everything, also for those who wait: what they have no answer to is missing. May be called repeatedly. */
    @Override
    public void close() {
        closed = true;
        // First told, then interrupted, so that what is cut off is not taken for an answer.
        underWay.values().forEach(asking -> asking.answer().cancel(true));
        threads.shutdownNow();
    }

    /** What came of one round. For one thread. */
    private final class Collected {

        private final Map<String, Measurement> measurements = new LinkedHashMap<>();
        private final List<Readings.Missing> missing = new ArrayList<>();

        void add(Asked key, List<Measurement> answer) {
            for (Measurement one : answer) {
                Map<String, String> tags = new HashMap<>(one.tags());
                tags.put(MOUNT, key.mount());
                Measurement tagged = new Measurement(one.name(), tags, one.value(), one.unit(), one.description());
                measurements.putIfAbsent(one.name() + new TreeMap<>(tags), tagged);
            }
            if (silent.remove(key)) {
                LOG.info("The numbers of {} can be read again", key);
            }
        }

        /** Not a word in the log: nothing is wrong with what was to be asked. */
        void unasked(Asked key, String error) {
            missing.add(new Readings.Missing(key.mount(), key.subject(), error));
        }

        void missing(Asked key, String error) {
            unasked(key, error);
            if (silent.add(key)) {
                LOG.warn("The numbers of {} cannot be read, and are left out: {}", key, error);
            }
        }

        Readings readings() {
            return new Readings(List.copyOf(measurements.values()), missing);
        }
    }
}
