package io.leasehold.pki.revoking;

import io.leasehold.spi.storage.EntryStore;
import io.leasehold.spi.storage.LeaseStore;
import io.leasehold.spi.storage.Storage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A process's way to its store: counts what it asks for, and can die between any two accesses. */
final class WatchedStorage implements Storage {

    /** The process is dead: nothing that it has in hand goes on. */
    static final class Died extends Error {

        private static final long serialVersionUID = 1L;

        Died() {
            super("died", null, false, false);
        }
    }

    private final Storage store;
    private final AtomicInteger accesses = new AtomicInteger();
    private volatile int lifetime = Integer.MAX_VALUE;
    private volatile String awaited = "";
    private volatile Runnable meanwhile = () -> {};

    WatchedStorage(Storage store) {
        this.store = store;
    }

    /** Counts from here on, and dies after so many accesses. */
    void dieAfter(int more) {
        accesses.set(0);
        lifetime = more;
    }

    /** Does something once, before the next write to such a path. */
    void beforePut(String part, Runnable what) {
        meanwhile = what;
        awaited = part;
    }

    int accesses() {
        return accesses.get();
    }

    private void access() {
        if (accesses.incrementAndGet() > lifetime) {
            throw new Died();
        }
    }

    @Override
    public String id() {
        return store.id();
    }

    @Override
    public boolean durable() {
        return true;
    }

    @Override
    public Instant now() {
        return store.now();
    }

    @Override
    public LeaseStore leases() {
        return store.leases();
    }

    @Override
    public EntryStore entries() {
        EntryStore entries = store.entries();
        return new EntryStore() {
            @Override
            public Optional<Entry> get(String path) {
                access();
                return entries.get(path);
            }

            @Override
            public List<Entry> list(String prefix, String after, int limit) {
                access();
                return entries.list(prefix, after, limit);
            }

            @Override
            public boolean put(Entry entry, long expectedVersion) {
                access();
                if (!awaited.isEmpty() && entry.path().contains(awaited)) {
                    awaited = "";
                    meanwhile.run();
                }
                return entries.put(entry, expectedVersion);
            }

            @Override
            public boolean delete(String path, long expectedVersion) {
                access();
                return entries.delete(path, expectedVersion);
            }
        };
    }

    @Override
    public void close() {
        // Others use the store too.
    }
}
