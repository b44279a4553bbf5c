package io.leasehold.database.harness;

import io.leasehold.error.ConflictException;
import io.leasehold.spi.engine.EngineStorage;
import io.leasehold.spi.engine.Fields;
import io.leasehold.spi.engine.Versioned;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Storage with versions. Values are taken apart and bound again, as the real one does. */
final class MemoryEngineStorage implements EngineStorage {

    private final NavigableMap<String, Entry> entries = new TreeMap<>();
    private long lastVersion;
    private volatile Runnable step = () -> {};

    private record Entry(long version, Map<String, Object> values) {}

    @Override
    public synchronized <T extends Record> Optional<Versioned<T>> get(String path, Class<T> type) {
        return Optional.ofNullable(entries.get(path))
                .map(entry -> new Versioned<>(path, entry.version(), Fields.bind(entry.values(), type)));
    }

    @Override
    public <T extends Record> Optional<Versioned<T>> getFresh(String path, Class<T> type) {
        step.run();
        return get(path, type);
    }

    @Override
    public <T extends Record> Versioned<T> put(String path, T value, long expectedVersion) {
        step.run();
        Versioned<T> stored = store(path, value, expectedVersion);
        step.run();
        return stored;
    }

    private synchronized <T extends Record> Versioned<T> store(String path, T value, long expectedVersion) {
        check(path, expectedVersion);
        lastVersion++;
        entries.put(path, new Entry(lastVersion, Fields.of(value)));
        return new Versioned<>(path, lastVersion, value);
    }

    /** Runs something before each read past the cache, and before and after each write. */
    void atEachStep(Runnable what) {
        step = what;
    }

    @Override
    public synchronized void delete(String path, long expectedVersion) {
        check(path, expectedVersion);
        entries.remove(path);
    }

    @Override
    public synchronized List<String> list(String folder) {
        return entries.keySet().stream()
                .filter(path -> path.startsWith(folder + "/"))
                .map(path -> path.substring(folder.length() + 1))
                .toList();
    }

    @Override
    public synchronized <T extends Record> List<Versioned<T>> page(
            String folder, String after, int limit, Class<T> type) {
        return entries.tailMap(after.isEmpty() ? folder + "/" : after, after.isEmpty()).keySet().stream()
                .filter(path -> path.startsWith(folder + "/"))
                .limit(limit)
                .map(path -> get(path, type).orElseThrow())
                .toList();
    }

    synchronized boolean isCurrent(Versioned<?> read) {
        Entry entry = entries.get(read.path());
        return (entry == null ? 0 : entry.version()) == read.version();
    }

    private void check(String path, long expectedVersion) {
        Entry present = entries.get(path);
        if ((present == null ? 0 : present.version()) != expectedVersion) {
            throw new ConflictException(path + " was changed meanwhile");
        }
    }
}
