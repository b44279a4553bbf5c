package io.leasehold.storage;

import io.leasehold.spi.storage.EntryStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entries in memory: reads and writes of one cost the same however many there are. */
final class MemoryEntries implements EntryStore {

    private final Gate gate;
    private final Map<String, Entry> entries = new HashMap<>(); // guarded by gate
    private final PathOrder order = new PathOrder(); // guarded by gate

    MemoryEntries(Gate gate) {
        this.gate = gate;
    }

    /** The stored version, {@link #ABSENT} when there is none. The caller holds the gate. */
    long version(String path) {
        Entry stored = entries.get(path);
        return stored == null ? ABSENT : stored.version();
    }

    @Override
    public Optional<Entry> get(String path) {
        return gate.locked(() -> Optional.ofNullable(entries.get(path)));
    }

    @Override
    public List<Entry> list(String prefix, String after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be 1 or more, was " + limit);
        }
        boolean fromPrefix = after.compareTo(prefix) < 0;
        while (gate.locked(() -> order.sortSome(prefix))) {
            // Others get the gate in between.
        }
        return gate.locked(() -> {
            // Not a stream: that asks for the size first, and counts all entries that follow for it.
            List<Entry> listed = new ArrayList<>();
            for (String path : order.from(prefix, fromPrefix ? prefix : after, fromPrefix)) {
                if (listed.size() == limit || !path.startsWith(prefix)) {
                    break;
                }
                listed.add(entries.get(path));
            }
            return List.copyOf(listed);
        });
    }

    @Override
    public boolean put(Entry entry, long expectedVersion) {
        return gate.locked(() -> {
            if (expectedVersion == ABSENT) {
                boolean added = entries.putIfAbsent(entry.path(), entry) == null;
                if (added) {
                    order.add(entry.path());
                }
                return added;
            }
            if (version(entry.path()) != expectedVersion) {
                return false;
            }
            entries.put(entry.path(), entry);
            return true;
        });
    }

    @Override
    public boolean delete(String path, long expectedVersion) {
        return gate.locked(() -> {
            if (expectedVersion == ABSENT || version(path) != expectedVersion) {
                return false;
            }
            entries.remove(path);
            order.remove(path);
            return true;
        });
    }
}
