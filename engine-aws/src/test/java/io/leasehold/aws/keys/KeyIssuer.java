package io.leasehold.aws.keys;

import io.leasehold.error.TargetUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What AWS knows of keys: which there are, and when each was deleted, in moved time. Thread-safe. */
public final class KeyIssuer {

    private final Supplier<Duration> clock;
    private final Map<String, Duration> deleted = new ConcurrentHashMap<>();
    private final Map<String, Duration> made = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean down;

    KeyIssuer(Supplier<Duration> clock) {
        this.clock = clock;
    }

    String nextId() {
        return "AKIA%016d".formatted(count.incrementAndGet());
    }

    void make(String id) {
        requireUp();
        made.put(id, clock.get());
    }

    void delete(String id) {
        requireUp();
        if (made.containsKey(id)) {
            deleted.putIfAbsent(id, clock.get());
        }
    }

    private void requireUp() {
        if (down) {
            throw new TargetUnavailableException("AWS does not answer", false, null);
        }
    }

    /** Somebody deletes a key without the broker. */
    public void deleteByHand(String id) {
        deleted.put(id, clock.get());
    }

    /** From now on it does not answer, or does again. */
    public void setDown(boolean value) {
        down = value;
    }

    /** Whether the key was made and not deleted. */
    public boolean isLive(String id) {
        return made.containsKey(id) && !deleted.containsKey(id);
    }

    /** The keys that were made and not deleted. */
    public List<String> live() {
        return made.keySet().stream().filter(this::isLive).sorted().toList();
    }

    /** When the key was deleted, null while it lives. */
    public @Nullable Duration deletedAt(String id) {
        return deleted.get(id);
    }

    /** How many keys were made. */
    public int made() {
        return made.size();
    }
}
