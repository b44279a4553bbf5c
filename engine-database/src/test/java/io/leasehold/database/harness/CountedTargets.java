package io.leasehold.database.harness;

import io.leasehold.spi.engine.Targets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Targets whose leases are counted as the harness issues and revokes; without limits. */
final class CountedTargets implements Targets {

    private final Map<String, Long> leases = new ConcurrentHashMap<>();

    private final List<String> retried = new CopyOnWriteArrayList<>();

    void add(String targetId, long change) {
        leases.merge(targetId, change, Long::sum);
    }

    @Override
    public void limit(String targetId, int concurrency) {
        // One process and few threads: the pool's own size is limit enough.
    }

    @Override
    public <T> T call(String targetId, Supplier<T> work) {
        return work.get();
    }

    @Override
    public void retry(String targetId) {
        retried.add(targetId);
    }

    /** The targets whose pause was ended, in order. */
    List<String> retried() {
        return List.copyOf(retried);
    }

    @Override
    public void forget(String targetId) {
        // There is no state to forget.
    }

    @Override
    public long leases(String targetId) {
        return leases.getOrDefault(targetId, 0L);
    }

    @Override
    public int abandon(String targetId, String reason) {
        Long left = leases.remove(targetId);
        return left == null ? 0 : left.intValue();
    }
}
