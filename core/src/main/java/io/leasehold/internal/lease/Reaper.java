package io.leasehold.internal.lease;

import io.leasehold.error.LeaseholdException;
import io.leasehold.event.LeaseholdEvent;
import io.leasehold.internal.text.RandomText;
import io.leasehold.spi.storage.LeaseRow;
import io.leasehold.spi.storage.LeaseSnapshot;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import io.leasehold.spi.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends leases in the background: claims what is due in batches and hands it to a bounded number of threads, so many per
 * target as the target bears. A target that is slow or down delays nobody else: its rows wait in a queue of their own, and
 * while it does not answer none are claimed. Thread-safe.
 */
public final class Reaper {

    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    /** Rows claimed at once; also what may wait for one target. */
    static final int BATCH = 512;

    /** Rows that a thread does for a target before others have their turn. */
    private static final int SLICE = 64;

    private static final Duration SLICE_TIME = Duration.ofSeconds(1);

    private final LeaseDesk desk;
    private final Storage storage;
    private final Scheduler scheduler;
    private final ExpirySwitch expiry;
    private final Duration interval;
    private final int workers;
    private final Revoker revoker;
    private final RevocationAttempt attempt;

    private final Object lock = new Object();
    private final Map<String, ReaperQueue> queues = new LinkedHashMap<>(); // guarded by lock
    private int drainers; // guarded by lock
    private boolean closed; // guarded by lock
    private boolean awake; // guarded by lock: an extra look is scheduled
    private Scheduler.@Nullable Task next; // guarded by lock
    private boolean storeFailing; // touched by the ticking thread alone

    Reaper(
            LeaseDesk desk,
            Storage storage,
            Scheduler scheduler,
            ExpirySwitch expiry,
            Duration interval,
            int workers,
            Revoker revoker) {
        this.desk = desk;
        this.storage = storage;
        this.scheduler = scheduler;
        this.expiry = expiry;
        this.interval = interval;
        this.workers = workers;
        this.revoker = revoker;
        this.attempt = new RevocationAttempt(desk);
    }

    /** Starts looking for due leases, at once and then at every interval. */
    public void start() {
        scheduleNext(Duration.ZERO);
    }

    /** Stops claiming, and gives back what is claimed and not begun. Attempts under way go on. */
    public void close() {
        List<ReaperQueue.Item> unbegun = new ArrayList<>();
        synchronized (lock) {
            closed = true;
            if (next != null) {
                next.cancel();
            }
            queues.values().forEach(queue -> {
                unbegun.addAll(queue.items);
                queue.items.clear();
            });
        }
        unbegun.forEach(item -> giveBack(item, item.reading().now()));
    }

    private void scheduleNext(Duration delay) {
        synchronized (lock) {
            if (!closed) {
                next = scheduler.schedule("expiry", delay, this::tick);
            }
        }
    }

    private void tick() {
        try {
            look();
        } finally {
            scheduleNext(interval);
        }
    }

    private void wake() {
        try {
            synchronized (lock) {
                awake = false;
            }
            look();
        } catch (RuntimeException e) {
            LOG.debug("An extra look for due leases failed", e);
        }
    }

    private void look() {
        try {
            Instant now = storage.now();
            if (expiry.runs(now, desk.time().nanoTime())) {
                claim();
            }
            if (storeFailing) {
                storeFailing = false;
                LOG.info("The lease store answers again");
            }
        } catch (LeaseholdException e) {
            if (!storeFailing) {
                storeFailing = true;
                LOG.warn("Due leases cannot be read; trying again every {}: {}", interval, e.getMessage());
            }
        }
    }

    private void claim() {
        while (true) {
            Set<String> excluded = new HashSet<>(desk.gates().down());
            synchronized (lock) {
                if (closed) {
                    return;
                }
                queues.values().stream().filter(Reaper::isLong).forEach(queue -> {
                    queue.passedOver = true;
                    excluded.add(queue.targetId);
                });
            }
            String token = RandomText.base62(desk.random(), 22);
            List<LeaseSnapshot> due =
                    desk.store().claimDue(new LeaseStore.ClaimRequest(token, desk.claimTime(), BATCH, excluded));
            synchronized (lock) {
                for (LeaseSnapshot snapshot : due) {
                    queues.computeIfAbsent(snapshot.row().targetId(), ReaperQueue::new)
                            .items
                            .add(new ReaperQueue.Item(snapshot.row(), Reading.of(snapshot.readAt(), desk.time())));
                }
                dispatch();
            }
            if (due.size() < BATCH) {
                return;
            }
        }
    }

    private static boolean isLong(ReaperQueue queue) {
        return queue.items.size() >= BATCH / 2;
    }

