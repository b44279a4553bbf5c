package io.leasehold.internal.target;

import io.leasehold.internal.event.Events;
import io.leasehold.observe.TargetStatus;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The doors to all targets, so that a slow or dead one never delays another. Thread-safe. */
public final class TargetGates {

    private final int defaultConcurrency;
    private final TimeSource time;
    private final Events events;
    private final Map<String, TargetGate> gates = new ConcurrentHashMap<>();

    /**
     * Creates the doors.
     *
     * @param defaultConcurrency calls at once on a target whose engine does not say
     * @param time elapsed time, for the breakers' pauses
     * @param events where to report targets that stop answering
     */
    public TargetGates(int defaultConcurrency, TimeSource time, Events events) {
        this.defaultConcurrency = defaultConcurrency;
        this.time = time;
        this.events = events;
    }

    /**
     * Sets a target's limit.
     *
     * @param targetId the target
     * @param concurrency calls at once
     */
    public void limit(String targetId, int concurrency) {
        gate(targetId).limit(concurrency);
    }

    /**
     * Ends the pause of a target that did not answer: its next call is let through to try.
     *
     * @param targetId the target
     */
    public void retry(String targetId) {
        gate(targetId).retry();
    }

    /**
     * Says which mount a target belongs to, for whoever looks at it.
     *
     * @param targetId the target
     * @param mountPath the mount's path
     */
    public void belongs(String targetId, String mountPath) {
        gate(targetId).belongs(mountPath);
    }

    /**
     * Forgets a target that is gone for good. A call that is running on it ends as if nothing had happened.
     *
     * @param targetId the target
     */
    public void forget(String targetId) {
        gates.remove(targetId);
    }

    /**
     * Forgets the targets of a mount that is gone, as {@link #forget} does.
     *
     * @param mountPath the mount's path
     */
    public void forgetOf(String mountPath) {
        gates.values().removeIf(gate -> gate.isOf(mountPath));
    }

    /**
     * How the targets are doing that this process has used.
     *
     * @return a snapshot, in the order of their ids
     */
    public List<TargetStatus> statuses() {
        return gates.values().stream()
                .map(TargetGate::status)
                .sorted(Comparator.comparing(TargetStatus::id))
                .toList();
    }

    /**
     * Runs work on a target under its limit and breaker.
     *
     * @param targetId the target
     * @param patience how long to wait for a place
     * @param work what to run on the calling thread
     * @param <T> the result's type
     * @return the work's result
     */
    public <T> T call(String targetId, Duration patience, Supplier<T> work) {
        return gate(targetId).call(patience, work);
    }

    /**
     * How much background work may run on a target at once, now.
     *
     * @param targetId the target
     * @return 0 while it does not answer, 1 while that is in doubt
     */
    public int room(String targetId) {
        return gate(targetId).room();
    }

    /**
     * The targets that do not answer now.
     *
     * @return their ids
     */
    public Set<String> down() {
        return gates.entrySet().stream()
                .filter(gate -> gate.getValue().room() == 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private TargetGate gate(String targetId) {
        return gates.computeIfAbsent(targetId, id -> new TargetGate(id, defaultConcurrency, time, events));
    }
}
