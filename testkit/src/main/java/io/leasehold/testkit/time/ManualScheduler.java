package io.leasehold.testkit.time;

import io.leasehold.spi.time.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * A scheduler that runs nothing by itself. The test says when: {@link #advance} moves a {@link SettableTime} and runs what
 * falls due on the way, in order, on the calling thread; {@link #runDue} runs what is due already.
 *
 * <p>Only time that was advanced by hand counts: however slow the machine, nothing falls due by itself. Actions that were
 * scheduled for the same moment run in the order in which they were scheduled. What an action throws stops neither the
 * scheduler nor the other actions; it is thrown at the test when all of them have run.
 *
 * <p>Thread-safe for scheduling and cancelling. An action that waits for another scheduled action never returns, because
 * there is one thread: the test's.
 */
public final class ManualScheduler implements Scheduler {

    /** More actions in one call than any test means to run: something schedules itself without a delay. */
    private static final int RUNAWAY = 100_000;

    private final SettableTime time;
    private final PriorityQueue<Entry> queue =
            new PriorityQueue<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::order));
    private long scheduled;

    /**
     * Creates a scheduler.
     *
     * @param time what says when an action is due, and what {@link #advance} moves
     */
    public ManualScheduler(SettableTime time) {
        this.time = time;
    }

    @Override
    public Task schedule(String name, Duration delay, Runnable action) {
        synchronized (queue) {
            Duration due = time.advanced().plus(delay.isNegative() ? Duration.ZERO : delay);
            Entry entry = new Entry(name, due, scheduled++, action);
            queue.add(entry);
            return () -> cancel(entry);
        }
    }

    /**
     * Runs what is due, and what these actions schedule without a delay.
     *
     * @return how many actions ran
     */
    public int runDue() {
        Run run = new Run();
        runUntil(time.advanced(), run);
        return run.finish();
    }

    /**
     * Moves time forward, step by step from one due action to the next, and runs each when its moment has come. Actions
     * that are scheduled on the way run too if they fall due within the duration.
     *
     * @param duration how far, zero or positive, of millisecond precision
     * @return how many actions ran
     */
    public int advance(Duration duration) {
        Run run = new Run();
        Duration end = time.advanced().plus(duration);
        runUntil(end, run);
        moveTo(end);
        return run.finish();
    }

    /**
     * What waits to be run.
     *
     * @return names and delays from now, the next one first; a delay of zero means due
     */
    public List<Pending> pending() {
        synchronized (queue) {
            Duration now = time.advanced();
            return queue.stream()
                    .sorted(Comparator.comparing(Entry::due).thenComparingLong(Entry::order))
                    .map(entry -> new Pending(entry.name(), remaining(now, entry.due())))
                    .toList();
        }
    }

    /**
     * An action that waits to be run.
     *
     * @param name the name that it was scheduled under
     * @param delay how much time has to be advanced until it is due, zero or positive
     */
    public record Pending(String name, Duration delay) {}

    private void runUntil(Duration end, Run run) {
        for (Optional<Entry> next = pollUntil(end); next.isPresent(); next = pollUntil(end)) {
            Entry entry = next.get();
            moveTo(entry.due());
            run.perform(entry);
        }
    }

    private Optional<Entry> pollUntil(Duration end) {
        synchronized (queue) {
            Entry head = queue.peek();
            return head == null || head.due().compareTo(end) > 0 ? Optional.empty() : Optional.ofNullable(queue.poll());
        }
    }

    private void moveTo(Duration moment) {
        time.advance(ceilToMillis(remaining(time.advanced(), moment)));
    }

    private void cancel(Entry entry) {
        synchronized (queue) {
            queue.remove(entry);
        }
    }

    private static Duration remaining(Duration now, Duration due) {
        Duration remaining = due.minus(now);
        return remaining.isNegative() ? Duration.ZERO : remaining;
    }

    private static Duration ceilToMillis(Duration duration) {
        return Duration.ofMillis(duration.plusNanos(999_999).toMillis());
    }

    private record Entry(String name, Duration due, long order, Runnable action) {}

    /** One call of the test: counts actions and keeps what they throw. */
    private static final class Run {

        private final List<Throwable> failures = new ArrayList<>();
        private int actions;

        void perform(Entry entry) {
            if (++actions > RUNAWAY) {
                throw new AssertionError(entry.name() + " schedules itself again and again without a delay");
            }
            try {
                entry.action().run();
            } catch (RuntimeException | Error failure) {
                failures.add(failure);
            }
        }

        int finish() {
            if (failures.isEmpty()) {
                return actions;
            }
            Throwable first = failures.get(0);
            failures.stream().skip(1).filter(later -> later != first).forEach(first::addSuppressed);
            if (first instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) first;
        }
    }
}
