package io.leasehold.storage;

import io.leasehold.spi.storage.EntryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Entries in memory. */
final class MemoryEntries implements EntryStore {

    private final Gate gate;
    private final NavigableMap<String, Entry> entries = new TreeMap<>(); // guarded by gate

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
        return gate.locked(() -> {
            // Not a stream: that asks for the size first, and counts all entries that follow for it.
            List<Entry> listed = new ArrayList<>();
            for (Entry entry :
                    entries.tailMap(fromPrefix ? prefix : after, fromPrefix).values()) {
                if (listed.size() == limit || !entry.path().startsWith(prefix)) {
                    break;
                }
                listed.add(entry);
            }
            return List.copyOf(listed);
        });
    }

    @Override
    public boolean put(Entry entry, long expectedVersion) {
        return gate.locked(() -> {
            if (expectedVersion == ABSENT) {
                // One way down the tree instead of two: most of the time of a new entry, when there are many.
                return entries.putIfAbsent(entry.path(), entry) == null;
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
            return true;
        });
    }
}