    /** Starts threads where there is work and room. Called with the lock held. */
    private void dispatch() {
        boolean started = true;
        while (started && drainers < workers) {
            started = false;
            for (ReaperQueue queue : queues.values()) {
                int room = Math.max(1, desk.gates().room(queue.targetId));
                if (drainers < workers && queue.drainers < Math.min(room, queue.items.size())) {
                    queue.drainers++;
                    drainers++;
                    started = true;
                    scheduler.schedule("revocation", Duration.ZERO, () -> drain(queue));
                }
            }
        }
    }

    private void drain(ReaperQueue queue) {
        Finished finished = new Finished();
        try {
            long start = desk.time().nanoTime();
            for (int done = 0; done < SLICE; done++) {
                ReaperQueue.Item item;
                synchronized (lock) {
                    item = queue.items.poll();
                }
                if (item == null || desk.time().nanoTime() - start > SLICE_TIME.toNanos()) {
                    if (item != null) {
                        synchronized (lock) {
                            queue.items.addFirst(item);
                        }
                    }
                    break;
                }
                attempt(item, finished);
            }
        } finally {
            finished.flush();
            ended(queue);
        }
    }

    private void ended(ReaperQueue queue) {
        synchronized (lock) {
            queue.drainers--;
            drainers--;
            if (queue.drainers == 0 && queue.items.isEmpty()) {
                queues.remove(queue.targetId, queue);
            } else {
                // To the back, so that the others have their turn.
                queues.remove(queue.targetId);
                queues.put(queue.targetId, queue);
            }
            dispatch();
            if (queue.passedOver && !isLong(queue)) {
                // More of its rows may be due, and they need not wait for the next interval.
                queue.passedOver = false;
                if (!closed && !awake) {
                    awake = true;
                    scheduler.schedule("expiry", Duration.ZERO, this::wake);
                }
            }
        }
    }

    private void attempt(ReaperQueue.Item item, Finished finished) {
        LeaseRow row = item.row();
        try {
            if (desk.gates().room(row.targetId()) == 0) {
                giveBack(item, item.reading().now().plus(Backoff.pause(desk.backoff(), 1, desk.random())));
                return;
            }
            if (item.reading().elapsed().plus(desk.revocationTimeout()).compareTo(desk.claimTime()) > 0) {
                // The claim would lapse in mid-attempt, and somebody else would start a second one.
                giveBack(item, item.reading().now());
                return;
            }
            RevocationAttempt.Result result = attempt.runDue(row, item.reading());
            if (result instanceof RevocationAttempt.Result.Absent absent) {
                finished.add(absent, cause(item));
            }
        } catch (LeaseholdException e) {
            LOG.warn(
                    "The outcome for lease {} could not be stored; its claim lapses by itself: {}",
                    row.id(),
                    e.getMessage());
        }
    }

    private static LeaseholdEvent.Cause cause(ReaperQueue.Item item) {
        if (item.row().createBy() != null) {
            return LeaseholdEvent.Cause.CREATION_FAILED;
        }
        return item.row().expiresAt().isAfter(item.reading().at())
                ? LeaseholdEvent.Cause.REVOKED
                : LeaseholdEvent.Cause.EXPIRED;
    }

    private void giveBack(ReaperQueue.Item item, Instant due) {
        try {
            desk.store().update(Transitions.postponed(item.row(), due));
        } catch (LeaseholdException e) {
            LOG.debug("The claim on lease {} lapses by itself", item.row().id(), e);
        }
    }

    /** Rows whose credentials are gone, deleted together. Used by one thread. */
    private final class Finished {

        private final Map<String, RevocationAttempt.Result.Absent> absent = new LinkedHashMap<>();
        private final Map<String, LeaseholdEvent.Cause> causes = new LinkedHashMap<>();

        void add(RevocationAttempt.Result.Absent result, LeaseholdEvent.Cause cause) {
            absent.put(result.row().id(), result);
            causes.put(result.row().id(), cause);
        }

        void flush() {
            if (absent.isEmpty()) {
                return;
            }
            try {
                Set<String> deleted = desk.store()
                        .delete(absent.values().stream()
                                .map(RevocationAttempt.Result.Absent::row)
                                .toList());
                absent.forEach((id, result) -> revoker.report(
                        result, causes.getOrDefault(id, LeaseholdEvent.Cause.EXPIRED), deleted.contains(id)));
            } catch (LeaseholdException e) {
                LOG.warn(
                        "{} ended leases could not be deleted from the store and are looked at again: {}",
                        absent.size(),
                        e.getMessage());
            }
        }
    }
}
