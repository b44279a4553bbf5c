package io.leasehold.internal.target;

import io.leasehold.internal.event.Events;
import io.leasehold.spi.time.TimeSource;
import java.time.Duration;
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
